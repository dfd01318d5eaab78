"""Health data on the screen and on paper: the two read, everybody else is refused."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import THIS_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter
from tests.journeys.test_print import printed

pytestmark = [pytest.mark.browser, pytest.mark.slow]
A4_ACROSS, A4 = (842, 595), (595, 842)
SEVERE = "重い（命にかかわる）"
HEALTH = f"/network/years/{THIS_YEAR}/health/"


def test_the_named_read_and_print_and_nobody_else_comes_in(
    demo: DemoStack, open_context
):
    faults = []
    nurse, staff, office = (open_context().new_page() for _ in range(3))

    # A member of the staff who was named: reads one, then the sheet of all.
    enter(nurse, demo, "approver")
    nurse.goto(demo.url + HEALTH)
    expect(nurse.get_by_text("あなたは、読める2人の1人です")).to_be_visible()
    faults += inspect(nurse, "youth:health")
    nurse.get_by_role("row", name=re.compile("立川市")).get_by_role("button").click()
    expect(nurse.get_by_text("重いアレルギーがあります")).to_be_visible()
    faults += inspect(nurse, "youth:health-read")
    nurse.get_by_role("link", name="健康と食事の調査").first.click()
    nurse.get_by_role("button", name="全員の一覧を開く（印刷）").click()
    expect(nurse.get_by_text(SEVERE).first).to_be_visible()
    faults += inspect(nurse, "youth:health-sheet")
    assert set(printed(nurse)) == {A4_ACROSS}

    # Another one, who was not.
    enter(staff, demo, "staff")
    assert staff.goto(demo.url + HEALTH).status == 403
    expect(staff.get_by_text("立川市")).to_have_count(0)

    # The secretariat sees who read what, and hands its own place over.
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/years/{THIS_YEAR}/health-readers/")
    faults += inspect(office, "youth:health-readers")
    readings = office.get_by_role("region", name="読んだ記録の表")
    expect(readings.get_by_text("馬場 直樹").first).to_be_visible()
    expect(readings.get_by_text("全員の一覧").first).to_be_visible()
    first = office.locator("article", has_text="1人目")
    first.get_by_role("button").click()
    expect(office.get_by_role("alert")).to_contain_text("理由を入力してください")
    first = office.locator("article", has_text="1人目")
    first.get_by_label("読む人").select_option(label="青木 みどり（職員）")
    first.get_by_label("理由").fill("担当の交代のため")
    first.get_by_role("button").click()
    expect(office.get_by_role("status")).to_contain_text("読む人を決めました")
    assert office.goto(demo.url + HEALTH).status == 403
    assert staff.goto(demo.url + HEALTH).status == 200
    assert not faults, "\n".join(faults)


def test_the_secretariat_prints_sheets_and_says_that_they_are_gone(
    demo: DemoStack, open_context
):
    faults = []
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/sheets/")
    faults += inspect(office, "youth:sheets")
    sizes = {
        "roster": A4_ACROSS,
        "roll-call": A4_ACROSS,
        "emergency": A4_ACROSS,
        "insurance": A4_ACROSS,
        "rooms": A4,
    }
    for slug, size in sizes.items():
        open_sheet(office, demo, slug)
        faults += inspect(office, slug)
        assert set(printed(office)) == {size}, slug
        expect(office.get_by_text("が開いたことを記録しました")).to_be_visible()

    office.goto(f"{demo.url}/network/sheets/")
    with office.expect_download() as download:
        office.get_by_role("button", name="名簿 CSV（UTF-8）", exact=True).click()
    assert download.value.suggested_filename.startswith(f"roster-{THIS_YEAR}")
    office.reload()
    row = office.locator("tbody tr").first
    expect(row).to_contain_text("CSV")
    row.get_by_role("button", name=re.compile("処分した")).click()
    expect(office.get_by_role("status")).to_contain_text("記録しました")
    expect(office.locator("tbody tr").first).to_contain_text("元に戻す")

    office.goto(f"{demo.url}/network/years/{THIS_YEAR}/rooms/?groups=3")
    faults += inspect(office, "youth:rooms")
    expect(office.get_by_text("まだ保存していません")).to_be_visible()
    office.get_by_role("button", name="全員の班と部屋を保存する").click()
    expect(office.get_by_role("status")).to_contain_text("班と部屋を保存しました")
    office.goto(f"{demo.url}/network/retention/")
    faults += inspect(office, "youth:retention")
    assert not faults, "\n".join(faults)


def open_sheet(page: Page, demo: DemoStack, slug: str) -> None:
    page.goto(f"{demo.url}/network/sheets/")
    page.locator(f"form[action$='/sheets/{slug}/'] button").first.click()
    page.locator(".sheet").wait_for()
