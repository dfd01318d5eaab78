"""What comes out of the printer: one A5 slip a party."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
A5_POINTS = (420, 595)


def test_a_ticket_is_one_a5_page(demo: DemoStack, open_context: Opener) -> None:
    page = open_context().new_page()
    page.goto(f"{demo.url}/demo/enter/resident/")
    page.locator("main form button").click()
    page.locator("article a").first.click()
    page.get_by_role("button", name="参加券を印刷する").wait_for()
    assert printed(page) == [A5_POINTS]


@pytest.mark.parametrize("language", ["en", "ja-easy"])
def test_the_largest_party_fits_too(
    demo: DemoStack, open_context: Opener, language: str
) -> None:
    page = open_context().new_page()
    page.goto(f"{demo.url}/{language}/events/peace-day/register/")
    people = page.locator("fieldset.person")
    for number in range(1, 7):
        people.last.locator("input").first.fill(
            f"Alexandrina Featherstone {'ABCDEF'[number - 1]}"
        )
        people.last.get_by_role("checkbox").last.check()
        if number < 6:
            page.locator("button[name=add]").click()
            expect(people).to_have_count(number + 1)
    page.locator("#id_phone").fill(f"042-000-111{len(language)}")
    page.locator("main form section button:not([name])").last.click()
    page.locator(".slip svg.qr").wait_for()
    assert printed(page) == [A5_POINTS]


def test_the_slip_of_the_office_is_one_a5_page(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.locator("main form button").click()
    page.goto(f"{demo.url}/staff/events/talks-today/registrations/")
    page.locator("tbody th a").first.click()
    page.locator(".slip").wait_for()
    assert printed(page) == [A5_POINTS]


def printed(page: Page) -> list[tuple[int, int]]:
    """Width and height of each sheet, in points."""
    sheet = page.pdf(prefer_css_page_size=True)
    boxes = re.findall(rb"/Type\s*/Page\b.*?/MediaBox\s*\[([^\]]+)\]", sheet, re.S)
    return [
        (round(right - left), round(top - bottom))
        for left, bottom, right, top in (map(float, box.split()) for box in boxes)
    ]
