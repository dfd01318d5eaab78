"""A city and the secretariat: sent back, corrected, accepted; a post handed over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def enter(page: Page, demo: DemoStack, role: str) -> None:
    page.goto(f"{demo.url}/demo/enter/{role}/")
    page.locator("main form button").click()
    expect(page).not_to_have_url(re.compile("/demo/enter/"))


def test_a_city_corrects_its_nomination_and_the_secretariat_accepts_it(
    demo, open_context
):
    faults = []
    city, office = open_context().new_page(), open_context().new_page()
    enter(city, demo, "coordinator")
    expect(city.get_by_role("heading", level=1)).to_contain_text("調布市")
    faults += inspect(city, "youth:city")
    city.goto(f"{demo.url}/network/city/{THIS_YEAR}/new/reserve/")
    faults += inspect(city, "youth:nomination-new")
    city.get_by_role("link", name="わたしの市", exact=True).first.click()
    city.locator(".card a").first.click()
    faults += inspect(city, "youth:nomination")
    expect(city.get_by_text("志望動機が途中で切れています")).to_be_visible()
    city.get_by_role("link", name="取り下げる…").click()
    faults += inspect(city, "youth:nomination-withdraw")
    city.go_back()

    city.get_by_role("link", name="直す").click()
    faults += inspect(city, "youth:nomination-edit")
    city.get_by_label("志望動機").fill(
        "広島で聞いたことを、調布の同じ年ごろの人に話します。"
    )
    city.get_by_role("button", name="下書きを保存する").click()
    city.get_by_role("button", name="推薦を提出する").click()
    expect(city.get_by_role("status")).to_contain_text("推薦を提出しました")

    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/board/")
    expect(office.locator(".tiles li")).to_have_count(26)
    faults += inspect(office, "youth:board")
    office.locator(".tiles a", has_text="調布市").click()
    faults += inspect(office, "youth:review")
    office.get_by_role("button", name="承認する").click()
    expect(office.get_by_role("status")).to_contain_text("承認しました")
    office.goto(f"{demo.url}/network/board/")
    # From now on it is the delegate who hands in.
    expect(office.locator(".tiles a", has_text="調布市")).to_contain_text("提出物")

    for path in (
        f"/network/board/{THIS_YEAR - 1}/",
        f"/network/years/{THIS_YEAR}/rules/",
        f"/network/years/{THIS_YEAR + 1}/new/",
    ):
        office.goto(demo.url + path)
        faults += inspect(office, path)
    assert not faults, "\n".join(faults)


def test_the_post_is_handed_over_by_a_link(demo, open_context):
    faults = []
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/cities/132098/team/")
    faults += inspect(office, "network:city-team")
    office.get_by_label("お名前").fill("町田 新任")
    office.get_by_label("仕事のメールアドレス").fill("machida@example.jp")
    office.get_by_role("button", name="招待を送る").click()
    expect(office.get_by_role("heading", name="返事を待つ招待")).to_be_visible()

    newcomer = open_context().new_page()
    newcomer.goto(f"{demo.url}/demo/mail/")
    letter = newcomer.locator("article", has_text="machida@example.jp")
    for _ in range(60):
        newcomer.reload()
        if letter.count():
            break
        newcomer.wait_for_timeout(500)
    letter.locator("a").first.click()
    text = newcomer.locator("pre.letter").first.inner_text()
    newcomer.goto(re.search(r"http\S+/network/invitation/\S+", text)[0])
    faults += inspect(newcomer, "network:invitation")
    expect(newcomer.get_by_role("link", name="アカウントを作る")).to_be_visible()

    city = open_context().new_page()
    enter(city, demo, "coordinator")
    city.goto(f"{demo.url}/network/team/")
    faults += inspect(city, "network:team")
    assert not faults, "\n".join(faults)
