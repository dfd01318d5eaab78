"""Ten phones seat the first party of a line, and count heads, at the same moment."""

import time
import uuid
from collections import Counter

import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.door.usecases.admit_at_door import admit_from_line
from events.door.usecases.record_walk_ins import IncomingWalkIn, record_walk_ins
from events.programme.models import Quota
from events.registration.models import Seat, WalkIn
from events.registration.reports import miscounts
from events.registration.usecases import line_at_door
from tests.door.builders import event, slots_of
from tests.door.line import wait_in
from tests.door.test_race import all_at_once, at_the_door

PHONES = 10

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def line_of_three():
    """A talk with three parties in line and seats for two."""
    talk = event()
    (slot,) = slots_of(talk)
    Quota.objects.filter(timeslot=slot).update(capacity=0)
    with transaction.atomic():
        for _ in range(3):
            wait_in(slot)
    Quota.objects.filter(timeslot=slot).update(capacity=2)
    return talk, slot


def seat_first_at_once(talk, slot) -> list:
    doors = [at_the_door(talk) for _ in range(PHONES)]

    def seat(number: int) -> str:
        try:
            admit_from_line(
                scan_id=uuid.uuid4(),
                timeslot=slot,
                number=1,
                device=doors[number],
                now=timezone.now(),
            )
        except line_at_door.NotInLine:
            return "gone"
        return "seated"

    return all_at_once(seat, PHONES)


def test_the_first_party_is_seated_once():
    talk, slot = line_of_three()

    results = seat_first_at_once(talk, slot)

    assert Counter(results) == {"seated": 1, "gone": PHONES - 1}
    assert Quota.objects.get().taken == 1
    assert Seat.objects.confirmed().admitted().count() == 1
    assert miscounts() == []


@pytest.mark.postgres
def test_without_the_lock_of_the_line_it_is_seated_more_than_once(monkeypatch):
    """The control. SQLite has one writer, so there is nothing to switch off."""
    if connection.vendor != "postgresql":
        pytest.skip("PostgreSQL only")
    _talk, slot = line_of_three()
    find_next = line_at_door.next_in_line

    def slowly(*args, **options):
        time.sleep(0.05)
        return find_next(*args, **options)

    monkeypatch.setattr(line_at_door, "next_in_line", slowly)
    monkeypatch.setattr(
        line_at_door, "_lock", lambda slot, **_: list(slot.quotas.order_by("pk"))
    )

    def seat(_number: int) -> int:
        seats = line_at_door.seat_from_line(
            timeslot=slot, number=1, actor="user:1", now=timezone.now()
        )
        return len(seats)

    results = all_at_once(seat, PHONES)

    assert results.count(1) > 1
    assert miscounts() != []


def test_heads_with_and_without_signal_fill_the_seats_exactly():
    talk = event()
    (slot,) = slots_of(talk)
    talk.timeslots.update(admission="WALK_IN")
    Quota.objects.update(capacity=12)
    doors = [at_the_door(talk) for _ in range(PHONES)]

    def count(number: int) -> list[str]:
        taps = [
            IncomingWalkIn(
                id=uuid.uuid4(),
                timeslot_id=slot.pk,
                at=timezone.now(),
                is_inside=number % 2 == 0,
            )
            for _ in range(4)
        ]
        now = timezone.now()
        return [
            str(counted.result)
            for tap in taps
            for counted in record_walk_ins(
                device=doors[number], walk_ins=[tap], now=now
            )
        ]

    words = [word for found in all_at_once(count, PHONES) for word in found]

    inside = WalkIn.objects.counted()
    assert words.count("counted") == inside.count()
    assert Quota.objects.get().taken == 12
    assert inside.filter(is_over=True).count() == inside.count() - 12
    assert miscounts() == []
