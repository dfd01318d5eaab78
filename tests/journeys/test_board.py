"""The board of 26 cities, and a notice from the first word to a city's answer."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def go(page: Page, demo: DemoStack, path: str, faults: list[str]) -> None:
    page.goto(demo.url + path)
    faults += inspect(page, path)


def test_the_board_is_read_as_tiles_a_map_and_a_table(demo, open_context):
    faults = []
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    go(office, demo, "/network/board/", faults)
    expect(office.locator(".tiles li")).to_have_count(26)

    office.get_by_role("link", name="地図", exact=True).click()
    faults += inspect(office, "the map")
    expect(office.locator(".tilemap a")).to_have_count(26)
    expect(office.locator(".tilemap .outside")).to_have_count(4)
    # By keyboard from the north-west: the first city is reached first.
    names = office.locator(".tilemap a b").all_inner_texts()
    assert names.index("清瀬市") < names.index("国立市") < names.index("町田市")
    office.get_by_role("link", name="大きな画面で見せる").click()
    faults += inspect(office, "the large screen")

    office.goto(f"{demo.url}/network/board/?show=table")
    faults += inspect(office, "the table")
    office.get_by_role("link", name="提出物", exact=True).click()
    expect(office.locator("th[aria-sort=ascending]")).to_have_text("提出物")
    expect(office.locator("tbody tr")).to_have_count(26)

    office.locator(".counts a").first.click()
    expect(office).to_have_url(re.compile("only=late"))
    faults += inspect(office, "the late ones")

    go(office, demo, f"/network/board/{THIS_YEAR}/mayors/", faults)
    go(office, demo, "/network/offices/", faults)
    office.get_by_role("link", name="直す").first.click()
    faults += inspect(office, "network:office")
    assert not faults, "\n".join(faults)


def test_the_mayors_sheet_is_one_page_of_paper(demo, open_context):
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/board/{THIS_YEAR}/mayors/")

    pages = office.pdf(format="A4", prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", pages)) == 1


def test_a_notice_is_written_approved_by_another_read_and_seen(demo, open_context):
    faults = []
    office, city = open_context().new_page(), open_context().new_page()
    enter(office, demo, "secretariat")
    go(office, demo, f"/network/board/{THIS_YEAR}/notice/?to=late", faults)
    office.get_by_role("button", name="宛先を確かめる").click()
    expect(office.get_by_role("alert")).to_contain_text("件名を入力してください")
    faults += inspect(office, "a refused notice")
    office.get_by_label("件名").fill("集合の時刻が変わります")
    office.get_by_label("本文").fill("9時に集まってください。")
    office.get_by_label("選んだ市", exact=True).first.check()
    office.get_by_label("調布市").check()
    office.get_by_role("button", name="宛先を確かめる").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("1市の1人に送ります")
    faults += inspect(office, "before it is written")
    office.get_by_role("button", name="承認に出す").click()
    expect(office.get_by_text("書いた人とは別の職員が承認します。")).to_be_visible()
    expect(office.get_by_role("button", name=re.compile("承認する"))).to_have_count(0)
    faults += inspect(office, "network:notice")
    here = office.url

    enter(city, demo, "coordinator")
    city.goto(f"{demo.url}/network/city-notices/")
    expect(city.get_by_text("集合の時刻が変わります")).to_have_count(0)

    # The second person: a colleague at the city's letters.
    second = open_context().new_page()
    enter(second, demo, "approver")
    second.goto(f"{demo.url}/staff/letters/")
    second.locator("article", has_text="26市へのお知らせ").last.get_by_role(
        "button", name=re.compile("の送信を承認する")
    ).click()
    expect(second.get_by_role("status")).to_contain_text("承認しました")

    city.goto(f"{demo.url}/network/city/")
    city.get_by_role("link", name="お知らせ「集合の時刻が変わります」").click()
    faults += inspect(city, "network:city-notice")
    city.get_by_role("button", name="確認しました").click()
    expect(city.get_by_role("status")).to_contain_text("事務局に知らせました")
    city.get_by_role("link", name="お知らせの一覧").click()
    faults += inspect(city, "network:city-notices")
    go(city, demo, "/network/city/", faults)

    office.goto(here)
    expect(office.locator("tbody tr", has_text="調布市")).to_contain_text("確認済み")
    go(office, demo, "/network/notices/", faults)
    # The one that the demo's colleague wrote waits for this person.
    office.get_by_role("link", name="平和ネットワーク会議の日程について").click()
    office.get_by_role("button", name=re.compile("の送信を承認する")).click()
    expect(office.get_by_role("status")).to_contain_text("26通の送信を承認しました")
    assert not faults, "\n".join(faults)
