"""The phones have died: the paper is printed, ticked, and typed in by keyboard."""

import pytest
from playwright.sync_api import expect

from tests.journeys.door import stage
from tests.journeys.inspection import inspect
from tests.journeys.test_print import printed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
A4_POINTS = (595, 842)


@pytest.fixture
def page(demo, open_context):
    made = open_context(viewport={"width": 1280, "height": 900}).new_page()
    made.goto(f"{demo.url}/demo/enter/staff/")
    made.locator("main form button").click()
    return made


def test_the_paper_is_typed_in_by_keyboard_and_taken_back(demo, page):
    hall = stage(demo, (0, 3), (0, 1))
    page.goto(f"{demo.url}/staff/events/{hall.slug}/reception-list/")
    assert set(printed(page)) == {A4_POINTS}
    page.goto(f"{demo.url}/staff/events/{hall.slug}/paper/")
    quick = page.get_by_label("番号4けた、または名字の読み")
    expect(quick).to_be_focused()
    faults = inspect(page, "the paper list")
    code = page.locator(".ticks > li").first.get_attribute("data-code")

    quick.press_sequentially(code or "")
    quick.press("Enter")
    quick.press("Enter")
    expect(page.locator("[data-ticked]")).to_have_text("2")
    expect(page.locator("[data-saved]")).to_contain_text("保存しました")
    page.reload()
    expect(page.locator("[data-ticked]")).to_have_text("2")
    page.get_by_label("20代 はじめて").fill("3")
    page.get_by_role("button", name="紙と見比べる").first.click()
    expect(page.locator("[data-figure=after]")).to_have_text("2")
    faults += inspect(page, "the comparison")
    page.get_by_role("button", name="この内容で書き込む").click()
    expect(page.locator(".state-now").filter(has_text="入場済み")).to_have_count(2)
    page.get_by_role("button", name="この入力を元に戻す").click()
    expect(page.locator(".state-now").filter(has_text="入場済み")).to_have_count(0)
    # What was typed is still there, to be put right.
    expect(page.locator("[data-ticked]")).to_have_text("2")
    assert not faults, "\n".join(faults)
