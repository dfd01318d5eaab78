"""Seats are taken and given back in one place, under a CHECK of the database."""

import pytest
from django.db import IntegrityError, transaction

from events.programme.models import Quota
from events.programme.usecases.seats import (
    CapacityBelowTaken,
    SeatsGone,
    claim,
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


def test_what_was_taken_in_other_timeslots_goes_back_with_the_transaction():
    event = cast.event(slots=2, seats=3)
    first, second = (slot.pk for slot in cast.timeslots(event))

    with pytest.raises(SeatsGone) as refusal, transaction.atomic():
        take_seats(wanted={first: 2, second: 4})

    assert refusal.value.timeslot_id == second
    assert [slot.taken for slot in cast.timeslots(event)] == [0, 0]


def test_seats_given_back_are_free_again():
    event = cast.event(slots=1, seats=3)
    take_seats(wanted={cast.timeslots(event)[0].pk: 3})

    release_seats(freed={quota(event).pk: 2})

    assert quota(event).taken == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", [take_seats, release_seats])
def test_seats_move_inside_a_transaction_only(change):
    with pytest.raises(transaction.TransactionManagementError):
        change(**{"wanted" if change is take_seats else "freed": {1: 1}})


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
