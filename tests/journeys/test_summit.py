"""The summit: the secretariat plans, a city replies on a phone, the day is counted."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.inspection import inspect
from tests.journeys.pages import SUMMIT_YEAR
from tests.journeys.stack import DemoStack
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME = f"/network/summits/{SUMMIT_YEAR}/"
BOARD = f"/network/summit/{SUMMIT_YEAR}/board/"
# Moves the event and its hall by so many seconds; without a number, to now.
MOVE = """
import sys
from datetime import timedelta
from django.db.models import F
from django.utils import timezone
from events.programme.models import Event, Timeslot
event = Event.objects.get(slug="summit")
by = timezone.now() - timedelta(minutes=5) - event.starts_at
by = timedelta(seconds=BY) if BY else by
Event.objects.filter(pk=event.pk).update(
    starts_at=F("starts_at") + by, ends_at=F("ends_at") + by
)
Timeslot.objects.filter(event=event).update(
    **{n: F(n) + by for n in ("starts_at", "ends_at", "doors_at", "walk_ins_from")}
)
print("moved", round(by.total_seconds()))
"""


def move(demo: DemoStack, by: int = 0) -> int:
    """Let the demo's summit be now, or back where it was; by how many seconds."""
    printed = demo.beside.run(MOVE.replace("BY", str(by)))
    found = re.search(r"moved (-?\d+)", printed)
    assert found, printed
    return int(found[1])


def test_the_secretariat_plans_and_sees_times_before_it_saves(demo, open_context):
    faults = []
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    for path in ("/network/summits/", "/network/summits/new/"):
        office.goto(demo.url + path)
        faults += inspect(office, path)
    for path in ("", "seats/", "open/", "give/", "cities/132098/", "stage/"):
        office.goto(demo.url + HOME + path)
        faults += inspect(office, HOME + path)

    office.get_by_role("link", name="進行に足す").click()
    office.get_by_role("radio", name="休憩").check()
    office.get_by_role("textbox", name="日本語", exact=True).first.fill("短い休み")
    office.get_by_label("長さ（分）").fill("5")
    office.get_by_label("どこに入れるか").select_option(label="「開会のあいさつ」の次")
    office.get_by_role("button", name="時刻がどうなるか見る").click()
    preview = office.get_by_role("region", name="保存すると、こうなります")
    expect(preview).to_contain_text("より5分長くなっています")
    faults += inspect(office, "summit:stage-new with a preview")
    office.get_by_role("button", name="保存する").click()
    row = office.get_by_role("row").filter(has_text="短い休み")
    expect(row).to_contain_text("13:10–13:15")
    row.get_by_role("link").click()
    faults += inspect(office, "summit:stage-edit")
    office.get_by_role("link", name="進行から外す…").click()
    faults += inspect(office, "summit:stage-remove")
    office.get_by_role("button", name="進行から外す").click()
    expect(office.get_by_role("row").filter(has_text="短い休み")).to_have_count(0)
    assert not faults, "\n".join(faults)


def test_a_city_replies_on_a_phone_and_the_day_is_counted(demo, open_context):
    faults = []
    city = open_context(viewport={"width": 375, "height": 740}).new_page()
    enter(city, demo, "coordinator")
    city.goto(f"{demo.url}/network/city/summit/")
    city.get_by_role("link", name="返事を").click()
    city.get_by_role("button", name="返事を送る").click()
    expect(city.get_by_role("alert")).to_contain_text("出席か欠席")
    faults += inspect(city, "summit:reply with an error")
    city.set_viewport_size({"width": 375, "height": 740})
    city.get_by_role("radio", name="出席する").check()
    mayor = city.get_by_role("group", name="市長")
    mayor.get_by_label("お名前").fill("調布 花子")
    mayor.get_by_label("ふりがな").fill("ちょうふ はなこ")
    mayor.get_by_text("要るサポート").click()
    mayor.get_by_role("checkbox", name="手話通訳").check()
    city.get_by_label("市民の人数").fill("3")
    city.get_by_role("button", name="返事を送る").click()
    expect(city.get_by_role("status")).to_contain_text("返事を送りました")
    expect(city.get_by_role("row", name="調布 花子")).to_contain_text("手話通訳")
    faults += inspect(city, "summit:city")

    by = move(demo)
    try:
        office, desk = open_context().new_page(), open_context().new_page()
        enter(office, demo, "secretariat")
        enter(desk, demo, "staff")
        # Whoever stands at the reception has the board on this day.
        desk.goto(demo.url + BOARD)
        faults += inspect(desk, "summit:board")
        desk.get_by_role("button", name=re.compile("着いた.*調布 花子")).click()
        card = desk.locator("#city-132080")
        expect(card).to_contain_text("1 / 4")
        card.get_by_role("button", name="調布市の市民を1人増やす").click()
        expect(card).to_contain_text("2 / 4")
        card.get_by_role("button", name=re.compile("元に戻す.*調布 花子")).click()
        expect(card).to_contain_text("1 / 4")
        desk.get_by_role("button", name="始まった", exact=True).click()
        expect(desk.locator("[data-part=stage]")).to_contain_text("に始まりました")

        office.goto(demo.url + BOARD)
        walk_ins = office.locator("[data-count=walk-ins]")
        before = int(walk_ins.inner_text())
        desk.goto(f"{demo.url}/staff/events/summit/")
        desk.get_by_role("button", name="当日入場").first.click()
        # The secretariat's board follows by itself.
        expect(walk_ins).to_have_text(str(before + 1), timeout=15_000)
        for path in (f"{BOARD}wall/", f"{BOARD}guests/"):
            office.goto(demo.url + path)
            faults += inspect(office, path)
    finally:
        move(demo, -by)
    assert not faults, "\n".join(faults)
