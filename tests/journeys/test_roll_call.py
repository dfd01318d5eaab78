"""A leader without signal calls the roll at two muster points; the office sees it."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.journeys.door import pair, run_in, scan
from tests.journeys.inspection import inspect
from tests.journeys.stack import DemoStack
from tests.journeys.test_door_offline import (
    DUMP,
    PHONE_OF_A_HELPER,
    SOON_MS,
    come_back,
    go_offline,
    is_ready_for_the_basement,
)
from tests.journeys.test_network import enter

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SURNAME, READING, TELEPHONE = "名無しの権兵衛", "ななしのごんべえ", "08055557777"


def a_trip(demo: DemoStack) -> dict[str, Any]:
    """Three cities at two muster points, in a year of its own."""
    return run_in(
        demo,
        f"""
from datetime import timedelta
from django.utils import timezone
from network.youth.choices import StopKind
from network.youth.models import Delegate
from network.youth.usecases.plan_trip import StopPlan, plan_trip, save_timetable
from tests.network.builders import city, delegate, programme
year, now = programme(), timezone.now()
codes = {{}}
for code in ("132080", "132128", "132152"):
    person = delegate(
        city(code), year, name={SURNAME!r}, kana={READING!r}, phone={TELEPHONE!r}
    )
plan_trip(programme=year, actor="user:1", now=now)
first = list(year.trip.timeslots.values_list("pk", flat=True))
begins, hour = now.replace(second=0, microsecond=0), timedelta(hours=1)
rows = [
    StopPlan(begins, begins + hour, "平和記念資料館", "出口", StopKind.MUSTER),
    StopPlan(begins + hour, begins + 2 * hour, "宇品港", "桟橋", StopKind.MUSTER),
]
save_timetable(programme=year, rows=rows, removed=first, actor="user:1", now=now)
for each in Delegate.objects.filter(programme=year):
    codes[each.municipality.name] = each.registration.tickets.get().token
slots = list(year.trip.timeslots.in_order().values_list("pk", flat=True))
print(json.dumps({{
    "year": year.year, "slug": year.trip.slug, "slots": slots, "codes": codes,
}}))
""",
    )


def test_the_roll_is_called_without_signal_and_the_office_sees_it(demo, open_context):
    trip = a_trip(demo)
    museum, port = trip["slots"]
    phone = open_context(**PHONE_OF_A_HELPER).new_page()
    pair(phone, demo, trip["slug"], name="引率A")
    is_ready_for_the_basement(phone)
    expect(phone.locator("#roll-open-count")).to_have_text("0 / 3", timeout=SOON_MS)
    expect(phone.locator("#roll-glance")).to_have_text("いない：調布市、日野市、国立市")
    go_offline(phone)

    # The museum: two by their tickets, one has lost it.
    scan(phone, trip["codes"]["調布市"])
    expect(phone.locator("#verdict-word")).to_have_text("調布市")
    expect(phone.locator("#verdict-lines")).to_contain_text("1 / 3")
    phone.get_by_role("button", name="次の人").click()
    scan(phone, trip["codes"]["日野市"])
    phone.get_by_role("button", name="次の人").click()
    scan(phone, trip["codes"]["調布市"])
    expect(phone.locator("#verdict-lines")).to_contain_text("もう数えました")
    expect(phone.locator("#door")).to_have_attribute("data-is", "ready")
    phone.get_by_role("button", name="次の人").click()
    phone.get_by_role("button", name="点呼").click()
    expect(phone.locator("#roll-missing b")).to_have_text(["国立市"])
    faults = inspect(phone, "scanner: roll")
    phone.set_viewport_size(PHONE_OF_A_HELPER["viewport"])
    phone.get_by_role("button", name="国立市").click()
    expect(phone.locator("#roll-everyone")).to_be_visible()
    expect(phone.locator("#roll-count")).to_have_text("3 / 3")

    # The ferry: one tap, and it is another roll; a slip of the finger is undone.
    phone.locator("#roll-next").click()
    expect(phone.locator("#roll-count")).to_have_text("0 / 3")
    phone.get_by_role("button", name="調布市").click()
    phone.get_by_role("button", name="日野市").click()
    phone.locator("#roll-here li", has_text="日野市").get_by_role("button").click()
    expect(phone.locator("#roll-missing b")).to_have_text(["日野市", "国立市"])
    expect(phone.locator("#strip-counts")).to_have_text("入場 1 / 3")

    phone.reload()
    expect(phone.locator("#roll-open-count")).to_have_text("1 / 3")
    expect(phone.locator("#strip-title")).to_have_text("宇品港")
    kept = str(phone.evaluate(DUMP))
    assert "調布市" in kept
    assert not [word for word in (SURNAME, READING, TELEPHONE) if word in kept]
    come_back(phone)

    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/trips/{trip['year']}/roll-call/{museum}/")
    expect(office.locator(".roll-all")).to_contain_text("全員います")
    expect(office.locator("[data-city=国立市]")).to_contain_text("手で")
    faults += inspect(office, "youth:roll-call")
    office.goto(f"{demo.url}/network/trips/{trip['year']}/roll-call/{port}/")
    expect(office.locator("[data-count=missing]")).to_have_text("2")
    faults += inspect(office, "youth:roll-call, missing")

    # The office hears of one by telephone; the phone learns of it.
    office.locator("[data-city=日野市] button").click()
    expect(office.locator("[data-count=missing]")).to_have_text("1")
    expect(phone.locator("#roll-open-count")).to_have_text("2 / 3", timeout=2 * SOON_MS)
    # And the phone counts the last one, which the open page shows by itself.
    phone.get_by_role("button", name="点呼").click()
    phone.locator("#roll-missing button", has_text="国立市").click()
    expect(office.locator(".roll-all")).to_be_visible(timeout=SOON_MS)
    assert not faults, "\n".join(faults)


def test_the_pages_of_the_trip_are_for_everybody(demo, open_context):
    faults = []
    office = open_context().new_page()
    enter(office, demo, "secretariat")
    office.goto(f"{demo.url}/network/board/")
    office.get_by_role("link", name="派遣", exact=True).click()
    faults += inspect(office, "youth:trip")
    for name, heading in (
        ("日程を直す", "派遣の日程"),
        ("参加券を印刷する", "参加券の印刷"),
        ("出席の表", "出席の表"),
    ):
        office.get_by_role("link", name=name).click()
        expect(office.get_by_role("heading", level=1)).to_contain_text(heading)
        faults += inspect(office, name)
        office.go_back()
    assert not faults, "\n".join(faults)
