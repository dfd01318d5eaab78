"""A change of mind: by the private link without scripts, and by telephone."""

import re
from collections.abc import Callable
from itertools import count

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import LANGUAGES
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]
Opener = Callable[..., BrowserContext]

CHANGES = ("", "contact/", "names/", "add/", "remove/", "move/", "hand-over/")
EVENT = "/events/peace-day/"
PHONES = count(2000)
DONE = "変更を受け付けました"


def test_a_family_changes_its_mind_without_a_script(
    demo: DemoStack, open_context: Opener
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    register(page, demo, "国立 花子", "国立 太郎")
    slip = page.locator(".slip")

    change(page, "別の回に移る")
    # Nobody is asked twice: both are ticked, the target is what one has to say.
    expect(
        page.get_by_role("checkbox", name=re.compile("国立"), checked=True)
    ).to_have_count(2)
    press(page, "この回に移る")
    expect(page.get_by_role("alert")).to_contain_text("移る先の回を選んでください。")
    free_target(page).check()
    press(page, "この回に移る")
    expect(page.get_by_text(DONE)).to_be_visible()
    expect(slip.get_by_text("取消し済み")).to_have_count(2)
    expect(slip.get_by_text("確定")).to_have_count(2)

    change(page, "人や回を増やす")
    page.get_by_label("お名前").fill("国立 次郎")
    page.locator("main input[type=checkbox]:enabled").last.check()
    press(page, "この人を追加する")
    expect(page.get_by_text(DONE)).to_be_visible()
    expect(slip.get_by_role("row", name=re.compile("国立 次郎"))).to_be_visible()

    change(page, "家族と交代する")
    page.get_by_role("radio", name="国立 太郎").check()
    page.get_by_label("代わりに来る人のお名前").fill("国立 一郎")
    press(page, "この人と交代する")
    expect(slip.get_by_role("row", name=re.compile("国立 一郎"))).to_be_visible()
    expect(slip.get_by_role("row", name=re.compile("国立 太郎"))).to_have_count(0)

    change(page, "名前を直す")
    page.get_by_label("お名前").first.fill("国立 華子")
    press(page, "この名前に直す")
    expect(slip.get_by_role("row", name=re.compile("国立 華子"))).to_be_visible()

    change(page, "連絡先や必要なものを変える")
    page.get_by_label("電話番号").fill("")
    press(page, "この内容に変える")
    expect(page.get_by_role("alert")).to_contain_text("どちらかを入力してください。")
    page.get_by_label("電話番号").fill("090-0000-9876")
    press(page, "この内容に変える")
    expect(page.get_by_text(DONE)).to_be_visible()

    change(page, "人を減らす")
    page.get_by_role("checkbox", name="国立 次郎").check()
    press(page, "選んだ人の席を取り消す")
    expect(page.get_by_text(DONE)).to_be_visible()

    receipt = page.locator(".receipt").inner_text()
    find(page, demo, receipt, "9876")
    expect(page.locator(".receipt")).to_have_text(receipt)


def test_the_office_moves_a_party_that_rang(
    demo: DemoStack, open_context: Opener
) -> None:
    visitor = open_context().new_page()
    register(visitor, demo, "国立 三郎")
    receipt = visitor.locator(".receipt").inner_text().replace(" ", "")
    page = open_context().new_page()
    page.goto(f"{demo.url}/demo/enter/staff/")
    page.get_by_role("button", name="ログインする").click()
    page.goto(f"{demo.url}/staff{EVENT}registrations/{receipt}/")

    change(page, "別の回に移る")
    free_target(page).check()
    press(page, "この回に移る")

    expect(page.get_by_role("status")).to_contain_text(DONE)
    expect(
        page.get_by_role("row", name=re.compile("別の回に移りました"))
    ).to_be_visible()
    faults = []
    for path in CHANGES:
        page.goto(f"{demo.url}/staff{EVENT}registrations/{receipt}/change/{path}")
        faults += inspect(page, f"staff {path}")
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("prefix", LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_every_change_is_for_all(
    demo: DemoStack, open_context: Opener, prefix: str
) -> None:
    page = open_context().new_page()
    register(page, demo, "Kunitachi Hanako", "Kunitachi Taro")
    own = page.url.split("?")[0].replace(demo.url, demo.url + prefix)
    faults = []
    for path in CHANGES:
        page.goto(f"{own}change/{path}")
        faults += inspect(page, f"{prefix} {path}")
        if path not in ("", "contact/", "names/"):
            page.locator("main form .button:not(.quiet)").first.click()
            expect(page.get_by_role("alert")).to_be_visible()
            faults += inspect(page, f"{prefix} {path} with errors")
    assert not faults, "\n".join(faults)


def register(page: Page, demo: DemoStack, *names: str) -> None:
    """NAMES in the first timeslot that has seats; leaves the page on the ticket."""
    page.goto(f"{demo.url}{EVENT}register/")
    people = page.locator("fieldset.person")
    for number, name in enumerate(names):
        if number:
            page.locator("button[name=add]").click()
            expect(people).to_have_count(number + 1)
        people.nth(number).get_by_role("textbox").first.fill(name)
        people.nth(number).locator("label", has_text="空きあり").first.click()
    # A person is known by name and contact: every party has a number of its own.
    page.locator("#id_phone").fill(f"090-{next(PHONES)}-5678")
    page.get_by_role("button", name="この内容で申し込む").last.click()
    expect(page.locator(".slip svg.qr")).to_be_visible()


def change(page: Page, what: str) -> None:
    """From the registration over the hub to one change."""
    page.get_by_role("link", name="変更する", exact=True).first.click()
    page.get_by_role("link", name=what).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(what)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name).first.click()


def free_target(page: Page) -> Locator:
    return page.get_by_role("radio", name=re.compile("空き")).first


def find(page: Page, demo: DemoStack, receipt: str, last_four: str) -> None:
    page.goto(f"{demo.url}/find/")
    page.get_by_label("受付番号").fill(receipt)
    page.get_by_label(re.compile("下4")).fill(last_four)
    page.get_by_role("button", name="申込みを探す").click()
