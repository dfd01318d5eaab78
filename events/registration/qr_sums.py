"""The modules of a ticket's code, as a sum of codes that are drawn already.

A QR code is linear: data, error correction and mask are all sums modulo 2. Where one
bit of a text is turned over, always the same modules are turned over, whatever else
the text says. So the library draws one code for each bit of a text of our tickets'
length, once, and every ticket is a sum of these: a sixth of the time of drawing it.
"""

from collections.abc import Callable
from functools import cached_property

from qrcode.util import MODE_ALPHA_NUM, QRData

# Each sign's value; two stand together in 11 bits, a last one in 6 (ISO/IEC 18004).
SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}

Draw = Callable[[QRData], list[list[bool]]]


class Sums:
    """All texts of LENGTH signs; DRAW draws any text of that length alike."""

    def __init__(self, length: int, draw: Draw) -> None:
        self._length = length
        self._draw = draw
        # By the place of a pair and the bit that is set in it.
        self._turned: dict[tuple[int, int], int] = {}

    def modules(self, text: str) -> bytes:
        """Row after row, one byte a module: 0 for white, 1 for black."""
        found = self._zeros
        for place in range(0, self._length, 2):
            value = 0
            for sign in text[place : place + 2]:
                value = value * len(SIGNS) + _VALUES[sign]
            while value:
                bit = value & -value
                found ^= self._turned.get((place, bit)) or self._turn(place, bit)
                value ^= bit
        digits = format(found, f"0{self.side**2}b").encode("ascii")
        return digits.translate(_BYTES)

    @cached_property
    def side(self) -> int:
        return len(self._draw(self._data({})))

    @cached_property
    def _zeros(self) -> int:
        return self._number({})

    def _turn(self, place: int, bit: int) -> int:
        pair = min(2, self._length - place)
        signs = [SIGNS[bit // len(SIGNS)], SIGNS[bit % len(SIGNS)]][-pair:]
        turned = self._number({place + n: sign for n, sign in enumerate(signs)})
        self._turned[place, bit] = turned ^ self._zeros
        return self._turned[place, bit]

    def _number(self, signs: dict[int, str]) -> int:
        rows = self._draw(self._data(signs))
        return int("".join("01"[bool(dark)] for row in rows for dark in row), 2)

    def _data(self, signs: dict[int, str]) -> QRData:
        text = "".join(signs.get(place, SIGNS[0]) for place in range(self._length))
        return QRData(text, mode=MODE_ALPHA_NUM)


_BYTES = bytes.maketrans(b"01", b"\0\1")
