"""The board and the wall follow the doors by themselves, and say what is wrong."""

import pytest
from playwright.sync_api import expect

from tests.journeys.door import pair, run_in, scan, stage
from tests.journeys.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# The pages ask every five seconds.
SOON_MS = 12_000
PHONE = {"width": 375, "height": 720}


def test_the_board_and_the_wall_follow_two_phones(demo, open_context):
    hall = stage(demo, (0, 4), (0, 2))
    north, south = (open_context(viewport=PHONE).new_page() for _ in range(2))
    pair(north, demo, hall.slug, name="北口")
    pair(south, demo, hall.slug, name="南口")
    office = open_context(viewport={"width": 1280, "height": 720})
    board, wall = office.new_page(), office.new_page()
    board.goto(f"{demo.url}/demo/enter/staff/")
    board.locator("main form button").click()
    day = f"{demo.url}/staff/events/{hall.slug}/"
    board.goto(day)
    wall.goto(f"{day}board/?look=dark")
    first = board.locator(f"[data-timeslot='{hall.timeslots[0]}']")
    inside = wall.locator("[data-count=inside]").first
    expect(first.locator("[data-count=admitted]")).to_have_text("0")
    expect(inside).to_have_text("0")
    wall.evaluate("window.since = 1")  # gone after a reload

    scan(north, hall.codes[0])
    scan(south, hall.codes[1])

    expect(first.locator("[data-count=admitted]")).to_have_text("6", timeout=SOON_MS)
    expect(inside).to_have_text("6", timeout=SOON_MS)
    gates = board.locator("table.gates tbody tr")
    expect(gates).to_have_count(2)
    assert [row.split()[:2] for row in gates.all_inner_texts()] == [
        ["北口", "4"],
        ["南口", "2"],
    ]
    expect(wall.locator("svg.arrivals:not(.key)")).to_be_visible()
    assert wall.evaluate("window.since") == 1
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")

    south.close()
    run_in(
        demo,
        f"""
from datetime import timedelta
from django.utils import timezone
from events.door.models import ScannerDevice
print(json.dumps(ScannerDevice.objects.filter(
    event__slug={hall.slug!r}, name="南口",
).update(last_seen_at=timezone.now() - timedelta(minutes=5))))
""",
    )
    expect(wall.get_by_text("端末「南口」応答なし 5分")).to_be_visible(timeout=SOON_MS)
    lost = board.locator("[data-device=南口]")
    expect(lost).to_contain_text("応答なし 5分", timeout=SOON_MS)
    assert inspect(board, "day") == []
    assert inspect(wall, "wall") == []

    lost.get_by_role("link", name="止める").click()
    board.get_by_role("button", name="この端末を止める").click()
    expect(board.locator("[data-device=南口]")).to_contain_text("に止めました")
    expect(wall.get_by_text("いまはありません")).to_be_visible(timeout=SOON_MS)


def test_figures_that_are_old_say_so(demo, open_context):
    hall = stage(demo, (0, 1))
    office = open_context(viewport={"width": 1280, "height": 720})
    page = office.new_page()
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.locator("main form button").click()
    page.clock.install()
    page.goto(f"{demo.url}/staff/events/{hall.slug}/board/")
    expect(page.locator("[data-stale]")).to_be_hidden()

    page.route("**/board/live/", lambda route: route.fulfill(status=503))
    page.clock.fast_forward(20_000)
    expect(page.locator("[data-stale]")).to_contain_text("の数字です。")
    page.unroute("**/board/live/")
    page.clock.fast_forward(6_000)
    expect(page.locator("[data-stale]")).to_be_hidden()
