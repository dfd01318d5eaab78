"""What a phone's camera would see: a film of a QR code, and the reading of one."""

import io
from pathlib import Path

import qrcode
import zxingcpp
from PIL import Image

WIDTH, HEIGHT = 640, 480
FRAMES = 20


def read_qr(picture: bytes) -> str:
    """The text in a picture of a QR code."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return found.text


def film_of(text: str, path: Path) -> Path:
    """An .mjpeg of TEXT as a QR, held before a camera by a hand that is not still."""
    drawn = qrcode.make(text, border=4, box_size=8).get_image().convert("L")
    # Chromium tells the length of a frame by its end mark: plain JPEGs in a row.
    with path.open("wb") as film:
        for number in range(FRAMES):
            frame = Image.new("L", (WIDTH, HEIGHT), 170)
            swing = number % 10 - 5
            tilted = drawn.rotate(swing / 2, expand=True, fillcolor=255)
            left = (WIDTH - tilted.width) // 2 + swing
            frame.paste(tilted, (left, (HEIGHT - tilted.height) // 2))
            frame.convert("RGB").save(film, "JPEG", quality=80)
    return path
