"""From the home page to the admitted family and the count that moves."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.camera import film_of, phone_that_sees, read_qr
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BEAT_S = 90  # the beat rings once a minute
LIVE_MS = 15_000  # the staff's page asks every four seconds
EMAIL = "hanako@example.jp"


@pytest.fixture
def own_demo(tmp_path: Path) -> Iterator[DemoStack]:
    stack = DemoStack(tmp_path / "var")
    try:
        yield stack.start()
    finally:
        if stack.process and stack.process.poll() is None:
            stack.stop()


def test_a_family_registers_gets_its_letters_and_is_let_in(
    own_demo: DemoStack,
    browser: Browser,
    chromium: str,
    open_context: Callable[..., BrowserContext],
    tmp_path: Path,
) -> None:
    for door in ("/", "/demo/enter/staff/", "/demo/enter/door/", "/demo/mail/"):
        assert own_demo.url + door in own_demo.printed

    family = open_context(viewport={"width": 390, "height": 800}).new_page()
    receipt, code = register_two(family, own_demo.url)
    the_confirmation_arrives(family, own_demo.url, receipt=receipt, code=code)

    office = open_context(viewport={"width": 1280, "height": 900}).new_page()
    pairing = pair_a_phone(office, own_demo.url)
    inside = office.locator("[data-timeslot] [data-count=admitted]").nth(1)
    expect(inside).to_have_text("0")

    film = film_of(code, tmp_path / "qr.mjpeg")
    phone = phone_that_sees(film, browser, chromium)
    try:
        door = open_context(
            of=phone,
            permissions=["camera"],
            viewport={"width": 375, "height": 760},
            # So that the verdict stays until somebody presses the button.
            reduced_motion="reduce",
        ).new_page()
        scan_at_the_door(door, own_demo.url, pairing)
        office.bring_to_front()
        expect(inside).to_have_text("2", timeout=LIVE_MS)
        door.bring_to_front()
        scan_again(door, receipt)
        expect(inside).to_have_text("2")
    finally:
        phone.close()

    the_reminder_comes_by_itself(family, own_demo.url)
    assert own_demo.stop() == 0, own_demo.printed[-2000:]
    assert "Stopped." in own_demo.printed
    assert "Traceback" not in own_demo.printed


def register_two(page: Page, url: str) -> tuple[str, str]:
    """Home → event → form → ticket. The receipt number and what its QR says."""
    page.goto(url)
    page.locator("main a[href$='/events/talks-today/']").click()
    page.get_by_role("link", name="参加する回を選んで申し込む").click()

    first = page.locator("fieldset.person").nth(0)
    first.get_by_label("お名前").focus()
    page.keyboard.type("国立 花子")
    page.keyboard.press("Tab")
    page.keyboard.type("くにたち はなこ")
    slots = first.locator("input[type=checkbox]:enabled")
    slots.nth(-2).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.get_by_role("button", name=re.compile("もう1人追加する")).click()

    second = page.locator("fieldset.person").nth(1)
    expect(first.get_by_label("お名前")).to_have_value("国立 花子")
    second.get_by_label("お名前").fill("国立 太郎")
    second.locator("input[type=checkbox]:enabled").nth(-2).check()
    page.get_by_label("電話番号").fill("０９０－１２３４－５６７８")
    page.get_by_label("メールアドレス").fill(EMAIL)
    page.get_by_role("button", name="この内容で申し込む").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text(
        "申し込みを受け付けました"
    )
    receipt = page.locator(".receipt").inner_text()
    assert re.fullmatch(r"\d{4} \d{4}", receipt)
    expect(page.locator(".slip tbody tr")).to_have_count(2)
    expect(page.locator(".slip [data-is=good]")).to_have_count(3)
    code = read_qr(page.locator(".slip svg.qr").screenshot())
    assert not code.startswith("http")
    return receipt, code


def the_confirmation_arrives(page: Page, url: str, *, receipt: str, code: str) -> None:
    """By the demo's own worker, rung by the registration."""
    open_mail(page, url, page.locator("article", has_text=EMAIL))
    expect(page.locator("pre.letter").first).to_contain_text(receipt)
    picture = page.locator("img.qr").first
    picture.scroll_into_view_if_needed()
    assert read_qr(picture.screenshot()) == code
    expect(page.get_by_role("link", name=re.compile(r"\.ics$"))).to_be_visible()


def the_reminder_comes_by_itself(page: Page, url: str) -> None:
    """Nobody asks for it: beat finds tomorrow's talks, the worker sends."""
    reminder = page.locator("article", has_text=re.compile("図書館.*resident@", re.S))
    open_mail(page, url, reminder, seconds=BEAT_S)
    expect(page.locator("pre.letter").first).to_contain_text("北川 あかり")
    expect(page.locator("img.qr").first).to_be_visible()


def pair_a_phone(page: Page, url: str) -> str:
    """The staff's door → the day of the event → a pairing code; and back to the day."""
    page.goto(f"{url}/demo/enter/staff/")
    page.locator("main form button").click()
    expect(page).to_have_url(f"{url}/staff/")
    page.goto(f"{url}/staff/events/talks-today/")
    page.get_by_role("button", name="登録用のQRコードを出す").click()
    address = read_qr(page.locator("svg.qr").screenshot())
    assert address.startswith(f"{url}/scanner/#pair=")
    page.get_by_role("link", name="当日の受付").click()
    expect(page.get_by_role("heading", name="回ごとの人数")).to_be_visible()
    return address


def scan_at_the_door(page: Page, url: str, pairing: str) -> None:
    """Pair, choose the timeslot, and let the camera read the ticket."""
    page.goto(pairing)
    page.get_by_label("端末の名前").fill("入口A")
    page.get_by_role("button", name="端末を登録する").click()
    choose_the_second_timeslot(page)
    page.get_by_role("button", name="カメラを使う").click()
    expect(page.locator("#verdict-word")).to_have_text("どうぞ", timeout=30_000)
    expect(page.locator("#verdict-number")).to_have_text("2")


def choose_the_second_timeslot(page: Page) -> None:
    page.locator("#choose-slots input").nth(1).check()
    page.get_by_role("button", name="この回の受付を始める").click()


def scan_again(page: Page, receipt: str) -> None:
    """Later somebody comes with the number of the same ticket, and it is typed in."""
    page.get_by_role("button", name="次の人").click()
    page.get_by_label("受付番号を入れる").fill(receipt)
    page.get_by_role("button", name="確かめる").click()
    expect(page.locator("#verdict-word")).to_have_text("入場済み", timeout=30_000)
