"""A QR reads as what was put in, however it was drawn."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from events.registration.qr import qr_path, qr_png

# Two of each kind and length: the second is drawn with what the first one measured.
# A number of 34 digits needs a smaller code than 34 letters or 34 bytes.
TEXTS = [
    *("K1" + "A2" * 16, "K1" + "Z7" * 16),
    *("1" * 34, "9" * 34),
    *("https://example.jp/scanner/?code=a", "https://example.jp/scanner/?code=b"),
    *("A" * 39, "B" * 39),
    "国立",
]


@pytest.mark.parametrize("text", TEXTS)
def test_a_picture_reads_as_its_text(text):
    image = Image.open(io.BytesIO(qr_png(text)))

    [found] = zxingcpp.read_barcodes(image)

    assert found.text == text
    assert (image.mode, image.width) == ("1", image.height)


@pytest.mark.parametrize("text", TEXTS)
def test_the_path_draws_the_same_modules_as_the_picture(text):
    side, path = qr_path(text)
    image = Image.open(io.BytesIO(qr_png(text)))
    quiet, box = 4, 8
    dark = {
        (x, y)
        for y in range(side)
        for x in range(side)
        if not image.getpixel(((x + quiet) * box, (y + quiet) * box))
    }

    assert image.width == (side + 2 * quiet) * box
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1H\1z", path)
        for step in range(int(width))
    }
    assert drawn == dark
