"""A clerk makes the next edition, publishes it and changes it, without scripts."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]


def test_from_a_previous_edition_to_the_letter_about_a_change(
    demo: DemoStack, open_context: Opener
) -> None:
    staff = open_context(java_script_enabled=False).new_page()
    staff.goto(f"{demo.url}/demo/enter/staff/")
    staff.locator("main form button").click()
    slug = copy_the_past_talk(staff, demo)
    visitor = open_context(java_script_enabled=False).new_page()
    answer = visitor.goto(f"{demo.url}/events/{slug}/")
    assert answer
    assert answer.status == 404

    choose_a_storyteller(staff)
    publish(staff)
    expect(staff.get_by_text("公開しました。")).to_be_visible()

    register(visitor, f"{demo.url}/events/{slug}/")
    move_to_the_library(staff, f"{demo.url}/staff/events/{slug}/edit/")
    letters = visitor.locator("article", has_text="clerk-journey@example.jp")
    open_mail(visitor, demo.url, letters.filter(has_text="会場が変わりました"))
    expect(visitor.locator("main")).to_contain_text("台風が近づいているため")


def copy_the_past_talk(page: Page, demo: DemoStack) -> str:
    page.goto(f"{demo.url}/staff/events/past-talk/")
    page.get_by_role("link", name="催しを編集する").click()
    page.get_by_role("link", name="この催しから次の催しを作る").click()
    page.get_by_role("button", name="下書きを作る").click()
    expect(page.get_by_text("下書きを作りました。")).to_be_visible()
    page.get_by_role("link", name="3 申込みのしかた").click()
    page.get_by_label("申込みの始まり").fill("")
    page.get_by_label("申込みの期限").fill("")
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()
    found = re.search(r"/events/([\w-]+)/edit/", page.url)
    assert found
    return found[1]


def choose_a_storyteller(page: Page) -> None:
    page.get_by_role("link", name="6 確認と公開").click()
    expect(page.get_by_role("heading", name="確かめること 2つ")).to_be_visible()
    page.get_by_role("link", name=re.compile("伝承者が決まっていません")).first.click()
    page.get_by_label("伝承者 1").select_option(index=1)
    page.get_by_label("話 1").select_option(index=1)
    page.get_by_role("button", name="保存する").click()
    expect(page.get_by_text("保存しました。")).to_be_visible()


def publish(page: Page) -> None:
    page.get_by_role("link", name="6 確認と公開").click()
    page.get_by_role("button", name="公開する").click()
    expect(page.get_by_text("まだ公開できません。")).to_be_visible()
    page.get_by_label("上の点を確かめました。このまま公開します。").check()
    page.get_by_role("button", name="公開する").click()


def register(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_role("link", name="参加する回を選んで申し込む").click()
    person = page.locator("fieldset.person").first
    person.get_by_label("お名前").fill("国立 花子")
    person.get_by_role("checkbox").first.check()
    page.get_by_label("電話番号").fill("042-234-5678")
    page.get_by_label(re.compile("^メールアドレス")).fill("clerk-journey@example.jp")
    page.get_by_role("button", name="この内容で申し込む").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "申し込みを受け付けました"
    )


def move_to_the_library(page: Page, address: str) -> None:
    page.goto(address)
    page.get_by_label("会場").select_option(label="くにたち中央図書館 集会室")
    page.get_by_role("button", name="保存する").last.click()
    expect(page.get_by_text("まだ保存していません。")).to_be_visible()
    page.get_by_role("button", name="保存して1組に知らせる").click()
    expect(page.get_by_role("alert")).to_contain_text("理由を入力してください。")
    page.get_by_role("button", name="台風").click()
    page.get_by_role("button", name="保存して1組に知らせる").click()
    expect(page.get_by_text("保存しました。1組にお知らせします。")).to_be_visible()
