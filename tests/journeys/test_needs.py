"""A pupil, a guardian and the office; and a family that needs childcare."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from events.programme.eligibility import cohort
from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]

GUARDIAN = "megumi@example.jp"


def test_a_pupil_applies_the_guardian_agrees_and_the_office_sees_it(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(viewport={"width": 390, "height": 800}).new_page()
    page.goto(f"{demo.url}/events/bus-tour/")
    expect(page.locator("main")).to_contain_text("小学5年から小学6年までの方。")
    page.get_by_role("link", name="参加する回を選んで申し込む").click()

    person = page.locator("fieldset.person")
    person.get_by_label("お名前").first.fill("国立 ひかり")
    person.get_by_role("checkbox").check()
    person.get_by_label("生年月日").fill("平成１２年４月２日")
    person.get_by_label("市内に住んでいる").check()
    person.get_by_label("学校名").fill("国立第一小学校")
    page.locator("#id_phone").fill("042-000-7654")
    send(page)
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("までに生まれた方です。")
    expect(person.get_by_label("生年月日")).to_have_value("平成１２年４月２日")

    person.get_by_label("生年月日").fill(fifth_grader(page))
    send(page)
    expect(summary).to_contain_text("保護者のお名前を入力してください。")
    person.get_by_label("保護者のお名前").fill("国立 恵")
    person.get_by_label("保護者のメールアドレス").fill(GUARDIAN)
    send(page)
    expect(page.locator("#consent + dl")).to_contain_text("返事待ち")
    expect(page.locator("#answers + dl")).to_contain_text("国立第一小学校")
    mine = page.url

    guardian_agrees(open_context(reduced_motion="reduce").new_page(), demo.url)
    page.goto(mine)
    expect(page.locator("#consent + dl")).to_contain_text("同意あり")
    the_office_sees_it(open_context().new_page(), demo.url)


def send(page: Page) -> None:
    page.get_by_role("button", name="この内容で申し込む").last.click()


def fifth_grader(page: Page) -> str:
    """A birth date of the older class, on its last day: 1 April."""
    told = page.get_by_role("alert").inner_text()
    first = re.search(r"\((\d{4})年\)4月2日から", told)
    assert first
    year = int(first[1]) + 12
    assert cohort("ELEMENTARY_6", year)[0].year == int(first[1])
    return f"{int(first[1]) + 1}/4/1"


def guardian_agrees(page: Page, url: str) -> None:
    """From the mail to the page, by keyboard; opening it has decided nothing."""
    open_mail(page, url, page.locator("article", has_text=GUARDIAN))
    text = page.locator("main").inner_text()
    link = re.search(r"/consent/\S+", text)
    assert link
    page.goto(url + link[0])
    expect(page.locator("main")).to_contain_text("返事待ち")
    assert not inspect(page, "registration:consent")
    name = page.get_by_label("保護者のお名前")
    expect(name).to_have_value("国立 恵")
    name.focus()
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="同意する")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("お返事を受け付けました。")
    expect(page.get_by_role("button", name="同意を取りやめる")).to_be_visible()
    assert not inspect(page, "registration:consent given")


def the_office_sees_it(page: Page, url: str) -> None:
    page.goto(f"{url}/demo/enter/staff/")
    page.locator("main form button").first.click()
    page.goto(f"{url}/staff/events/bus-tour/consents/")
    given = page.locator("section[aria-labelledby=done]")
    expect(given).to_contain_text("国立 ひかり")
    given.get_by_role("link", name="国立 ひかり").click()
    expect(page.locator("section[aria-labelledby=history]")).to_contain_text(
        "保護者が同意しました"
    )
    assert not inspect(page, "staff:registration with a minor")


def test_what_belongs_to_a_tick_is_folded_away_until_it_is_ticked(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    page.goto(f"{demo.url}/events/peace-day/register/")
    years = page.get_by_label("1人目の年齢")
    expect(years).to_be_hidden()

    page.get_by_role("checkbox", name="保育").check()
    expect(years).to_be_visible()
    page.locator("fieldset.person").get_by_label("お名前").fill("国立 恵")
    page.locator("fieldset.person").get_by_role("checkbox").first.check()
    page.get_by_label("電話番号").fill("042-000-8765")
    send(page)
    expect(page.get_by_role("alert")).to_contain_text("お子さんの年齢")
    years.select_option("3")
    send(page)

    expect(page.locator(".slip")).to_contain_text("保育（1人）")
