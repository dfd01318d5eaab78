"""Staff register a class from a file, cancel it, take it back, export it, print."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.journeys.test_print import printed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
A4_POINTS = (595, 842)
HEADS = ["お名前", "ふりがな", "参加する回"]
LIST = "/staff/events/peace-day/registrations/"


@pytest.fixture
def page(demo: DemoStack, open_context: Opener) -> Page:
    found = open_context(viewport={"width": 1280, "height": 900}).new_page()
    found.goto(f"{demo.url}/demo/enter/staff/")
    found.locator("main form button").click()
    return found


def choose(page: Page, *rows: Sequence[str]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([HEADS, *rows])
    content = out.getvalue().encode("utf-8-sig")
    page.get_by_label("名簿のファイル").set_input_files(
        {"name": "class.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_label("連絡先は全員で1つ（学校のクラスなど）").check()
    page.get_by_label("全員の連絡先の電話番号").fill("042-000-7788")
    page.get_by_role("button", name="登録する前に確かめる").click()


def test_a_class_is_registered_cancelled_taken_back_and_exported(
    demo: DemoStack, page: Page
) -> None:
    page.goto(demo.url + LIST)
    page.get_by_role("link", name="名簿から登録する").click()
    choose(page, ["髙﨑 児童", "たかさき", "1"], ["", "", "99"])
    expect(page.get_by_role("alert")).to_contain_text("2か所を直してください")
    expect(page.get_by_text("3行目「お名前」")).to_be_visible()
    faults = inspect(page, "a list with problems")

    page.get_by_role("link", name="直したファイルを選ぶ").click()
    choose(page, ["髙﨑 児童", "たかさき", "1"], ["𠮷野 児童", "よしの", "1"])
    faults += inspect(page, "a list before it is registered")
    page.get_by_role("button", name="2人を登録する").click()
    expect(page.get_by_text("1件の申込みを登録しました。")).to_be_visible()

    page.goto(demo.url + LIST + "?channel=LIST")
    faults += inspect(page, "the list, narrowed down, with an undo")
    row = page.get_by_role("row").filter(has_text="𠮷野 児童")
    row.get_by_role("checkbox").check()
    page.get_by_role("button", name="申込みを取り消す…").click()
    expect(page.get_by_text("1件の申込み、2人の2席が取り消されます。")).to_be_visible()
    faults += inspect(page, "before many are cancelled")
    page.get_by_role("button", name="1件の申込みを取り消す").click()
    page.get_by_role("button", name="元に戻す").click()
    expect(page.get_by_text("1件を元に戻しました。")).to_be_visible()

    page.goto(demo.url + LIST + "?channel=LIST")
    page.get_by_label("いま見つかっている1件すべて").check()
    page.get_by_label("ファイル").select_option("CP932")
    page.get_by_role("button", name="書き出す").click()
    expect(page.get_by_text("U+20BB7")).to_be_visible()
    faults += inspect(page, "what CP932 cannot write")
    with page.expect_download() as download:
        page.get_by_role("button", name="CP932で書き出す").click()
    text = Path(download.value.path()).read_bytes().decode("cp932")
    assert "髙﨑 児童" in text
    assert "〓野 児童" in text
    assert "042-000-7788" in text
    assert not faults, "\n".join(faults)


def test_the_reception_list_is_on_a4(demo: DemoStack, page: Page) -> None:
    page.goto(f"{demo.url}/staff/events/talks-today/")
    page.get_by_role("link", name="受付名簿").click()
    expect(page.get_by_role("heading", name="用意するサポート")).to_be_visible()
    sheets = printed(page)

    # Three timeslots and the support, each on a sheet of its own at least.
    assert len(sheets) >= 4
    assert set(sheets) == {A4_POINTS}
