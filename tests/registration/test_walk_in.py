"""People who come without registering are counted against the seats that are left."""

import uuid

import pytest
from django.utils import timezone

from events.programme.choices import Admission, QuotaKind
from events.programme.models import Quota
from events.registration.models import WalkIn
from events.registration.reports import miscounts
from events.registration.usecases.capacity import open_to_walk_ins
from events.registration.usecases.register import NothingChosen
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
    UndoTooLate,
    count_walk_in,
    undo_walk_in,
)
from tests import cast
from tests.page import Page
from tests.registration.waiting import entry_of, full_event, slot_of, statuses, wait

pytestmark = pytest.mark.django_db


def walk_in_event(seats: int | None = 2, admission=Admission.WALK_IN, now=cast.NOW):
    """A talk whose doors are open."""
    event = cast.event(slots=0, now=now, starts_at=now + cast.HOUR / 6)
    cast.timeslot(event, starts_at=event.starts_at, seats=seats, admission=admission)
    return event


def count(event, **values) -> WalkIn:
    order = {"tap_id": uuid.uuid4(), "actor": "user:1", "now": cast.NOW}
    return count_walk_in(timeslot=slot_of(event), **{**order, **values})


def test_heads_are_counted_until_the_last_seat():
    event = walk_in_event()

    count(event, age_band="TWENTIES", visit="FIRST")
    count(event)
    with pytest.raises(NoSeatLeft):
        count(event)

    assert slot_of(event).taken == 2
    assert sorted(WalkIn.objects.values_list("age_band", "visit")) == [
        ("", ""),
        ("TWENTIES", "FIRST"),
    ]
    assert miscounts() == []


def test_where_nobody_counts_seats_heads_are_only_counted():
    event = walk_in_event(seats=None, admission=Admission.FREE_ENTRY)

    count(event)

    assert WalkIn.objects.counted().count() == 1
    assert miscounts() == []


def test_a_double_tap_is_one_head():
    event = walk_in_event()
    tap = uuid.uuid4()

    assert [count(event, tap_id=tap).pk for _ in range(3)] == [tap] * 3

    assert slot_of(event).taken == 1


def test_a_mistake_is_taken_back_within_fifteen_minutes_and_once():
    event = walk_in_event()
    head = count(event)
    quarter = cast.HOUR / 4

    with pytest.raises(UndoTooLate):
        undo_walk_in(
            walk_in=head, actor="user:1", now=cast.NOW + quarter + cast.HOUR / 60
        )
    undo_walk_in(walk_in=head, actor="user:1", now=cast.NOW + quarter)
    with pytest.raises(UndoTooLate):
        undo_walk_in(walk_in=head, actor="user:1", now=cast.NOW + quarter)

    assert slot_of(event).taken == 0
    assert miscounts() == []


@pytest.mark.parametrize("early", [True, False])
def test_nobody_walks_in_before_the_doors_or_after_the_end(early):
    event = walk_in_event()
    moment = event.starts_at + (-2 if early else 2) * cast.HOUR

    with pytest.raises(NotForWalkIns):
        count(event, now=moment)


def test_a_timeslot_for_applications_takes_walk_ins_once_it_is_opened_to_them():
    event = walk_in_event(admission=Admission.APPLICATION)
    with pytest.raises(NotForWalkIns):
        count(event)

    open_to_walk_ins(timeslot=slot_of(event), actor="user:1", now=cast.NOW)
    count(event)

    assert slot_of(event).taken == 1
    with pytest.raises(NothingChosen):
        cast.registration(event, people=["国立 花子"])


def test_at_the_set_hour_it_is_open_to_walk_ins_by_itself():
    event = walk_in_event(admission=Admission.APPLICATION)
    event.timeslots.update(walk_ins_from=cast.NOW - cast.HOUR)

    count(event)

    assert slot_of(event).taken == 1


def test_whoever_waits_comes_first_unless_nobody_of_the_line_is_here():
    event = full_event()
    party = wait(event, "国立 花子")
    slot = slot_of(event)
    open_to_walk_ins(timeslot=slot, actor="user:1", now=cast.NOW)
    Quota.objects.update(capacity=3)
    doors = slot.opens_doors_at

    with pytest.raises(SomebodyWaits) as first:
        count(event, now=doors)
    count(event, now=doors, past_the_line=True)

    assert first.value.number == entry_of(party).number
    assert statuses(party) == ["WAITING"]
    assert miscounts() == []


def test_at_the_door_every_free_seat_counts_special_ones_too():
    event = walk_in_event(seats=0)
    Quota.objects.create(timeslot=slot_of(event), kind=QuotaKind.DESK, capacity=1)

    count(event)

    assert slot_of(event).taken == 1


# The staff's page


@pytest.fixture
def staff(client):
    return cast.signed_in(cast.aoki(), client)


def test_staff_count_a_head_and_take_it_back(staff):
    event = walk_in_event(now=timezone.now())
    page = f"/staff/events/{event.slug}/"
    shown = Page(staff.get(page))
    assert "当日入場 +1" in shown.words

    tap = {"timeslot": slot_of(event).pk, "tap": shown.values("tap")[0]}
    answers = [
        Page(staff.post(f"{page}walk-ins/", tap, follow=True)).words for _ in range(2)
    ]

    assert "1人、当日入場しました" in answers[0]
    assert slot_of(event).taken == 1
    head = WalkIn.objects.get()
    undone = Page(staff.post(f"{page}walk-ins/{head.pk}/undo/", follow=True)).words
    assert "元に戻しました" in undone
    assert slot_of(event).taken == 0


def test_staff_open_the_rest_to_walk_ins_by_one_click(staff):
    event = cast.event(now=timezone.now(), slots=1)
    page = f"/staff/events/{event.slug}/"

    staff.post(f"{page}open-to-walk-ins/", {"timeslot": slot_of(event).pk})

    assert slot_of(event).walk_ins_from is not None
    assert "残席を当日受付" in Page(staff.get(f"/events/{event.slug}/")).words


def test_the_name_of_a_slot_booked_at_the_venue_is_kept(staff):
    event = walk_in_event(now=timezone.now(), seats=1, admission=Admission.AT_VENUE)
    page = f"/staff/events/{event.slug}/"

    data = {
        "timeslot": slot_of(event).pk,
        "tap": str(uuid.uuid4()),
        "name": " 髙橋 奏 ",
    }
    staff.post(f"{page}walk-ins/", data)
    full = Page(
        staff.post(f"{page}walk-ins/", data | {"tap": uuid.uuid4()}, follow=True)
    )

    assert WalkIn.objects.get().name == "髙橋 奏"
    assert "満席です" in full.words


@pytest.mark.parametrize("timeslot", ["", "x", "999999999999", "-1"])
def test_a_timeslot_of_another_event_answers_like_one_that_does_not_exist(
    staff, timeslot
):
    event = walk_in_event(now=timezone.now())
    foreign = slot_of(cast.event(slug="other", now=timezone.now()))
    page = f"/staff/events/{event.slug}/walk-ins/"

    answers = [
        staff.post(page, {"timeslot": each, "tap": uuid.uuid4()}).status_code
        for each in (timeslot, foreign.pk)
    ]

    assert answers == [404, 404]
    assert not WalkIn.objects.exists()
