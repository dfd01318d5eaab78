"""The sheet as a picture for the web: what the PDF says, ready to be posted."""

import io
import shutil
import subprocess
import time
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp
from django.utils import timezone
from PIL import Image, ImageChops

from events.outreach.exports.flyer import Look
from events.outreach.exports.paper import A5
from events.outreach.exports.picture import DPI, Picture
from events.outreach.models import Source
from tests import cast
from tests.outreach.builders import source
from tests.outreach.test_prints import LONG, URL, made
from tests.page import Page

pytestmark = pytest.mark.django_db
SHEETS = [
    ("poster", Look()),
    ("flyer", Look(lang="en")),
    ("flyer", Look(lang="ja-easy")),
    ("flyer", Look(size=A5, in_colour=False)),
]


def drawn(event, sheet, look) -> Image.Image:
    return Image.open(io.BytesIO(made(event, sheet, replace(look, paper=Picture))))


@pytest.mark.parametrize(("sheet", "look"), SHEETS)
def test_a_phone_reads_the_code_of_the_picture(sheet, look):
    picture = drawn(cast.event(), sheet, look)

    assert [each.text for each in zxingcpp.read_barcodes(picture)] == [URL]
    assert picture.size == tuple(
        pytest.approx(side / 25.4 * DPI, abs=1) for side in look.size
    )


@pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is not there"
)
@pytest.mark.parametrize("title", ["くにたち（対話）ー平和の日", LONG])
@pytest.mark.parametrize(("sheet", "look"), SHEETS)
def test_it_looks_as_the_pdf_does(title, sheet, look, tmp_path: Path):
    """Turned signs, columns and pale creases stand in the same place."""
    event = cast.event(title={"ja": title})
    (tmp_path / "sheet.pdf").write_bytes(made(event, sheet, look))
    subprocess.run(
        [
            *["pdftoppm", "-r", str(DPI), "-png", "-singlefile"],
            *[str(tmp_path / "sheet.pdf"), str(tmp_path / "sheet")],
        ],
        check=True,
    )
    printed = Image.open(tmp_path / "sheet.png").convert("L")

    picture = drawn(event, sheet, look).convert("L").resize(printed.size)

    # Seen from two metres: a sign that lies elsewhere leaves a grey spot.
    apart = ImageChops.difference(printed.reduce(12), picture.reduce(12))
    assert apart.getextrema()[1] < 60


def test_it_is_light_enough_to_post_and_soon_made():
    event = cast.event()
    started = time.process_time()

    content = made(event, "poster", Look(paper=Picture))

    assert content.startswith(b"\x89PNG")
    assert len(content) < 600_000
    assert time.process_time() - started < 8


def test_black_and_white_holds_no_colour():
    assert drawn(cast.event(), "poster", Look(in_colour=False)).mode == "L"


def test_staff_get_one_picture_with_the_first_of_the_codes(client):
    event = cast.event(now=timezone.now())
    staff = cast.signed_in(cast.aoki())
    first, second = source(event, code="aaaaa"), source(event, code="bbbbb")
    address = f"/staff/events/{event.slug}/outreach/print/"
    query = f"sheet=poster&file=png&code={first.code}&code={second.code}"

    page = Page(staff.get(address))
    answer = staff.get(f"{address}file/?{query}")

    assert "画像（PNG。ホームページ、SNS）" in page.words
    assert answer["Content-Type"] == "image/png"
    assert f"{event.slug}-poster-ja.png" in answer["Content-Disposition"]
    picture = Image.open(io.BytesIO(answer.content))
    assert [each.text for each in zxingcpp.read_barcodes(picture)] == [first.url]


def test_the_picture_of_a_draft_is_a_sample():
    draft = cast.event(slug="draft", status="DRAFT", now=timezone.now())
    source(draft)
    staff = cast.signed_in(cast.aoki())

    answer = staff.get(
        "/staff/events/draft/outreach/print/file/?sheet=poster&file=png&code=kp7m4"
    )

    picture = Image.open(io.BytesIO(answer.content))
    assert zxingcpp.read_barcodes(picture) == []
    assert Source.objects.count() == 1
