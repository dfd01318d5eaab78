"""Waiting for a seat: into the line, the letter, the answer; without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]
# Parties that other journeys may have left in the line of this talk.
SOMEBODY_WAITED_BEFORE = 5


def test_a_visitor_waits_is_offered_a_seat_and_takes_it(
    demo: DemoStack, open_context: Opener
) -> None:
    visitor = open_context(java_script_enabled=False).new_page()
    wait_for_the_second_talk(visitor, demo.url)
    expect(
        visitor.get_by_text(re.compile(r"キャンセル待ち（番号\d+）"))
    ).to_be_visible()
    expect(visitor.get_by_role("img", name="参加券のQRコード")).to_have_count(0)

    staff = open_context().new_page()
    enter_as_staff(staff, demo.url)
    for _seat in range(SOMEBODY_WAITED_BEFORE):
        cancel_somebody(staff, demo.url)
        visitor.reload()
        if visitor.get_by_role("heading", name="席が空きました").count():
            break

    inbox = open_context().new_page()
    offer = inbox.locator("article").filter(has_text="席が空きました")
    open_mail(inbox, demo.url, offer.filter(has_text="line@example.jp"))
    link = re.search(r"http\S+/offer/", inbox.locator("body").inner_text())
    assert link
    inbox.goto(link[0])
    assert inspect(inbox, "offer") == []
    visitor.goto(link[0])
    expect(visitor.get_by_text("国立 待子")).to_be_visible()
    visitor.get_by_role("button", name="選んだ人が参加する").click()

    expect(visitor.get_by_text("お返事を受け付けました")).to_be_visible()
    expect(visitor.get_by_role("img", name="参加券のQRコード")).to_be_visible()
    visitor.goto(f"{demo.url}/events/full-talk/line/")
    record = visitor.locator("section").last
    if not record.get_by_text("席が決まりました").is_visible():
        record.locator("summary").click()  # open by itself while somebody waits
    expect(record.get_by_text("席が決まりました")).to_be_visible()
    expect(record.get_by_text("国立 待子")).to_have_count(0)


def wait_for_the_second_talk(page: Page, url: str) -> None:
    page.goto(f"{url}/events/full-talk/")
    page.get_by_role("link", name="キャンセル待ちを申し込む").first.click()
    page.get_by_label("お名前").fill("国立 待子")
    page.get_by_role("checkbox", name=re.compile("広島原爆の講話")).check()
    page.get_by_label("メールアドレス").fill("line@example.jp")
    page.get_by_role("button", name="この内容で申し込む").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "申し込みを受け付けました"
    )


def enter_as_staff(page: Page, url: str) -> None:
    page.goto(f"{url}/demo/enter/staff/")
    page.locator("main form button").first.click()


def cancel_somebody(page: Page, url: str) -> None:
    """Staff take back one seat of the second talk for somebody who rang."""
    page.goto(f"{url}/staff/events/full-talk/registrations/")
    rows = page.get_by_role("row").filter(has_text="15:00")
    rows = rows.filter(has_not_text="国立 待子").filter(has_text="確定")
    rows.first.get_by_role("link").first.click()
    seats = page.get_by_role("checkbox", name=re.compile("15:00"))
    for seat in page.get_by_role("checkbox").all():
        seat.uncheck()
    seats.first.check()
    page.get_by_role("button", name=re.compile("取り消す")).first.click()
    # Not by the text alone: at 17:01 the history reads "17:01 席を取り消しました".
    told = page.get_by_role("status").filter(has_text="1席を取り消しました")
    expect(told).to_be_visible()
