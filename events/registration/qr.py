"""The QR code of a ticket, as a path for pages and as a PNG for letters."""

import io
from functools import lru_cache

import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.image.pure import PyPNGImage

# The search for the best of eight masks takes most of the time and changes nothing
# for a reader: every mask is valid. This one is kept for all our codes.
MASK = 4
QUIET_ZONE = 4


def _code(text: str) -> qrcode.QRCode:
    code = qrcode.QRCode(
        version=None,
        error_correction=ERROR_CORRECT_M,
        box_size=8,
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
    file = io.BytesIO()
    _code(text).make_image(image_factory=PyPNGImage).save(file)
    return file.getvalue()
