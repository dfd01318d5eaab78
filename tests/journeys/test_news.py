"""News: subscribe → mail → confirm → change → end; announce, and a second yes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.mail import open_mail
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 375, "height": 740}


def link_of_mail(page: Page, demo: DemoStack, email: str, name: str) -> str:
    """The private link in the newest letter to EMAIL, as somebody taps it."""
    open_mail(page, demo.url, page.locator("article", has_text=email))
    text = page.locator("pre.letter").first.inner_text()
    return re.search(rf"http\S+/news/{name}\S+", text)[0]  # type: ignore[index]


@pytest.mark.parametrize(
    ("prefix", "email"),
    [
        ("", "journey-ja@example.jp"),
        ("/en", "journey-en@example.jp"),
        ("/ja-easy", "journey-easy@example.jp"),
    ],
    ids=["ja", "en", "ja-easy"],
)
def test_somebody_subscribes_changes_and_ends_it(demo, open_context, prefix, email):
    faults: list[str] = []
    page = open_context(viewport=PHONE).new_page()
    page.goto(f"{demo.url}{prefix}/")
    page.locator(".site-footer a[href$='/news/']").click()
    page.locator("main form button.button").click()
    expect(page.get_by_role("alert")).to_be_visible()
    faults += inspect(page, f"outreach:news refused {prefix}")
    page.locator("input[value=TALKS]").check()
    page.locator("#id_email").fill(email)
    page.locator("main form button.button").click()
    expect(page).to_have_url(re.compile("/news/asked/"))

    link = link_of_mail(page, demo, email, "confirm/")
    assert f"{prefix}/news/confirm/" in link
    page.goto(link)
    faults += inspect(page, f"outreach:news-confirm {prefix}")
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    faults += inspect(page, f"outreach:news-manage {prefix}")

    page.locator("input[value=KOTOBA]").check()
    page.locator("button[value=save]").click()
    expect(page).to_have_url(re.compile("done=saved"))
    expect(page.locator("input[value=KOTOBA]")).to_be_checked()
    page.locator("button[value=end]").click()
    expect(page.locator("button[value=resume]")).to_be_visible()
    faults += inspect(page, f"outreach:news-manage ended {prefix}")
    page.locator("button[value=resume]").click()
    expect(page.locator("button[value=end]")).to_be_visible()
    assert not faults, "\n".join(faults)


def test_one_announces_and_a_second_one_lets_it_out(demo, open_context):
    faults: list[str] = []
    reader = open_context(viewport=PHONE).new_page()
    email = "journey-reader@example.jp"
    reader.goto(f"{demo.url}/en/news/")
    reader.locator("input[value=NETWORK]").check()
    reader.locator("#id_email").fill(email)
    reader.locator("main form button.button").click()
    reader.goto(link_of_mail(reader, demo, email, "confirm/"))
    reader.locator("main form button").click()

    aoki = open_context().new_page()
    enter(aoki, demo, "staff")
    aoki.goto(f"{demo.url}/staff/outreach/news/")
    aoki.get_by_role("link", name="お知らせを書く").click()
    aoki.locator("[name=subject_ja]").fill("26市の取組の報告")
    aoki.locator("[name=subject_en]").fill("What the 26 cities did")
    aoki.locator("[name=text_ja]").fill("報告をページに載せました。")
    aoki.locator("[name=text_en]").fill("The report is on our site.")
    aoki.locator("input[value=NETWORK]").check()
    aoki.locator("#id_per_minute").fill("300")
    aoki.get_by_role("button", name="下書きを保存して確かめる").click()
    expect(aoki.get_by_text("を選んだ登録者")).to_be_visible()
    expect(aoki.get_by_text("やさしい日本語の件名か本文がありません")).to_be_visible()
    faults += inspect(aoki, "staff:news-announcement draft")
    announcement = aoki.url
    aoki.get_by_role("link", name="直す").click()
    faults += inspect(aoki, "staff:news-edit")
    aoki.goto(announcement)
    aoki.get_by_role("button", name="自分に試しに送る").click()
    expect(aoki.get_by_role("status")).to_contain_text("2通")
    aoki.get_by_role("button", name=re.compile("人への送信を頼む")).click()
    expect(aoki.get_by_text("承認すると、送り始めます").first).to_be_visible()
    faults += inspect(aoki, "staff:news-announcement requested")

    baba = open_context().new_page()
    enter(baba, demo, "approver")
    baba.goto(f"{demo.url}/staff/letters/")
    card = baba.locator("article", has_text="26市の取組の報告")
    expect(card).to_contain_text("を選んだ登録者")
    faults += inspect(baba, "staff:letters with an announcement")
    card.get_by_role("button", name=re.compile("承認する")).click()
    expect(baba.get_by_role("status")).to_contain_text("承認しました")
    baba.goto(announcement)
    expect(
        baba.get_by_text("だれがメールを開いたかは、記録していません")
    ).to_be_visible()
    faults += inspect(baba, "staff:news-announcement approved")

    baba.goto(f"{demo.url}/staff/outreach/contacts/")
    baba.get_by_role("link", name="国立第一小学校").click()
    faults += inspect(baba, "staff:contact")
    baba.goto(f"{demo.url}/staff/outreach/contacts/import/")
    listed = "種類,名前,メールアドレス\n学校,第九中学校,nine@example.jp\n会社,商店,x\n"
    baba.locator("input[type=file]").set_input_files(
        {"name": "l.csv", "mimeType": "text/csv", "buffer": listed.encode()}
    )
    baba.get_by_role("button", name="登録する前に確かめる").click()
    expect(baba.get_by_role("alert")).to_contain_text("1行を直してください")
    faults += inspect(baba, "staff:contacts-file, its preview")
    # Past nine in the evening the letter waits for the morning: then it is taken back.
    baba.goto(announcement)
    if baba.get_by_role("button", name=re.compile("取りやめる")).count() == 0:
        end = link_of_mail(reader, demo, email, "end/")
        reader.goto(end)
        faults += inspect(reader, "news-end")
        reader.locator("main form button").click()
        expect(reader.locator("h1")).to_contain_text("You have ended the news")
        faults += inspect(reader, "news-end ended")
    assert not faults, "\n".join(faults)
