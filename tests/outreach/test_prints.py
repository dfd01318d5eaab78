"""Posters and flyers: real fonts, a code that a phone reads, titles of any length."""

import io
import re
import shutil
import subprocess
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from django.utils import timezone, translation
from PIL import Image

from events.outreach.announcing import facts_of
from events.outreach.exports.flyer import Look, flyer
from events.outreach.exports.paper import A4, A5
from events.outreach.exports.poster import poster
from events.outreach.exports.typeset import NOT_FIRST, NOT_LAST, balanced, lines, units
from events.programme.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
URL = "https://heiwa.example.jp/s/kp7m4"
DPI = 300
LONG = (
    "戦後80年　くにたち原爆・東京大空襲体験伝承者講話と、若い世代が語り合う"
    "「ふつうの日になったのか 原爆の日」展の特別企画（2日間）"
)
needs_poppler = pytest.mark.skipif(
    shutil.which("pdftoppm") is None, reason="pdftoppm (poppler-utils) is not there"
)


def facts(event: Event, language: str = "ja"):
    with translation.override(language):
        slots = list(event.timeslots.with_seats().with_support().in_order())
        return facts_of(event, slots, now=timezone.now())


def made(event: Event, sheet: str, look: Look, urls: tuple[str, ...] = (URL,)) -> bytes:
    make = poster if sheet == "poster" else flyer
    with translation.override(look.lang):
        return make([(facts(event, look.lang), url) for url in urls], look)


def picture(pdf: bytes, folder: Path, page: int = 1) -> Image.Image:
    """As it comes out of a printer, at 300 dpi."""
    (folder / "sheet.pdf").write_bytes(pdf)
    subprocess.run(
        [
            *["pdftoppm", "-r", str(DPI), "-gray", "-png", "-singlefile"],
            *["-f", str(page), str(folder / "sheet.pdf"), str(folder / "sheet")],
        ],
        check=True,
    )
    return Image.open(folder / "sheet.png").convert("L")


LOOKS = [
    ("poster", Look()),
    ("poster", Look(in_colour=False, bleed=True)),
    *[("flyer", Look(lang=language)) for language in ("ja", "en", "ja-easy")],
    *[("flyer", Look(A5, lang=language)) for language in ("ja", "en", "ja-easy")],
]


@pytest.mark.parametrize(("sheet", "look"), LOOKS)
def test_fonts_are_embedded_and_the_title_and_language_are_told(sheet, look):
    event = cast.event()

    pdf = pikepdf.open(io.BytesIO(made(event, sheet, look)))

    fonts = [font for page in pdf.pages for font in page.Resources.Font.values()]
    assert fonts
    for font in fonts:
        assert "/FontFile2" in font.FontDescriptor
        # Only the signs that are used, not 4 MB of them.
        assert re.match(r"/[A-Z]{6}\+BIZUDP(Mincho|Gothic)", str(font.BaseFont))
    title = "Talks by A-bomb" if look.lang == "en" else "くにたち原爆"
    title = "戦争の 話を" if look.lang == "ja-easy" else title
    assert str(pdf.docinfo["/Title"]).startswith(title)
    assert str(pdf.Root.Lang) == ("en" if look.lang == "en" else "ja")
    assert len(pdf.pages) == 1


def test_a_sheet_is_light_enough_to_mail():
    assert len(made(cast.event(), "poster", Look())) < 300_000


@pytest.mark.parametrize("size", [A4, A5])
def test_the_bleed_lies_outside_the_trim(size):
    look = Look(size, bleed=True)
    pdf = pikepdf.open(io.BytesIO(made(cast.event(), "flyer", look)))

    page = pdf.pages[0]
    left, bottom, right, top = (float(each) for each in page.TrimBox)
    assert (right - left) / 72 * 25.4 == pytest.approx(size[0], abs=0.1)
    assert (top - bottom) / 72 * 25.4 == pytest.approx(size[1], abs=0.1)
    assert left / 72 * 25.4 == pytest.approx(3, abs=0.1)


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize(("sheet", "look"), LOOKS)
def test_a_phone_reads_the_code_of_the_printed_sheet(sheet, look, tmp_path):
    url = f"{URL}?l={look.lang}"

    sheet_of_paper = picture(made(cast.event(), sheet, look, (url,)), tmp_path)

    found = zxingcpp.read_barcodes(sheet_of_paper)
    assert [each.text for each in found] == [url]


@needs_poppler
def test_each_sheet_carries_its_own_code(tmp_path):
    urls = (f"{URL}a", f"{URL}b", f"{URL}c")
    pdf = made(cast.event(), "poster", Look(), urls)

    read = [
        zxingcpp.read_barcodes(picture(pdf, tmp_path, page))[0].text
        for page in (1, 2, 3)
    ]
    assert read == list(urls)


@needs_poppler
def test_without_a_code_the_sheet_is_a_sample(tmp_path):
    pdf = made(cast.event(), "poster", Look(), ("",))

    assert zxingcpp.read_barcodes(picture(pdf, tmp_path)) == []


@needs_poppler
@pytest.mark.slow
@pytest.mark.parametrize(
    "title", ["平和", "対話", LONG, LONG + LONG[:60], "Peace Café 2026"]
)
@pytest.mark.parametrize(("sheet", "look"), [LOOKS[0], LOOKS[2], LOOKS[5]])
def test_no_title_is_too_long_or_too_short(title, sheet, look, tmp_path):
    """Nothing runs over the edge, and the code can still be read."""
    event = cast.event(title={"ja": title})

    paper = picture(made(event, sheet, look), tmp_path)

    assert [each.text for each in zxingcpp.read_barcodes(paper)] == [URL]
    # White along the right edge and the lower one; the creases leave at the top.
    margin = DPI * 4 // 25
    right = paper.crop(
        (paper.width - margin, paper.height // 2, paper.width, paper.height)
    )
    lower = paper.crop((0, paper.height - margin, paper.width, paper.height))
    assert right.getextrema()[0] > 250
    assert lower.getextrema()[0] > 250


@needs_poppler
def test_black_and_white_holds_no_colour(tmp_path):
    event = cast.event()
    (tmp_path / "sheet.pdf").write_bytes(made(event, "poster", Look(in_colour=False)))
    subprocess.run(
        [
            *["pdftoppm", "-r", "60", "-png", "-singlefile"],
            *[str(tmp_path / "sheet.pdf"), str(tmp_path / "sheet")],
        ],
        check=True,
    )
    red, green, blue = Image.open(tmp_path / "sheet.png").convert("RGB").split()
    assert red.tobytes() == green.tobytes() == blue.tobytes()


def measure(text: str) -> float:
    return sum(0.5 if sign.isascii() else 1 for sign in text)


@pytest.mark.parametrize("limit", range(4, 24))
def test_no_line_begins_or_ends_with_what_must_not(limit):
    text = (
        "「ふつうの日になったのか、原爆の日」展（午後1時30分～2時15分）。"
        "きょう、セレスティーヌと。"
    )

    rows = lines(units(text), limit, measure)

    assert "".join(unit.text for row in rows for unit in row) == text
    for before, after in zip(rows, rows[1:], strict=False):
        assert after[0].text[0] not in NOT_FIRST
        assert before[-1].text[-1] not in NOT_LAST


def test_a_heading_is_cut_where_a_reader_would_breathe():
    rows = balanced(units("くにたち原爆・東京大空襲体験伝承者講話"), 2, measure)

    assert ["".join(unit.text for unit in row) for row in rows] == [
        "くにたち原爆・",
        "東京大空襲体験伝承者講話",
    ]


def test_words_with_spaces_between_are_cut_there_only():
    rows = lines(
        units("戦争《せんそう》の 話《はなし》を 聞《き》きます"),
        6,
        measure,
        spaced=True,
    )

    assert ["".join(unit.text for unit in row) for row in rows] == [
        "戦争の 話を",
        "聞きます",
    ]
