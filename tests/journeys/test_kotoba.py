"""一行のコトバ from the call to the wall: writers, members, two of the staff."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from peace.language.dates import TOKYO
from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
SLUG = "journey-days"
STAFF = f"/staff/outreach/kotoba/{SLUG}/"
# By language: the line, its pen name, and whether the browser runs scripts.
LINES = {
    "": ("旅の途中の、しずかな朝。", "たびびと", True),
    "/en": ("A quiet morning on the road.", "", True),
    "/ja-easy": ("あさ、そらが きれいでした。", "", False),
}


def test_from_the_call_to_the_wall(demo: DemoStack, open_context: Opener) -> None:
    faults: list[str] = []
    staff, second = (open_context().new_page() for _ in range(2))
    enter(staff, demo, "staff")
    enter(second, demo, "approver")
    make_call(staff, demo)

    for prefix, (text, name, scripts) in LINES.items():
        writer = open_context(java_script_enabled=scripts).new_page()
        write(writer, demo, prefix, text, name, faults if scripts else None)
    read_all(staff, demo, faults)

    edit(staff, demo, closes_in=timedelta(minutes=-1), scoring_in=timedelta(days=7))
    links = invite(staff, demo, "委員 一", "委員 二")
    score_by_key(open_context().new_page(), links[0], faults)
    score_by_tap(open_context(java_script_enabled=False).new_page(), links[1])

    edit(staff, demo, closes_in=timedelta(minutes=-3), scoring_in=timedelta(minutes=-1))
    staff.goto(f"{demo.url}{STAFF}ranking/")
    faults += inspect(staff, "staff:kotoba-ranking")
    staff.get_by_role("button", name=re.compile("この順に.*選ぶ")).click()
    staff.goto(f"{demo.url}{STAFF}chosen/")
    expect(staff.get_by_role("button", name=re.compile("確認する"))).to_have_count(0)
    second.goto(f"{demo.url}{STAFF}chosen/")
    faults += inspect(second, "staff:kotoba-chosen")
    second.get_by_role("button", name=re.compile("点を確認する")).click()
    second.goto(f"{demo.url}{STAFF}")
    second.get_by_role("button", name="入選作品を公開する").click()

    visitor = open_context().new_page()
    for prefix in LINES:
        visitor.goto(f"{demo.url}{prefix}/kotoba/{SLUG}/wall/")
        for text, _name, _scripts in LINES.values():
            expect(visitor.get_by_text(text)).to_be_visible()
        expect(visitor.get_by_text("たびびと")).to_be_visible()
        faults += inspect(visitor, f"{prefix} wall")
    assert not faults, "\n".join(faults)


def moment(ahead: timedelta) -> str:
    return f"{datetime.now(TOKYO) + ahead:%Y-%m-%dT%H:%M}"


def make_call(page: Page, demo: DemoStack) -> None:
    page.goto(f"{demo.url}/staff/outreach/kotoba/new/")
    page.locator("[name=title_ja]").fill("旅の一行のコトバ")
    page.locator("[name=slug]").fill(SLUG)
    page.locator("[name=opens_at]").fill(moment(timedelta(days=-1)))
    page.locator("[name=closes_at]").fill(moment(timedelta(days=1)))
    page.locator("[name=places]").fill("3")
    page.get_by_role("button", name="下書きを作る").click()
    page.get_by_role("button", name="公開する").click()
    expect(page.get_by_text("公開しました。")).to_be_visible()


def edit(
    page: Page, demo: DemoStack, *, closes_in: timedelta, scoring_in: timedelta
) -> None:
    page.goto(f"{demo.url}{STAFF}edit/")
    page.locator("[name=closes_at]").fill(moment(closes_in))
    page.locator("[name=scoring_closes_at]").fill(moment(scoring_in))
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()


def write(
    page: Page,
    demo: DemoStack,
    prefix: str,
    text: str,
    name: str,
    faults: list[str] | None,
) -> None:
    """Forgets something, sends, corrects, and sees the private page."""
    page.goto(f"{demo.url}{prefix}/kotoba/{SLUG}/")
    page.locator("[name=text]").fill(text[:-1])
    page.locator("main form .button:not(.quiet):not(.hide)").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    if faults is not None:
        faults += inspect(page, f"{prefix} kotoba with errors")
    expect(page.locator("[name=text]")).to_have_value(text[:-1])
    consent = "WITH_NAME" if name else "WITHOUT_NAME"
    page.locator(f"[name=consent][value={consent}]").check()
    page.locator("[name=pen_name]").fill(name)
    page.locator("main form .button:not(.quiet):not(.hide)").last.click()
    expect(page.locator("blockquote")).to_have_text(text[:-1])
    if faults is not None:
        faults += inspect(page, f"{prefix} kotoba-mine")
    for step in ("consent", "withdraw", "change"):
        page.locator(f"main a[href$='/{step}/']").click()
        if faults is not None:
            faults += inspect(page, f"{prefix} kotoba-{step}")
        if step != "change":
            page.go_back()
    page.locator("[name=text]").fill(text)
    page.locator("main form .button:not(.quiet):not(.hide)").last.click()
    expect(page.locator("blockquote")).to_have_text(text)


def read_all(page: Page, demo: DemoStack, faults: list[str]) -> None:
    """With the keyboard alone: the next line is at hand after each decision."""
    page.goto(f"{demo.url}{STAFF}lines/")
    faults += inspect(page, "staff:kotoba-lines")
    page.keyboard.press("j")
    for left in (2, 1, 0):
        page.wait_for_load_state()
        page.locator("[data-line]").first.press("a")
        expect(page.get_by_role("link", name=f"確認待ち {left}")).to_be_visible()
    page.get_by_role("link", name="選考の対象 3").click()


def invite(page: Page, demo: DemoStack, *names: str) -> list[str]:
    """Members without a mailbox: staff hand their links over."""
    page.goto(f"{demo.url}{STAFF}committee/")
    for name in names:
        page.get_by_label("お名前").fill(name)
        page.get_by_role("button", name="追加してリンクを送る").click()
        expect(page.get_by_role("rowheader", name=name)).to_be_visible()
    links = page.locator("details .hash").all_text_contents()
    path = [re.sub(r"^https?://[^/]+", "", each) for each in links]
    return [demo.url + each for each in path]


def score_by_key(page: Page, link: str, faults: list[str]) -> None:
    page.goto(link)
    faults += inspect(page, "outreach:kotoba-committee")
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile(r"n=2"))
    for done, key in enumerate("345", start=1):
        page.keyboard.press(key)
        expect(page.get_by_text(f"3点のうち{done}点に")).to_be_visible()
    expect(page.get_by_text("すべて読み終わりました")).to_be_visible()
    faults += inspect(page, "outreach:kotoba-committee all")


def score_by_tap(page: Page, link: str) -> None:
    page.goto(link)
    for done, points in enumerate("425", start=1):
        page.get_by_role("button", name=points, exact=True).click()
        expect(page.get_by_text(f"3点のうち{done}点に")).to_be_visible()
    expect(page.get_by_text("すべて読み終わりました")).to_be_visible()


def test_the_projection_turns_stops_and_keeps_still_for_who_asks(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(reduced_motion="reduce").new_page()
    page.goto(f"{demo.url}/kotoba/demo-wall/projection/")

    expect(page.get_by_role("button", name="始める")).to_be_visible()
    expect(page.locator("main > .now")).to_have_count(1)
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-place]")).to_have_text(re.compile("^1 / "))
    page.keyboard.press("Space")
    expect(page.get_by_role("button", name="止める")).to_be_visible()

    plain = open_context(java_script_enabled=False).new_page()
    plain.goto(f"{demo.url}/kotoba/demo-wall/projection/")
    assert plain.locator("main > figure").count() > 30
    expect(plain.locator("main > figure").last).to_be_visible()
