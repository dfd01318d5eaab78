"""Two phones without signal let in the same ticket: a card on page and phone."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.door import Stage, pair, run_in, stage
from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Milliseconds; the promise, and a busy machine.
WITHIN = 10_000


def let_in_twice(demo: DemoStack, hall: Stage, code: str) -> None:
    """Both phones are in reach again, and send what they did."""
    run_in(
        demo,
        f"""
from tests.door.builders import Phone
from tests.door.paper import minutes_ago
from events.programme.models import Event
made = Event.objects.get(slug={hall.slug!r})
for name, minutes in (("西口", 3), ("入口A", 14)):
    phone = Phone(made, name=name)
    phone.client.defaults["SERVER_NAME"] = "localhost"
    phone.scan({code!r}, mode="offline", at=minutes_ago(minutes))
print(json.dumps(None))
""",
    )


def as_staff(demo: DemoStack, page: Page) -> None:
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.locator("main form button").click()


def test_a_card_appears_is_closed_with_a_word_and_opened_again(demo, open_context):
    hall = stage(demo, (0, 2))
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    as_staff(demo, page)
    page.goto(f"{demo.url}/staff/events/{hall.slug}/conflicts/")
    expect(page.get_by_text("いま確かめるものはありません")).to_be_visible()

    let_in_twice(demo, hall, hall.codes[0])

    card = page.locator("[data-conflict=double]")
    expect(card).to_be_visible(timeout=WITHIN)
    expect(card.locator(".readings > li")).to_have_count(2)
    faults = inspect(page, "an open card")
    card.get_by_role("button", name="理由を付けて閉じる").click()
    expect(page.get_by_role("alert")).to_contain_text("理由を選ぶか")
    card.get_by_text("同じ人が2回かざした").click()
    card.get_by_role("button", name="理由を付けて閉じる").click()
    expect(page.get_by_role("heading", name="閉じたもの 1件")).to_be_visible()
    faults += inspect(page, "a closed card")
    page.get_by_role("button", name="もう一度開く").click()
    expect(card).to_be_visible()
    assert not faults, "\n".join(faults)


def test_a_supervisor_closes_it_on_the_phone(demo, open_context):
    hall = stage(demo, (0, 2))
    page = open_context(viewport={"width": 360, "height": 720}).new_page()
    pair(page, demo, hall.slug, name="責任者", role="supervisor")
    let_in_twice(demo, hall, hall.codes[0])

    page.get_by_role("button", name="確かめる読取 1件").click()
    expect(page.get_by_role("heading", name="重複入場")).to_be_visible()
    expect(page.locator("#conflicts-cards")).to_contain_text("西口")
    assert not (faults := inspect(page, "cards on the phone")), "\n".join(faults)
    page.get_by_role("button", name="別の人だった").click()
    page.get_by_role("button", name="理由を書いて閉じる").click()
    expect(page.get_by_text("確かめる読取は、いまありません。")).to_be_visible()
    page.get_by_role("button", name="受付に戻る").click()
    expect(page.locator("#conflicts-open")).to_be_hidden()
