"""A visitor answers on a phone; a clerk types paper in by keyboard alone."""

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import PHONE, inspect
from tests.journeys.pages import LANGUAGES
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# Nobody else looks at the answers to this one.
EVENT = "talks-today"
TYPING = f"/staff/events/{EVENT}/questionnaire/typing/"


@pytest.mark.parametrize("language", LANGUAGES, ids=["ja", "en", "ja-easy"])
def test_a_visitor_answers_without_javascript_and_without_a_cookie(
    demo, open_context, language
):
    context = open_context(
        java_script_enabled=False, viewport={"width": PHONE, "height": 800}
    )
    page = context.new_page()
    page.goto(f"{demo.url}{language}/events/{EVENT}/questionnaire/?w=wall")
    page.locator("[name=satisfaction][value='5']").check()
    page.locator("[name=visit][value=FIRST]").check()
    page.locator("textarea").fill("よく聞こえました。")
    page.locator("main form button").click()
    page.wait_for_url("**/questionnaire/thanks/")

    assert context.cookies() == []


def test_a_clerk_types_paper_in_by_keyboard_alone(demo, open_context):
    office = open_context().new_page()
    enter(office, demo, "staff")
    take_next_paper(office, demo)
    for row in ("1", "5", "3", "2"):
        office.keyboard.type(row)
        office.keyboard.press("Tab")
    office.keyboard.type("資料がよかった")
    office.keyboard.press("Enter")
    last = office.get_by_role("region", name="最後に入れた紙")
    expect(last).to_contain_text("はじめて ／ 70代以上 ／ 学校 ／ 良かった")
    expect(office.locator("[name=visit]")).to_be_focused()

    office.keyboard.type("9")
    office.keyboard.press("Enter")
    expect(office.get_by_role("alert")).to_contain_text("1から2の数字")
    faults = inspect(office, "staff:questionnaire-typing with an error")
    take_next_paper(office, demo)
    office.keyboard.type("2")
    office.keyboard.press("Enter")
    office.get_by_role("button", name="これを取り消す").click()
    expect(office.get_by_role("status").first).to_contain_text("取り消しました")
    assert not faults, "\n".join(faults)


def take_next_paper(page, demo):
    """The cursor stands in the first field by itself, once the page is drawn."""
    page.goto(demo.url + TYPING)
    expect(page.locator("[name=visit]")).to_be_focused()


def test_a_questionnaire_is_switched_on_and_off(demo, open_context):
    office = open_context().new_page()
    enter(office, demo, "staff")
    path = "/staff/events/cancelled-talk/questionnaire/"
    office.goto(demo.url + path)
    faults = inspect(office, "staff:questionnaire before")
    office.get_by_role("button", name="アンケートを始める").click()
    expect(office.get_by_role("link", name="会場に貼るQRコード")).to_be_visible()
    faults += inspect(office, "staff:questionnaire without answers")
    office.get_by_role("button", name="アンケートをやめる").click()
    expect(office.get_by_role("button", name="アンケートを始める")).to_be_visible()
    assert not faults, "\n".join(faults)
