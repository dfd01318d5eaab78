"""The QR code of a ticket, as a path for pages and as a PNG for letters."""

import struct
import zlib
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M

# The search for the best of eight masks takes most of the time and changes nothing
# for a reader: every mask is valid. This one is kept for all our codes.
MASK = 4
QUIET_ZONE = 4
BOX = 8  # pixels a module, so that a row of modules is a row of whole bytes
_BITS = {True: "0" * BOX, False: "1" * BOX}


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(
        version=None,
        error_correction=ERROR_CORRECT_M,
        border=QUIET_ZONE,
        mask_pattern=MASK,
    )
    code.add_data(text, optimize=0)
    code.make(fit=True)
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
    """A black and white PNG of about 500 bytes."""
    rows = _code(text).get_matrix()  # with its quiet zone
    side = len(rows) * BOX
    # One bit a pixel, 1 is white; each row of the image begins with its filter: none.
    lines = b"".join(
        (
            b"\0"
            + int("".join(_BITS[dark] for dark in row), 2).to_bytes(side // 8, "big")
        )
        * BOX
        for row in rows
    )
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(lines, 9))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    check = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", check)
