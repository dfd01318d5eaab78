"""The QR code of a ticket, as a path for pages and as a PNG for letters."""

import struct
import zlib
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import QRData

# The search for the best of eight masks takes most of the time and changes nothing
# for a reader: every mask is valid. This one is kept for all our codes.
MASK = 4
QUIET_ZONE = 4
BOX = 8  # pixels a module, so that a module of a row is one byte: 8 bits, 1 is white
_PIXELS = bytes.maketrans(b"\0\1", b"\xff\0")
# The smallest version by kind and length of the text. All our tickets are alike, and
# measuring one costs as much as a quarter of drawing it.
_versions: dict[tuple[int, int], int] = {}


def _code(text: str) -> qrcode.QRCode:
    data = QRData(text)
    alike = (data.mode, len(data))
    code = qrcode.QRCode(
        version=_versions.get(alike),
        error_correction=ERROR_CORRECT_M,
        border=QUIET_ZONE,
        mask_pattern=MASK,
    )
    code.add_data(data)
    code.make(fit=alike not in _versions)
    _versions[alike] = code.version
    return code


@lru_cache(maxsize=512)
def qr_path(text: str) -> tuple[int, str]:
    """Modules per side, and an SVG path that draws the dark ones as runs."""
    rows = _code(text).modules
    runs: list[str] = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            if not row[x]:
                x += 1
                continue
            start = x
            while x < len(row) and row[x]:
                x += 1
            runs.append(f"M{start} {y}h{x - start}v1H{start}z")
    return len(rows), "".join(runs)


@lru_cache(maxsize=512)
def qr_png(text: str) -> bytes:
    """A black and white PNG of about 300 bytes."""
    rows = _code(text).get_matrix()  # with its quiet zone
    side = len(rows) * BOX
    # One bit a pixel; each row of the image begins with its filter: none.
    lines = b"".join((b"\0" + bytes(row).translate(_PIXELS)) * BOX for row in rows)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(lines))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
