"""Seats are taken and given back in one place, under a CHECK of the database."""

import pytest
from django.db import IntegrityError, transaction

from events.programme.choices import QuotaKind
from events.programme.models import Quota
from events.programme.seating import kinds_of, seat_people
from events.programme.usecases.seats import (
    CapacityBelowTaken,
    change_line,
    claim,
    general_people,
    release_quota,
    release_seats,
    resize_quota,
    take_seats,
)
from tests import cast

pytestmark = pytest.mark.django_db


def quota(event) -> Quota:
    return Quota.objects.get(timeslot__event=event)


def test_seats_are_taken_until_the_last_and_not_beyond():
    event = cast.event(slots=1, seats=3)
    slot = cast.timeslots(event)[0]

    assert [claim(slot.pk, people) for people in (2, 2, 1, 1)] == [
        True,
        False,
        True,
        False,
    ]

    assert quota(event).taken == 3


def test_a_party_that_does_not_fit_takes_nothing():
    event = cast.event(slots=1, seats=3)
    slot = cast.timeslots(event)[0]

    took = take_seats(timeslot_id=slot.pk, people=general_people(4))

    assert took is None
    assert [slot.taken for slot in cast.timeslots(event)] == [0]


def test_nobody_takes_a_general_seat_past_the_line():
    event = cast.event(slots=1, seats=3)
    slot = cast.timeslots(event)[0]
    change_line(timeslot_id=slot.pk, by=1)

    in_one = take_seats(timeslot_id=slot.pk, people=general_people(1), quota_id=1)
    matched = take_seats(timeslot_id=slot.pk, people=general_people(1))

    assert (in_one, matched) == (None, None)


def test_a_special_seat_is_taken_before_a_general_one():
    event = cast.event(slots=1, seats=1)
    slot = cast.timeslots(event)[0]
    youth = Quota.objects.create(timeslot=slot, kind=QuotaKind.YOUTH, capacity=1)
    young = kinds_of({QuotaKind.YOUTH})

    took = take_seats(timeslot_id=slot.pk, people=[young, *general_people(1)])

    assert took == [youth.pk, slot.quota_id]


def test_who_has_a_choice_leaves_the_only_seat_of_somebody_else():
    young = kinds_of({QuotaKind.YOUTH})
    both = kinds_of({QuotaKind.YOUTH, QuotaKind.FIRST_TIMERS})
    free = {QuotaKind.GENERAL: 0, QuotaKind.YOUTH: 1, QuotaKind.FIRST_TIMERS: 1}

    assert seat_people([both, young], free) == [
        QuotaKind.FIRST_TIMERS,
        QuotaKind.YOUTH,
    ]
    assert seat_people([young, young], free) is None


def test_seats_given_back_are_free_again():
    event = cast.event(slots=1, seats=3)
    take_seats(timeslot_id=cast.timeslots(event)[0].pk, people=general_people(3))

    release_seats(freed={quota(event).pk: 2})

    assert quota(event).taken == 1


def test_a_special_quota_gives_its_free_seats_to_all_at_its_time():
    event = cast.event(slots=1, seats=5)
    slot = cast.timeslots(event)[0]
    desk = Quota.objects.create(timeslot=slot, kind=QuotaKind.DESK, capacity=4, taken=1)

    freed = release_quota(quota=desk, now=cast.NOW)
    release_seats(freed={desk.pk: 1})

    desk.refresh_from_db()
    general = Quota.objects.get(pk=slot.quota_id)
    assert freed == 3
    assert (desk.capacity, desk.taken, general.capacity) == (0, 0, 9)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("change", "values"),
    [
        (take_seats, {"timeslot_id": 1, "people": general_people(1)}),
        (release_seats, {"freed": {1: 1}}),
    ],
)
def test_seats_move_inside_a_transaction_only(change, values):
    with pytest.raises(transaction.TransactionManagementError):
        change(**values)


def test_a_capacity_grows_and_shrinks_down_to_what_is_taken():
    event = cast.event(slots=1, seats=10)
    claim(cast.timeslots(event)[0].pk, 4)

    for capacity in (20, 4):
        resize_quota(quota=quota(event), capacity=capacity)
        assert quota(event).capacity == capacity


def test_a_capacity_below_taken_is_refused_with_how_many_to_cancel_first():
    event = cast.event(slots=1, seats=10)
    claim(cast.timeslots(event)[0].pk, 4)

    with pytest.raises(CapacityBelowTaken) as refusal:
        resize_quota(quota=quota(event), capacity=3)

    assert (refusal.value.taken, refusal.value.excess) == (4, 1)
    assert quota(event).capacity == 10


@pytest.mark.parametrize("values", [{"taken": 4}, {"capacity": -1}])
def test_the_database_itself_refuses_what_is_not_there(values):
    event = cast.event(slots=1, seats=3)

    with pytest.raises(IntegrityError), transaction.atomic():
        Quota.objects.filter(timeslot__event=event).update(**values)
