"""A family in parts, an entry taken back, a move, and a supervisor's word."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.door import Stage, pair, run_in, scan, stage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

PHONE = {"width": 360, "height": 720}


@pytest.fixture
def phone(demo, open_context):
    """Pairs a phone with an event; as many as a journey needs."""

    def new(hall: Stage, **options) -> Page:
        # Less motion: nothing goes on by itself while the journey looks.
        page = open_context(viewport=PHONE, reduced_motion="reduce").new_page()
        pair(page, demo, hall.slug, **options)
        return page

    return new


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def says(page: Page, word: str, line: str = "") -> None:
    expect(page.locator("#verdict-word")).to_have_text(word)
    if line:
        expect(page.locator("#verdict-lines")).to_have_text(line)


def seats(demo, code: str) -> list:
    """Who of the ticket's party sits where, and who is in."""
    return run_in(
        demo,
        f"""
from events.door.code import read_code
from events.registration.models import Ticket
ticket = Ticket.objects.get(token_hash=read_code({code!r}).hash)
print(json.dumps([
    [seat.timeslot_id, seat.attendee.number, seat.is_admitted]
    for seat in ticket.registration.seats.alive().order_by("attendee__number")
]))
""",
    )


def test_three_of_four_come_and_the_last_one_later(demo, phone):
    hall = stage(demo, (0, 4))
    (slot,), (code,) = hall.timeslots, hall.codes
    page = phone(hall)
    scan(page, code)
    press(page, "来たのは一部の人")
    press(page, "–名 入場")
    expect(page.locator("#party-told")).to_have_text("来た人を1人は押してください。")
    for person in ("1人目", "2人目", "4人目"):
        page.get_by_label(person).check()
    press(page, "3名 入場")

    says(page, "あと1名", "4名のうち 3名 入場")
    expect(page.locator("#verdict-number")).to_have_text("3")
    assert seats(demo, code) == [[slot, n, n != 3] for n in (1, 2, 3, 4)]

    press(page, "次の人")
    scan(page, code)
    says(page, "どうぞ", "4名のうち 4名 入場済み")
    press(page, "次の人")
    scan(page, code)
    says(page, "入場済み", "4名のうち 4名 入場済み")
    press(page, "責任者を呼ぶ")
    expect(
        page.get_by_role("heading", name="受付責任者を呼んでください")
    ).to_be_visible()


def test_an_entry_is_taken_back_at_once_later_and_without_signal(demo, phone):
    hall = stage(demo, (0, 2), (0, 1))
    page = phone(hall)
    scan(page, hall.codes[0])
    press(page, "取り消す")
    press(page, "取り消さない")
    press(page, "さっきの入場を取り消す")
    press(page, "2名の入場を取り消す")
    expect(page.locator("#ready-told")).to_contain_text("取り消しました")
    expect(page.locator("#undo-last")).to_be_hidden()
    assert [inside for _, _, inside in seats(demo, hall.codes[0])] == [False, False]

    scan(page, hall.codes[1])
    press(page, "次の人")
    page.context.set_offline(True)
    press(page, "さっきの入場を取り消す")
    press(page, "1名の入場を取り消す")
    expect(page.locator("#ready-told")).to_contain_text("保存しました")
    page.context.set_offline(False)
    expect(page.locator("#strip-unsent")).to_be_hidden(timeout=15_000)
    assert [inside for _, _, inside in seats(demo, hall.codes[1])] == [False]


def test_a_family_at_the_wrong_talk_moves_while_there_are_seats(demo, phone):
    hall = stage(demo, (1, 2), (1, 2), slots=2)
    first, second = hall.timeslots
    run_in(
        demo,
        f"""
from events.programme.models import Quota
Quota.objects.filter(timeslot={first}).update(capacity=3)
print(json.dumps(0))
""",
    )
    page = phone(hall)
    scan(page, hall.codes[0])
    says(page, "別の回", "いまの回の空き 3席")
    press(page, "この回に移して 2名 入場")
    says(page, "どうぞ")
    assert seats(demo, hall.codes[0]) == [[first, 1, True], [first, 2, True]]

    press(page, "次の人")
    scan(page, hall.codes[1])
    says(page, "別の回", "いまの回の空き 1席")
    expect(page.get_by_role("button", name="この回に移して")).to_have_count(0)
    assert seats(demo, hall.codes[1]) == [[second, 1, False], [second, 2, False]]


def test_a_supervisor_lets_in_with_a_reason_and_takes_back(demo, phone):
    hall = stage(demo, (0, 2))
    (slot,), (code,) = hall.timeslots, hall.codes
    run_in(
        demo,
        f"""
from events.programme.models import Event
from events.registration.models import Attendee
Attendee.objects.filter(
    registration__event__slug={hall.slug!r}, number=2
).update(lacks_consent=True, age_band="UNDER_20")
print(json.dumps(0))
""",
    )
    gate, chief = phone(hall), phone(hall, role="supervisor", name="責任者")
    scan(gate, code)
    says(gate, "同意待ち")
    press(gate, "同意のある人だけ入る")
    expect(gate.get_by_label("2人目")).to_be_disabled()
    press(gate, "1名 入場")
    says(gate, "あと1名", "2名のうち 1名 入場")

    scan(chief, code)
    press(chief, "理由を書いて入れる")
    press(chief, "この理由で入れる")
    expect(chief.locator("#reason-told")).to_contain_text("理由")
    chief.get_by_label("保護者と電話で確かめた").check()
    press(chief, "この理由で入れる")
    says(chief, "どうぞ", "2名のうち 2名 入場済み")
    assert seats(demo, code) == [[slot, 1, True], [slot, 2, True]]

    press(chief, "次の人")
    scan(chief, code)
    press(chief, "前の入場を取り消す")
    chief.get_by_label("入らずに帰った").check()
    press(chief, "この理由で取り消す")
    expect(chief.locator("#ready-told")).to_contain_text("もう一度読み取って")
    assert seats(demo, code) == [[slot, 1, False], [slot, 2, True]]
