"""The line: in order, families together, and everybody can read why."""

import pytest

from events.programme.choices import Promotion, QuotaKind
from events.programme.models import Quota
from events.registration.models import Registration
from events.registration.reports import miscounts
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.capacity import release_due_quotas, resize
from events.registration.usecases.register import TooFewSeats
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration.waiting import (
    cancel,
    entry_of,
    full_event,
    give_back,
    line,
    slot_of,
    statuses,
    steps,
    wait,
)

pytestmark = pytest.mark.django_db


def letters(kind: str) -> list[str]:
    return list(
        OutboxMessage.objects.filter(kind=kind)
        .order_by("pk")
        .values_list("email", flat=True)
    )


def test_who_finds_it_full_gets_a_number_and_no_seat():
    event = full_event()

    party = wait(event, "国立 花子", "国立 太郎")

    assert statuses(party) == ["WAITING", "WAITING"]
    assert line(event) == [(1, "WAITING")]
    assert slot_of(event).taken == 2
    assert steps(event) == [(1, "JOINED", 2)]


def test_without_wanting_to_wait_a_full_timeslot_refuses_and_changes_nothing():
    event = full_event()

    with pytest.raises(TooFewSeats):
        cast.registration(event, people=["国立 花子"])

    assert Registration.objects.count() == 2
    assert line(event) == []


def test_an_event_without_a_waiting_list_takes_nobody_in():
    event = full_event(has_waiting_list=False)

    with pytest.raises(TooFewSeats):
        wait(event, "国立 花子")


def test_one_timeslot_can_be_confirmed_while_the_other_is_waited_for():
    event = cast.event(slots=2, seats=2)
    first, second = cast.timeslots(event)
    cast.registration(event, slots=[first], people=["先客 一", "先客 二"])

    party = wait(event, "国立 花子", slots=[first, second])

    assert statuses(party) == ["WAITING", "CONFIRMED"]
    assert OutboxMessage.objects.filter(
        about=party.about, subject__contains="一部の席が確定しました"
    ).exists()


def test_a_seat_that_comes_free_is_offered_to_the_first_in_line():
    event = full_event()
    first, second = (
        wait(event, "国立 花子"),
        wait(event, "国立 二郎", email="b@example.jp"),
    )

    give_back(event, 1)

    assert (statuses(first), statuses(second)) == (["OFFERED"], ["WAITING"])
    assert slot_of(event).taken == 2
    assert letters("offer") == [first.email]
    assert entry_of(first).answer_by > cast.NOW


def test_nobody_registers_past_the_line_even_when_a_seat_is_free():
    event = full_event(seats=3)
    family = wait(event, "国立 花子", "国立 太郎", "国立 ひかり")
    give_back(event, 2)

    late = wait(event, "後 一", "後 二", "後 三", email="late@example.jp")

    assert statuses(family) == ["WAITING"] * 3
    assert statuses(late) == ["WAITING"] * 3
    assert slot_of(event).seats_left == 0


def test_a_party_is_passed_over_twice_and_then_the_seats_gather_for_it():
    event = full_event(seats=3)
    family = wait(event, "国立 花子", "国立 太郎", "国立 ひかり")
    singles = [
        wait(event, f"後 {name}", email=f"{number}@example.jp")
        for number, name in enumerate("一二三")
    ]

    give_back(event, 3)

    # Two singles went first; the third seat gathers for the family.
    assert [statuses(each) for each in singles] == [
        ["OFFERED"],
        ["OFFERED"],
        ["WAITING"],
    ]
    assert statuses(family) == ["WAITING"] * 3
    assert entry_of(family).passes == 2
    assert [step for step in steps(event) if step[1] in ("PASSED", "GATHERING")] == [
        (1, "PASSED", 3),
        (1, "PASSED", 3),
        (1, "GATHERING", 3),
    ]

    for single in singles[:2]:
        cancel(single)

    assert statuses(family) == ["OFFERED"] * 3


def test_who_accepts_fewer_is_offered_what_is_free():
    event = full_event(seats=3)
    family = wait(event, "国立 花子", "国立 太郎", accepts_fewer=True)

    give_back(event, 1)

    assert statuses(family) == ["OFFERED", "WAITING"]


def test_with_automatic_promotion_the_seat_is_given_at_once_and_told():
    event = full_event(promotion=Promotion.AUTOMATIC)
    party = wait(event, "国立 花子")

    give_back(event, 1)

    assert statuses(party) == ["CONFIRMED"]
    assert line(event) == []
    assert letters("promoted") == [party.email]
    assert letters("offer") == []


def test_a_party_that_gets_smaller_may_fit_at_once():
    event = full_event(seats=3)
    family = wait(event, "国立 花子", "国立 太郎")
    give_back(event, 1)

    last = family.seats.order_by("-attendee__number").first()
    cancel_seats(
        registration=family, seat_ids=[last.pk], actor="applicant", now=cast.NOW
    )

    assert statuses(family) == ["OFFERED", "CANCELLED"]


def test_leaving_the_line_lets_the_next_one_move_up():
    event = full_event()
    first, second = (
        wait(event, "国立 花子"),
        wait(event, "国立 二郎", email="b@example.jp"),
    )

    cancel(first)

    assert line(event) == [(2, "WAITING")]
    assert statuses(second) == ["WAITING"]
    first.refresh_from_db()
    assert first.is_cancelled


def test_more_seats_go_to_the_line_first():
    event = full_event()
    party = wait(event, "国立 花子")

    resize(quota=Quota.objects.get(), capacity=3, actor="user:1", now=cast.NOW)

    assert statuses(party) == ["OFFERED"]


def test_special_seats_nobody_took_go_to_the_line_at_their_time():
    event = full_event()
    slot = slot_of(event)
    Quota.objects.create(
        timeslot=slot,
        kind=QuotaKind.DESK,
        capacity=1,
        releases_at=cast.NOW + cast.DAY,
    )
    party = wait(event, "国立 花子")

    assert release_due_quotas(now=cast.NOW) == 0
    assert statuses(party) == ["WAITING"]
    assert release_due_quotas(now=cast.NOW + cast.DAY) == 1
    assert release_due_quotas(now=cast.NOW + cast.DAY) == 0

    assert statuses(party) == ["OFFERED"]


def test_the_desk_has_its_own_seats_and_the_web_does_not_see_them():
    event = full_event()
    slot = slot_of(event)
    Quota.objects.create(timeslot=slot, kind=QuotaKind.DESK, capacity=1)

    caller = cast.registration(event, people=["電話 花子"], channel="PHONE")

    assert slot_of(event).seats_left == 0
    assert statuses(caller) == ["CONFIRMED"]


def test_a_postcard_that_came_earlier_stands_further_ahead():
    event = full_event()
    wait(event, "国立 花子")

    wait(
        event,
        "葉書 花子",
        email="",
        phone="0425762111",
        channel="POSTCARD",
        arrived_at=cast.NOW - cast.DAY,
    )

    assert line(event) == [(2, "WAITING"), (1, "WAITING")]


def test_nothing_is_offered_in_the_last_hours_before_the_doors():
    event = full_event()
    party = wait(event, "国立 花子")
    doors = slot_of(event).opens_doors_at

    give_back(event, 1, now=doors - 3 * cast.HOUR)

    assert statuses(party) == ["WAITING"]
    assert letters("offer") == []


def test_the_counters_of_seats_and_line_agree_with_the_rows():
    event = full_event(seats=3)
    family = wait(event, "国立 花子", "国立 太郎")
    wait(event, "国立 二郎", email="b@example.jp")
    give_back(event, 2)
    assert miscounts() == []

    cancel(family)

    assert miscounts() == []
