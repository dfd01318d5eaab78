"""The journeys by keyboard alone, with a focus that can be seen at every stop."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
MOST_STOPS = 60
FOCUS = """() => {
    const here = document.activeElement, style = getComputedStyle(here);
    return {
        what: here.outerHTML.slice(0, 120),
        outline: style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth),
        inside: here.closest("main") !== null,
    };
}"""


def test_the_skip_link_comes_first_and_leads_into_the_page(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context().new_page()
    page.goto(demo.url)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="本文へ移動")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["inside"]


def test_a_visitor_registers_and_finds_it_again(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context().new_page()
    page.goto(f"{demo.url}/events/talks/")
    go(page, page.get_by_role("link", name="参加する回を選んで申し込む"))
    expect(page).to_have_url(f"{demo.url}/events/talks/register/")

    name = page.get_by_label("お名前")
    go(page, page.get_by_role("button", name="この内容で申し込む").last)
    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(name).to_be_focused()
    assert page.evaluate(FOCUS)["outline"] >= 2

    page.keyboard.type("国立 花子")
    tab_to(page, page.get_by_role("checkbox").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("radio", name="70代以上"), most=12, arrows=True)
    tab_to(page, page.get_by_label("電話番号"))
    page.keyboard.type("042-000-4321")
    enter(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "申し込みを受け付けました"
    )
    receipt = page.locator(".receipt").inner_text()
    expect(page.get_by_role("row", name="国立 花子")).to_contain_text("確定")

    go(page, page.get_by_role("link", name="申込みを探す"))
    tab_to(page, page.get_by_label("受付番号"))
    page.keyboard.type(receipt)
    tab_to(page, page.get_by_label("下4"))
    page.keyboard.type("4321")
    enter(page)
    expect(page.locator(".receipt")).to_have_text(receipt)
    go(page, page.get_by_role("link", name="取り消す", exact=True))
    go(page, page.get_by_role("button", name="選んだ席を取り消す"))
    expect(page.get_by_text("取消しを受け付けました")).to_be_visible()


def test_staff_enter_and_search(demo: DemoStack, open_context: Opener) -> None:
    page = open_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{demo.url}/demo/enter/staff/")
    go(page, page.get_by_role("button", name="ログインする"))
    expect(page).to_have_url(f"{demo.url}/staff/")
    go(page, page.locator("main a[href='/staff/events/talks-today/registrations/']"))
    tab_to(page, page.get_by_label("さがす"))
    page.keyboard.type("い")
    enter(page)
    expect(page.get_by_role("link", name="すべてに戻る")).to_be_visible()
    go(page, page.locator("tbody th a").first)
    expect(page.get_by_role("heading", name="これまでのこと")).to_be_visible()


def go(page: Page, target: Locator) -> None:
    tab_to(page, target)
    enter(page)


def enter(page: Page) -> None:
    """Enter, and the page to which it leads."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def tab_to(
    page: Page, target: Locator, *, most: int = MOST_STOPS, arrows: bool = False
) -> None:
    """Tab by tab to TARGET; each stop on the way must show where it is.

    With ARROWS, TARGET is one of a group of choices, within which arrows move.
    """
    for _stop in range(most):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        assert here["outline"] >= 2, f"no visible focus: {here['what']}"
        if arrows and page.evaluate("document.activeElement.type") == "radio":
            page.keyboard.press("ArrowUp")
            expect(target).to_be_focused()
            expect(target).to_be_checked()
            return
        if target.evaluate("one => one === document.activeElement"):
            return
    raise AssertionError(f"{most} stops, and not there: {target}")
