"""Everything but the scanner works where scripts are switched off."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


@pytest.fixture
def plain(open_context: Opener) -> Callable[[], Page]:
    def open_page() -> Page:
        return open_context(java_script_enabled=False).new_page()

    return open_page


def test_a_visitor_registers_and_cancels(
    demo: DemoStack, plain: Callable[[], Page]
) -> None:
    page = plain()
    page.goto(demo.url)
    page.locator("nav.filter").first.get_by_role(
        "link", name="講話", exact=True
    ).click()
    expect(page.locator("nav.filter [aria-current]").first).to_have_text("講話")
    page.locator("nav.filter").last.get_by_role("link", name="いま申し込める").click()
    expect(page.locator("main a[href='/events/full-talk/']")).to_have_count(0)
    page.locator(
        "main a[href='/events/peace-day/'], main a[href='/events/talks/']"
    ).first.click()
    page.get_by_role("link", name="参加する回を選んで申し込む").click()

    receipt = fill_in(page)

    expect(page.get_by_role("img", name="参加券のQRコード")).to_be_visible()
    expect(page.locator("noscript span")).to_be_visible()
    page.get_by_role("link", name="取り消す", exact=True).click()
    page.get_by_role("checkbox").first.uncheck()
    page.get_by_role("button", name="選んだ席を取り消す").click()
    expect(page.get_by_text("取消しを受け付けました")).to_be_visible()
    expect(page.get_by_text("取消し済み")).to_have_count(1)

    page.get_by_role("link", name="申込みを探す").click()
    page.get_by_label("受付番号").fill(receipt)
    page.get_by_label(re.compile("下4")).fill("5678")
    page.get_by_role("button", name="申込みを探す").click()
    expect(page.locator(".receipt")).to_have_text(receipt)


def fill_in(page: Page) -> str:
    """Three people, one taken out again, one round of errors. The receipt number."""
    send = page.get_by_role("button", name="この内容で申し込む").last
    people = page.locator("fieldset.person")
    for number, name in enumerate(("国立 花子", "国立 太郎"), start=2):
        people.last.get_by_label("お名前").fill(name)
        page.get_by_role("button", name=re.compile("もう1人追加する")).click()
        expect(people).to_have_count(number)
    people.last.get_by_label("お名前").fill("国立 次郎")
    page.get_by_role("button", name="2人目を消す").click()
    expect(people).to_have_count(2)
    expect(people.last.get_by_label("お名前")).to_have_value("国立 次郎")

    people.first.get_by_role("checkbox").first.check()
    page.get_by_label("電話番号").fill("123")
    send.click()
    summary = page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_count(2)
    expect(people.first.get_by_role("checkbox").first).to_be_checked()
    expect(page.get_by_label("電話番号")).to_have_value("123")

    page.get_by_label("電話番号").fill("042-234-5678")
    people.last.get_by_role("checkbox").first.check()
    send.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "申し込みを受け付けました"
    )
    return page.locator(".receipt").inner_text()


def test_a_resident_signs_in_by_a_code(
    demo: DemoStack, plain: Callable[[], Page]
) -> None:
    page, box = plain(), plain()
    page.goto(f"{demo.url}/mine/")
    page.get_by_label("メールアドレス").first.fill("resident@example.jp")
    page.get_by_role("button", name="番号を送る").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()

    code = re.compile(r"^\d{6}$", re.MULTILINE)
    mail = box.locator("article", has_text="resident@example.jp")
    open_mail(box, demo.url, mail.filter(has_text="番号"))
    found = code.search(box.locator("pre.letter").first.inner_text())
    assert found
    page.get_by_label(re.compile("コード|番号")).fill(found[0])
    page.locator("main form button").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("わたしの申込み")
    expect(page.get_by_text("図書館", exact=False).first).to_be_visible()
    page.get_by_role("button", name="ログアウト").click()
    expect(page).to_have_url(f"{demo.url}/")


def test_staff_search_and_cancel_an_event_with_a_second_person(
    demo: DemoStack, plain: Callable[[], Page]
) -> None:
    aoki, baba = plain(), plain()
    for page, role in ((aoki, "staff"), (baba, "approver")):
        page.goto(f"{demo.url}/demo/enter/{role}/")
        page.get_by_role("button", name="ログインする").click()
        expect(page).to_have_url(f"{demo.url}/staff/")

    aoki.goto(f"{demo.url}/staff/events/summit/registrations/")
    everybody = aoki.locator("tbody tr").count()
    aoki.get_by_label("さがす").fill("い")
    aoki.get_by_role("button", name="さがす").click()
    found = aoki.locator("tbody tr")
    expect(found.first).to_be_visible()
    assert 0 < found.count() < everybody
    found.first.get_by_role("link").first.click()
    expect(aoki.get_by_role("heading", name="これまでのこと")).to_be_visible()

    aoki.goto(f"{demo.url}/staff/events/summit/")
    aoki.get_by_role("link", name=re.compile("この催しを中止にする")).click()
    cancel = aoki.get_by_role("button", name="催しを中止にする")
    cancel.click()
    expect(aoki.get_by_role("alert")).to_be_visible()
    aoki.get_by_label(re.compile("理由（日本語）")).fill("台風が近づいているため")
    cancel.click()
    expect(aoki.get_by_text("もう1人の職員が承認すると")).to_be_visible()
    aoki.goto(f"{demo.url}/staff/letters/")
    approve = the_cancellation(aoki).get_by_role("button", name=re.compile("承認する"))
    expect(approve).to_have_count(0)

    baba.goto(f"{demo.url}/staff/letters/")
    approve = the_cancellation(baba).get_by_role("button", name=re.compile("承認する"))
    approve.click()
    expect(baba.get_by_text("通の送信を承認しました")).to_be_visible()
    baba.goto(f"{demo.url}/events/summit/")
    expect(baba.get_by_text("台風が近づいているため")).to_be_visible()


def the_cancellation(page: Page) -> Locator:
    """Its batch, among others that wait for a second person."""
    waiting = page.locator("section[aria-labelledby=approve] article")
    return waiting.filter(has_text="催しの中止のお知らせ")
