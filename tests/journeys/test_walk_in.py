"""Who comes without registering: the page says come, staff tap, the count moves."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def test_a_head_is_counted_by_one_tap_and_taken_back(
    demo: DemoStack, open_context: Opener
) -> None:
    visitor = open_context(java_script_enabled=False).new_page()
    visitor.goto(f"{demo.url}/events/film-today/")
    expect(visitor.get_by_text("申込みはいりません").first).to_be_visible()
    expect(visitor.get_by_role("link", name="申し込む")).to_have_count(0)

    staff = open_context(java_script_enabled=False).new_page()
    staff.goto(f"{demo.url}/demo/enter/staff/")
    staff.locator("main form button").first.click()
    staff.goto(f"{demo.url}/staff/events/film-today/")
    showing = staff.locator("article").last
    before = heads(showing)
    showing.get_by_label("年代（任意）").select_option(label="20代")
    showing.get_by_role("button", name="当日入場 +1").click()

    expect(staff.get_by_text("1人、当日入場しました")).to_be_visible()
    assert heads(showing) == before + 1
    staff.get_by_role("button", name=re.compile("元に戻す")).click()
    expect(staff.get_by_text("当日入場を1人、元に戻しました")).to_be_visible()
    assert heads(showing) == before


def test_the_page_of_the_day_is_for_all(demo: DemoStack, open_context: Opener) -> None:
    staff = open_context().new_page()
    staff.goto(f"{demo.url}/demo/enter/staff/")
    staff.locator("main form button").first.click()
    staff.goto(f"{demo.url}/staff/events/film-today/")

    assert inspect(staff, "walk-ins") == []


def heads(showing: Locator) -> int:
    return int(showing.locator("[data-count=walk-ins]").inner_text())
