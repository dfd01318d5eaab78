"""A tablet at the entrance, to which visitors hold their own tickets."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.door.builders import NAME
from tests.journeys.camera import film_of
from tests.journeys.door import Stage, pairing_code, run_in, stage
from tests.journeys.inspection import inspect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TABLET = {"width": 1280, "height": 800}
WORD = "#kiosk-word [lang=ja]:not(.easy)"


@pytest.fixture
def hall(demo) -> Stage:
    return stage(demo, (0, 4), (1, 1), slots=2)


@pytest.fixture
def tablet(browser: Browser, chromium: str, tmp_path: Path, hall) -> Iterator[Browser]:
    """Its camera sees the ticket of the family of four."""
    film = film_of(hall.codes[0], tmp_path / "qr.mjpeg")
    opened = browser.browser_type.launch(
        executable_path=chromium,
        args=[
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )
    yield opened
    opened.close()


def set_up(page: Page, demo, hall: Stage) -> None:
    """Staff pair the tablet and leave it to the visitors."""
    code = pairing_code(demo, hall.slug, role="kiosk")
    page.goto(f"{demo.url}/scanner/#pair={code}")
    page.get_by_label("端末の名前").fill("玄関")
    page.get_by_role("button", name="端末を登録する").click()
    page.locator("#choose-slots input").first.check()
    page.get_by_role("button", name="この回の受付を始める").click()
    page.get_by_label("右 →").check()


def begin(page: Page) -> None:
    page.get_by_role("button", name="自動受付を始める").click()


def read_by_hand(page: Page, code: str) -> None:
    """As a reader on a cable does, whose keys come faster than any hand's."""
    page.evaluate(
        """code => {
          for (const key of [...code, "Enter"]) {
            const options = { key, bubbles: true, cancelable: true };
            document.body.dispatchEvent(new KeyboardEvent("keydown", options));
          }
        }""",
        code,
    )


def inside(demo, hall: Stage) -> int:
    return run_in(
        demo,
        f"""
from events.registration.models import Seat
print(json.dumps(Seat.objects.filter(
    timeslot__event__slug={hall.slug!r}, admitted_at__isnull=False).count()))
""",
    )


def test_a_family_lets_itself_in_and_tells_that_one_is_missing(
    demo, hall, tablet, open_context
):
    context = open_context(of=tablet, permissions=["camera"], viewport=TABLET)
    page = context.new_page()
    set_up(page, demo, hall)
    begin(page)

    expect(page.locator(WORD)).to_have_text("ようこそ", timeout=30_000)
    expect(page.locator("#kiosk-sentence")).to_contain_text("4 of you. Please come in.")
    page.locator("#kiosk-some").click()
    page.locator("#kiosk-heads").get_by_role("button", name="3", exact=True).click()
    expect(page.locator("#kiosk-sentence")).to_contain_text("3名様")
    expect(page.locator("#kiosk-some")).to_be_hidden()
    # It goes back to the camera by itself, which still sees the same ticket.
    expect(page.locator("#screen-kiosk")).to_be_visible(timeout=15_000)
    assert inside(demo, hall) == 3


def test_who_is_not_let_in_is_shown_the_way_to_people(demo, hall, open_context):
    page = open_context(permissions=["camera"], viewport=TABLET).new_page()
    set_up(page, demo, hall)
    begin(page)
    expect(page.locator("#video")).to_be_visible()
    for part in ("#typed", "#menu-open", "#search-open"):
        expect(page.locator(part)).to_be_hidden()
    faults = inspect(page, "kiosk: waiting")

    page.set_viewport_size(TABLET)
    read_by_hand(page, hall.codes[1])
    expect(page.locator(WORD)).to_have_text("受付へどうぞ")
    expect(page.locator("#kiosk-way")).to_have_attribute("data-to", "right")
    expect(page.locator("#kiosk-next")).to_be_focused()
    assert NAME not in page.content()
    faults += inspect(page, "kiosk: to the desk")
    page.keyboard.press("Enter")
    read_by_hand(page, "https://example.com/")
    expect(page.locator(WORD)).to_have_text("もう一度どうぞ")
    page.locator("#kiosk-next").click()
    assert inside(demo, hall) == 0
    assert faults == []


def test_staff_take_it_off_by_holding_a_corner(demo, hall, open_context):
    page = open_context(permissions=["camera"], viewport=TABLET).new_page()
    set_up(page, demo, hall)
    begin(page)
    corner = page.locator("#screen-kiosk [data-corner]")
    expect(corner).to_be_visible()

    corner.click(delay=1500)
    expect(page.locator("#screen-kiosk")).to_be_visible()
    corner.focus()
    page.keyboard.down("Enter")
    expect(page.locator("#screen-kiosk-staff")).to_be_visible(timeout=10_000)
    page.keyboard.up("Enter")

    expect(page.get_by_label("右 →")).to_be_checked()
    page.get_by_role("button", name="端末を外す", exact=True).click()
    faults = inspect(page, "kiosk: staff")
    page.get_by_role("button", name="登録と記録を消して外す").click()
    expect(page.locator("#over-note")).to_contain_text("何も残っていません")
    assert page.evaluate("localStorage.length") == 0
    assert faults == []
