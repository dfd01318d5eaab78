"""Beats that come late, clocks that jump, and the hours when Tokyo and UTC disagree."""

import time
from datetime import datetime, timedelta

import pytest

from peace.language.dates import TOKYO
from tests.faults.house import House
from tests.faults.size import size

EACH = size(short=40, whole=400)  # letters of each class
JUMPS = size(short=2, whole=10)
MINUTE = timedelta(minutes=1)
PARTIES = 8


def jst(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=TOKYO)


def invite(
    house: House, *, starts_at: datetime, rule_at: str = "10:00", days: int = 1
) -> None:
    house.do(
        "invite",
        parties=PARTIES,
        starts_at=starts_at.isoformat(),
        rule_at=rule_at,
        days=days,
        now=(starts_at - timedelta(days=9)).isoformat(),
    )


def plan_and_send(house: House, at: datetime) -> int:
    """What arrives when a beat comes at this moment."""
    before = house.arrived()
    house.do("plan", at=at.isoformat())
    house.do("send", at=at.isoformat())
    return house.arrived() - before


# No beat for hours


def test_six_hours_without_a_beat_make_reminders_late_and_not_double(house):
    invite(house, starts_at=jst("2026-02-15T13:30"))
    due = jst("2026-02-14T10:00")

    assert plan_and_send(house, due - MINUTE) == 0
    assert plan_and_send(house, due + timedelta(hours=6)) == PARTIES
    assert plan_and_send(house, due + timedelta(hours=6)) == 0


def test_a_beat_that_comes_back_after_the_start_says_nothing_any_more(house):
    invite(house, starts_at=jst("2026-02-15T13:30"), rule_at="08:00", days=0)

    assert plan_and_send(house, jst("2026-02-15T13:30")) == 0
    assert plan_and_send(house, jst("2026-02-15T14:00")) == 0


def test_written_before_the_start_and_not_sent_by_then_it_stays(house, record):
    invite(house, starts_at=jst("2026-02-15T13:30"), rule_at="08:00", days=0)
    house.do("plan", at=jst("2026-02-15T13:29").isoformat())

    house.do("send", at=jst("2026-02-15T13:30").isoformat())

    found = house.reckon().b
    record("no worker until the event began", found)
    assert found.statuses == {"SKIPPED": PARTIES}
    assert house.arrived() == 0


def test_nothing_leaves_after_the_start_while_workers_go_on(busy, record):
    """The mail server is away until the event has begun."""
    busy.temper(is_down=True)
    for letter_class in "AB":
        busy.do("write", count=EACH, letter_class=letter_class, minutes_left=2 / 60)
    time.sleep(2.5)
    busy.temper()

    found = busy.until_settled()
    record("SMTP down until the event began", found.a, found.b)
    assert busy.arrived() == 0
    assert set(found.a.statuses) | set(found.b.statuses) <= {"SKIPPED", "FAILED"}


def test_the_event_begins_while_letters_are_leaving(busy, record):
    busy.temper(seconds=0.1)
    for letter_class in "AB":
        busy.do("write", count=EACH, letter_class=letter_class, minutes_left=1 / 60)
    begins = time.time() + 1

    found = busy.until_settled()
    record("the event begins in the middle", found.a, found.b)

    with busy.telling():
        for each in (found.a, found.b):
            assert set(each.statuses) <= {"SENT", "SKIPPED"}
            assert not each.lost
            assert each.doubles == 0
        assert found.b.statuses["SKIPPED"] > 0
        # The letter in hand may end its way to the server.
        assert busy.last_arrival() < begins + 1.5


def test_control_without_the_limit_letters_leave_after_the_start(house):
    house.do("write", count=EACH, letter_class="B", minutes_left=0)
    house.drain(off="too late")

    house.until_settled()

    assert house.arrived() == EACH


def test_control_without_the_key_two_beats_double(house):
    house.do("write", count=EACH, letter_class="B")
    house.do("write", count=EACH, letter_class="B")
    assert house.do("facts")["letters"] == EACH

    house.do("write", count=EACH, letter_class="B", off="key")
    assert house.do("facts")["letters"] == 2 * EACH


# Clocks that jump


def test_a_clock_that_jumps_loses_nothing(busy, record):
    busy.temper(seconds=0.02)
    busy.do("write", count=EACH, letter_class="A")
    busy.do("write", count=EACH, letter_class="B")
    for number in range(JUMPS):
        busy.until_arrived((number + 1) * EACH // (JUMPS + 1))
        busy.jump_to(3600 if number % 2 == 0 else 0)
    busy.jump_to(-3600)  # none of them is due any more
    time.sleep(1)
    busy.jump_to(2 * 3600)

    found = busy.until_settled()
    record(f"{JUMPS + 2} jumps of the clock, 1 to 3 h each", found.a, found.b)

    with busy.telling():
        assert found.a.statuses == {"SENT": EACH}
        assert not found.a.lost + found.b.lost
        assert found.b.doubles == 0
        # What a worker holds when the clock jumps looks abandoned: one a worker.
        unclear = 2 * (JUMPS + 2)
        assert found.a.doubles + found.b.statuses["UNCERTAIN"] <= unclear


# Tokyo and UTC

EDGES = [
    # event (Tokyo)       rule      days  due (Tokyo)
    ("2026-02-15T13:30", "00:30", 1, "2026-02-14T00:30"),
    ("2026-02-15T13:30", "08:59", 1, "2026-02-14T08:59"),
    ("2026-02-15T13:30", "23:59", 1, "2026-02-14T23:59"),
    ("2026-02-15T08:30", "09:00", 1, "2026-02-14T09:00"),
    ("2026-02-15T00:10", "18:00", 1, "2026-02-14T18:00"),
    ("2026-03-01T08:15", "00:30", 1, "2026-02-28T00:30"),
    ("2028-03-01T08:15", "23:59", 1, "2028-02-29T23:59"),
    ("2026-04-01T08:30", "08:59", 1, "2026-03-31T08:59"),
    ("2027-01-01T00:30", "00:30", 1, "2026-12-31T00:30"),
    ("2026-02-15T13:30", "08:59", 0, "2026-02-15T08:59"),
]


@pytest.mark.parametrize(("starts", "rule", "days", "due"), EDGES)
def test_a_rule_is_due_on_the_day_it_has_in_tokyo(house, starts, rule, days, due):
    invite(house, starts_at=jst(starts), rule_at=rule, days=days)

    assert plan_and_send(house, jst(due) - MINUTE) == 0
    assert plan_and_send(house, jst(due)) == PARTIES
    assert plan_and_send(house, jst(due) + timedelta(days=1)) == 0
    assert house.reckon().b.doubles == 0
