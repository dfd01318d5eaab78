"""The telephone: two people, two timeslots, by keyboard alone and against the clock."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.journeys.test_accessibility import enter
from tests.journeys.test_keyboard import FOCUS
from tests.journeys.test_print import A5_POINTS, printed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]

KEYS_PER_SECOND = 6
PAUSE_MS = 1000 / KEYS_PER_SECOND
LIMIT_S = 45


class Typist:
    """Somebody at six keys a second, whose only tool is the keyboard."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.keys = 0

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)
        self.page.wait_for_timeout(PAUSE_MS)
        self.keys += 1

    def type(self, text: str, *, keys: int = 0) -> None:
        """TEXT for the price of KEYS: a converted Japanese word costs its romaji,
        Space and Enter, not its signs."""
        keys = keys or len(text)
        self.page.keyboard.insert_text(text)
        self.page.wait_for_timeout(keys * PAUSE_MS)
        self.keys += keys

    def tab_to(self, target: Locator, *, most: int = 25) -> None:
        for _stop in range(most):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.press("Tab")
            here = self.page.evaluate(FOCUS)
            assert here["outline"] >= 2, f"no visible focus: {here['what']}"
        raise AssertionError(f"{most} stops, and not there: {target}")

    def enter(self) -> None:
        """Enter, and the page to which it leads."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self.page.wait_for_timeout(PAUSE_MS)
        self.keys += 1


@pytest.fixture
def desk(demo: DemoStack, open_context: Opener) -> Page:
    page = open_context(viewport={"width": 1280, "height": 900}).new_page()
    enter(page, demo, "staff")
    page.goto(f"{demo.url}/staff/intake/?event=peace-day")
    return page


def test_two_people_and_two_timeslots_in_less_than_45_seconds(
    desk: Page, capsys: pytest.CaptureFixture
) -> None:
    typist = Typist(desk)
    expect(desk.get_by_label("電話番号")).to_be_focused()
    began = time.monotonic()

    typist.type("0425550178")
    typist.tab_to(desk.locator("#id_p1-kana"))
    typist.type("たかぎ としこ", keys=len("takagi toshiko") + 1)
    typist.press("Tab")
    typist.type("髙木 トシ子", keys=len("takagi toshiko") + 6)
    first = desk.locator("input[name=p1-slot]")
    typist.tab_to(first.first)
    typist.press("Space")
    typist.press("Tab")
    typist.press("Space")
    typist.tab_to(desk.locator("#id_p2-kana"))
    typist.type("たかぎ いちろう", keys=len("takagi ichirou") + 1)
    typist.press("Tab")
    typist.type("髙木 一郎", keys=len("takagi ichirou") + 4)
    typist.enter()

    receipt = desk.locator(".receipt")
    expect(receipt).to_have_text(re.compile(r"^\d{4} \d{4}$"))
    seconds = time.monotonic() - began
    with capsys.disabled():
        print(f"\nintake: 2 people × 2 timeslots, {typist.keys} keys, {seconds:.1f} s")
    assert seconds < LIMIT_S
    expect(desk.get_by_text("確定")).to_have_count(2)
    following = desk.get_by_role("link", name=re.compile("次の受付"))
    expect(following).to_be_focused()

    typist.enter()
    expect(desk.get_by_label("電話番号")).to_be_focused()
    expect(desk).to_have_url(re.compile("event=peace-day&channel=PHONE"))


def test_a_known_caller_is_found_filled_in_and_taken_back(
    desk: Page, demo: DemoStack
) -> None:
    typist = Typist(desk)
    typist.type("09055501234")
    typist.tab_to(desk.locator("#id_p1-kana"))
    typist.type("にしざわ けいこ")
    typist.tab_to(desk.locator("input[name=p1-slot]").first)
    typist.press("Space")
    typist.enter()
    typist.enter()

    # With a script, the number alone finds her as soon as one goes on.
    typist.type("5501234")
    typist.press("Tab")
    known = desk.get_by_role("button", name="にしざわ けいこ")
    expect(known).to_be_visible()
    # Without one, the button does: the first line has the focus.
    typist.enter()
    expect(known).to_be_focused()
    typist.enter()
    expect(desk.locator("#id_p1-kana")).to_have_value("にしざわ けいこ")
    expect(desk.locator("#id_phone")).to_have_value("09055501234")
    expect(desk.locator("input[name=p1-slot]").first).to_be_focused()
    typist.press("Tab")
    typist.press("Space")
    typist.enter()
    typist.tab_to(desk.get_by_role("button", name="この受付を元に戻す"))
    typist.enter()
    expect(desk.get_by_text("受付を元に戻しました。")).to_be_visible()


def test_postcard_slip_and_call_work_without_a_script(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    enter(page, demo, "staff")
    page.goto(f"{demo.url}/staff/intake/?event=peace-day")
    page.get_by_label("はがき").check()
    page.get_by_label("電話番号").fill("042-555-0188")
    page.locator("#id_p1-kana").fill("こんの さち")
    page.locator("input[name=p1-slot]").first.check()
    page.get_by_role("button", name="もう1人追加する").click()
    expect(page.locator("fieldset.person")).to_have_count(3)
    page.get_by_role("button", name="登録する").last.click()
    expect(page.get_by_role("alert")).to_contain_text("届いた日を入力してください。")
    expect(page.locator("#id_p1-kana")).to_have_value("こんの さち")
    page.get_by_label("届いた日").fill(yesterday(page))
    page.get_by_role("button", name="登録する").last.click()
    expect(page.locator(".receipt")).to_be_visible()
    page.get_by_role("link", name="控えを印刷").click()
    expect(page.locator(".paper svg.qr")).to_be_visible()
    page.get_by_role("button", name="渡した・投函した").click()
    expect(page.get_by_text("渡したと記録しました。")).to_be_visible()

    page.goto(f"{demo.url}/staff/calls/")
    cards = page.locator("article.call")
    before = cards.count()
    assert before
    cards.first.get_by_role("button", name="出られず").click()
    expect(page.get_by_text("応答なし").first).to_be_visible()
    cards.first.get_by_role("button", name="話せた").first.click()
    expect(cards).to_have_count(before - 1)


def test_the_pages_of_the_desk_are_for_all(desk: Page, demo: DemoStack) -> None:
    faults = inspect(desk, "intake")
    desk.locator("#id_phone").fill("12")
    desk.get_by_role("button", name="登録する").last.click()
    faults += inspect(desk, "intake with errors")
    desk.goto(f"{demo.url}/staff/intake/?event=full-talk&channel=EMAIL")
    faults += inspect(desk, "intake of a full event, by e-mail")
    desk.locator("#id_p1-kana").fill("い")
    desk.get_by_role("button", name="前の申込みをさがす").click()
    expect(desk.locator(".found")).to_be_visible()
    faults += inspect(desk, "intake, contacts found")
    desk.locator("#id_phone").fill("0425550199")
    desk.locator("#id_p1-kana").fill("いまい れい")
    for box in desk.locator("input[name=p1-slot]").all():
        box.check()
    desk.get_by_label("電話", exact=True).first.check()
    desk.get_by_role("button", name="登録する").last.click()
    expect(desk.get_by_text("キャンセル待ち").first).to_be_visible()
    faults += inspect(desk, "staff:intake-done, waiting")
    desk.get_by_role("link", name="控えを印刷").click()
    faults += inspect(desk, "staff:slip")
    for path in ("calls/", "post/", "post/slips/"):
        desk.goto(f"{demo.url}/staff/{path}")
        faults += inspect(desk, path)
    assert not faults, "\n".join(faults)


def test_each_slip_of_a_print_run_is_one_a5_page(desk: Page, demo: DemoStack) -> None:
    desk.goto(f"{demo.url}/staff/post/slips/")
    slips = desk.locator(".paper").count()
    assert slips

    assert printed(desk) == [A5_POINTS] * slips


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_slip_of_the_largest_party_is_one_a5_page(
    desk: Page, demo: DemoStack, language: str
) -> None:
    for _person in range(4):
        desk.get_by_role("button", name="もう1人追加する").click()
    for number, letter in enumerate("あかさたなは", start=1):
        desk.locator(f"#id_p{number}-kana").fill(f"{letter}らがき さくらこ")
    for box in desk.locator("input[name=p1-slot]").all():
        box.check()
    desk.get_by_label("電話番号").fill("042-555-0200")
    desk.get_by_label("お知らせと控えのことば").select_option(language)
    desk.get_by_role("button", name="登録する").last.click()
    slip = desk.get_by_role("link", name="控えを印刷")
    refused = desk.get_by_role("alert")
    expect(slip.or_(refused).first).to_be_visible()
    if refused.count():
        # Other journeys sit here already: once it is seen as full, the party waits.
        desk.get_by_role("button", name="登録する").last.click()
    slip.click()

    expect(desk.locator(".paper li b")).not_to_have_count(0)
    assert printed(desk) == [A5_POINTS]

    desk.go_back()  # the seats are needed in the next language
    desk.get_by_role("button", name="この受付を元に戻す").click()
    expect(desk.get_by_text("受付を元に戻しました。")).to_be_visible()


def yesterday(page: Page) -> str:
    """As a date field takes it, on the calendar of the event's city."""
    return str(
        page.evaluate(
            """() => new Date(Date.now() - 864e5)
                .toLocaleDateString("sv-SE", {timeZone: "Asia/Tokyo"})"""
        )
    )
