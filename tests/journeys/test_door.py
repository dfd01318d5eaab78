"""A phone at the door: one ticket, a family, and the same ticket again."""

import pytest
from playwright.sync_api import expect

from tests.journeys.door import pair, scan, stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_family_goes_in_once(demo, open_context):
    hall = stage(demo, (0, 4))
    page = open_context(viewport={"width": 375, "height": 720}).new_page()
    pair(page, demo, hall.slug)

    scan(page, hall.codes[0])
    expect(page.locator("#verdict-word")).to_have_text("どうぞ")
    expect(page.locator("#verdict-number")).to_have_text("4")

    page.get_by_role("button", name="次の人").click()
    scan(page, hall.codes[0])
    expect(page.locator("#verdict-word")).to_have_text("入場済み")
