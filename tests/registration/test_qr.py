"""A QR reads as what was put in, however it was drawn."""

import io
import random
import re
import uuid

import pytest
import qrcode
import zxingcpp
from PIL import Image
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_ALPHA_NUM, QRData

from events.registration.qr import qr_path, qr_png
from events.registration.qr_sums import SIGNS, Sums
from events.registration.token import current_key_id, make_token

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


@pytest.mark.parametrize("length", [1, 2, 33, 34])
def test_a_sum_of_codes_is_the_code_that_the_library_draws(length):
    chance = random.Random(length)

    def draw(data: QRData) -> list[list[bool]]:
        code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, mask_pattern=4)
        code.add_data(data, optimize=0)
        code.make(fit=True)
        return code.get_matrix()

    sums = Sums(length, draw)
    for _ in range(40):
        text = "".join(chance.choices(SIGNS, k=length))
        drawn = draw(QRData(text, mode=MODE_ALPHA_NUM))

        assert sums.modules(text) == b"".join(map(bytes, drawn))
        assert sums.side == len(drawn)


def test_the_picture_of_any_ticket_reads_as_its_token():
    for _ in range(20):
        token = make_token(uuid.uuid4(), 1, current_key_id())
        [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(qr_png(token))))

        assert found.text == token


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
