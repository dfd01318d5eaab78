"""From the poster at the station to the plot of the office, in three languages."""

import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.journeys.test_accessibility import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
# A talk that has its door open; the words of its form.
EVENT = "peace-day"
WORDS = {
    "ja": ("お名前", "電話番号", "この内容で申し込む"),
    "en": ("Name", "Phone", "Confirm and register"),
}


def test_a_poster_is_made_scanned_and_seen_in_the_list(
    demo: DemoStack, open_context: Opener
) -> None:
    staff = open_context(accept_downloads=True).new_page()
    enter(staff, demo, "staff")
    staff.goto(f"{demo.url}/staff/events/{EVENT}/outreach/print/")
    staff.get_by_label("いくつ作りますか").fill("2")
    staff.get_by_label(re.compile("貼る場所")).fill("中央線の駅\n南武線の駅")
    staff.get_by_role("button", name="QRコードを作る").click()
    expect(staff.get_by_text("QRコードを2個、作りました")).to_be_visible()
    ticked = staff.get_by_role("checkbox", checked=True)
    expect(ticked).to_have_count(2)
    assert inspect(staff, "print") == []
    code = ticked.first.get_attribute("value") or ""

    answer = staff.request.get(
        f"{demo.url}/staff/events/{EVENT}/outreach/print/file/"
        f"?sheet=poster&ink=colour&code={code}"
    )
    assert answer.headers["content-type"] == "application/pdf"

    for number, (language, words) in enumerate(WORDS.items()):
        visitor = open_context(
            viewport={"width": 375, "height": 800},
            java_script_enabled=number == 0,
        ).new_page()
        scan_and_register(
            visitor,
            demo,
            f"{code.upper()}?l={language}",
            words,
            phone=f"09012340{number:03d}",
        )
    easy = open_context().new_page()
    easy.goto(f"{demo.url}/s/{code}?l=ja-easy")
    assert easy.url == f"{demo.url}/ja-easy/events/{EVENT}/"

    staff.goto(f"{demo.url}/staff/events/{EVENT}/outreach/")
    row = staff.get_by_role("row", name=re.compile(code))
    expect(row.get_by_role("cell").nth(1)).to_have_text("3")
    expect(row.get_by_role("cell").nth(2)).to_have_text("2")
    staff.goto(f"{demo.url}/staff/outreach/sources/{code}/")
    expect(staff.get_by_text("公開中のページが開く")).to_be_visible()


def scan_and_register(
    page: Page, demo: DemoStack, code: str, words: tuple[str, str, str], *, phone: str
) -> None:
    name, number, send = words
    page.goto(f"{demo.url}/s/{code}")
    page.goto(f"{page.url}register/")
    page.get_by_label(name).first.fill("国立 花子")
    page.locator("fieldset.person").get_by_role("checkbox").last.check()
    page.get_by_label(re.compile(number)).first.fill(phone)
    page.get_by_role("button", name=send).last.click()
    expect(page.locator(".receipt")).to_be_visible()


def test_the_year_is_seen_as_plots_with_their_figures_and_leaves_as_a_file(
    demo: DemoStack, open_context: Opener, tmp_path: Path
) -> None:
    staff = open_context(accept_downloads=True).new_page()
    enter(staff, demo, "staff")
    staff.goto(f"{demo.url}/staff/outreach/sources/results/")

    plots = staff.get_by_role("img")
    expect(plots).to_have_count(3)
    expect(staff.get_by_role("img", name=re.compile("どこから来たか"))).to_be_visible()
    expect(staff.get_by_role("row", name=re.compile("^ポスター"))).to_be_visible()
    assert inspect(staff, "results") == []
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Excel").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    staff.get_by_label("年度").select_option(index=1)
    staff.get_by_role("button", name="表示する").click()
    expect(staff.get_by_role("img")).to_have_count(3)
    sheet = pikepdf.open(_printed(staff, tmp_path))
    assert len(sheet.pages) <= 2


def _printed(page: Page, folder: Path) -> Path:
    path = folder / "results.pdf"
    page.pdf(path=str(path), prefer_css_page_size=True)
    return path


def test_a_text_is_copied_by_one_press_and_counted_while_it_is_edited(
    demo: DemoStack, open_context: Opener
) -> None:
    context = open_context(permissions=["clipboard-read", "clipboard-write"])
    staff = context.new_page()
    enter(staff, demo, "staff")
    staff.goto(f"{demo.url}/staff/events/talks/outreach/texts/")
    card = staff.locator("[data-copy]", has=staff.get_by_role("heading", name="X（"))
    text = card.get_by_role("textbox")
    before = int(card.locator("[data-count]").inner_text())

    text.press("Control+End")
    text.type("平和")
    expect(card.locator("[data-count]")).to_have_text(str(before + 4))
    card.get_by_role("button", name="コピーする").click()

    expect(card.get_by_text("コピーしました")).to_be_visible()
    copied = staff.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("平和")
    assert "/s/" in copied


@pytest.mark.parametrize("language", ["", "en", "ja-easy"])
def test_a_torn_off_poster_still_leads_to_what_is_coming(
    demo: DemoStack, open_context: Opener, language: str
) -> None:
    page = open_context(viewport={"width": 375, "height": 800}).new_page()
    answer = page.goto(f"{demo.url}/s/nosuch?l={language or 'ja'}")

    assert answer
    assert answer.status == 404
    prefix = f"/{language}" if language else ""
    page.locator(f"article a[href^='{prefix}/events/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.url.startswith(f"{demo.url}{prefix}/events/")
