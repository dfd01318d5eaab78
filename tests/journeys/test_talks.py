"""A school asks for a storyteller on a phone; the office asks, arranges, counts.

With events and requests of its own: nobody else looks at what it makes.
"""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.journeys.inspection import PHONE, inspect
from tests.journeys.pages import LANGUAGES
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LIST = "/staff/outreach/talk-requests/"
WISH = timezone.localtime() + timedelta(days=50)


def ask(page: Page, demo: DemoStack, language: str, group: str) -> str:
    """The form filled in by somebody; the address of their own page."""
    page.goto(f"{demo.url}{language}/talks/request/")
    page.locator("main form button").last.click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.locator("[name=group]").fill(group)
    page.locator("[name=kind][value=PRIMARY]").check()
    page.locator("[name=person]").fill("見本 先生")
    page.locator("[name=phone]").fill("042-576-0000")
    page.locator("[name=moment_1]").fill(f"{WISH:%Y-%m-%d}T10:40")
    page.locator("[name=people]").fill("31")
    page.locator("[name=story][value=HIROSHIMA]").check()
    page.locator("[name=place]").fill("架空小学校 体育館")
    page.locator("[name=address]").fill("国立市架空9-9-9")
    page.locator("main form button").last.click()
    page.wait_for_url(re.compile(r"\?new=1"))
    return page.url.partition("?")[0]


@pytest.mark.parametrize("language", LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_a_school_asks_without_javascript_and_takes_it_back(
    demo, open_context, language
):
    page = open_context(java_script_enabled=False).new_page()
    own = ask(page, demo, language, f"見本小学校{language}")
    look = open_context().new_page()
    look.set_viewport_size({"width": PHONE, "height": 800})
    faults = []
    for path in ("", "change/", "withdraw/"):
        look.goto(own + path)
        faults += inspect(look, f"{language} talk {path}")
    page.goto(f"{own}change/")
    page.locator("[name=people]").fill("33")
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("main")).to_contain_text("33")
    page.goto(f"{own}withdraw/")
    page.locator("main form button").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator("a[href*='withdraw']")).to_have_count(0)

    assert not faults, "\n".join(faults)


def test_the_office_asks_storytellers_and_arranges_the_talk(demo, open_context):
    school, office = open_context().new_page(), open_context().new_page()
    own = ask(school, demo, "", "架空第九小学校")
    enter(office, demo, "staff")
    faults = []
    office.goto(demo.url + LIST)
    office.get_by_role("link", name="架空第九小学校").click()
    faults += inspect(office, "staff:talk")
    office.set_viewport_size({"width": 1280, "height": 800})
    who = office.get_by_role("region", name="伝承者の表")
    who.get_by_role("row", name="架空 ひかり").get_by_role("button").click()
    expect(office.get_by_role("status").first).to_contain_text("メールで聞きました")
    asked = office.get_by_role("region", name="聞いた伝承者の表")
    asked.get_by_role("button", name="引き受けると聞いた").click()
    asked.get_by_role("link", name="この方に決める").click()
    faults += inspect(office, "staff:talk-arrange")
    office.get_by_role("button", name="決めて知らせる").click()
    expect(office.get_by_role("heading", name="決まった講話")).to_be_visible()

    school.goto(own)
    expect(school.get_by_role("heading", level=1)).to_have_text("講話が決まりました")
    expect(school.locator("main")).to_contain_text("架空 ひかり")
    faults += inspect(school, "an arranged talk")

    page = office.url.partition("?")[0]
    for path in ("decline/", "withdraw/"):
        office.goto(page + path)
        faults += inspect(office, f"staff:talk-{path}")
    office.get_by_role("button", name="取下げにする").click()
    expect(office.locator("main")).to_contain_text("取下げ")
    assert not faults, "\n".join(faults)


def test_a_storyteller_answers_by_the_link_in_the_letter(demo, open_context):
    school, office = open_context().new_page(), open_context().new_page()
    ask(school, demo, "", "架空第八小学校")
    enter(office, demo, "staff")
    office.goto(demo.url + LIST)
    office.get_by_role("link", name="架空第八小学校").click()
    detail = office.url
    who = office.get_by_role("region", name="伝承者の表")
    who.get_by_role("row", name="例示 はるか").get_by_role("button").click()

    teller = open_context().new_page()
    letter = None
    for _ in range(60):
        teller.goto(f"{demo.url}/demo/mail/")
        found = teller.locator("article", has_text="架空第八小学校")
        if found.count():
            found.first.locator("a").first.click()
            letter = teller.locator("pre.letter").first.inner_text()
            break
        teller.wait_for_timeout(500)
    assert letter, "no letter to the storyteller"
    link = re.search(r"/talks/answer/\S+", letter)[0]
    teller.goto(demo.url + link)
    faults = inspect(teller, "outreach:talk-inquiry")
    teller.get_by_role("button", name="引き受ける", exact=True).click()
    expect(teller.get_by_role("status")).to_contain_text("お返事を受け取りました")

    office.goto(detail)
    asked = office.get_by_role("region", name="聞いた伝承者の表")
    expect(asked.get_by_role("row", name="例示 はるか")).to_contain_text("本人")
    assert not faults, "\n".join(faults)
