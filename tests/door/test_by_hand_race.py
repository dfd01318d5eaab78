"""Two doors move into the last seat, or one party is moved while it is let in."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.access import device_at_door
from events.door.code import read_code
from events.door.incoming import DoorDevice, IncomingScan
from events.door.models import Scan
from events.door.usecases.by_hand import ByHand
from events.door.usecases.move_here import move_here
from events.door.usecases.record_scans import record_scans
from events.programme.models import Quota, Timeslot
from events.registration.models import Seat
from events.registration.reports import miscounts
from events.registration.usecases import move_at_door
from tests.door.builders import Phone, event, party, slots_of
from tests.door.test_race import all_at_once

PHONES = 4

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def talk():
    """Two timeslots with open doors; one seat is left in the second."""
    made = event(slots=2)
    second = slots_of(made)[1]
    second.doors_at = timezone.now() - timedelta(minutes=1)
    second.save()
    second.quotas.update(capacity=1)
    return made


class _Asked:
    """What `device_at_door` looks at."""

    def __init__(self, phone: Phone) -> None:
        self.headers = phone.headers


def at(phone: Phone, slot: Timeslot) -> DoorDevice:
    phone.slot = slot
    return device_at_door(_Asked(phone), timezone.now())


def wish(phone: Phone, token: str) -> ByHand:
    return ByHand(
        id=uuid.uuid4(),
        scan_id=uuid.UUID(phone.scan(token)["id"]),
        code=read_code(token),
        timeslot_id=phone.slot.pk,
        people=None,
    )


def reading(token: str, slot: Timeslot) -> IncomingScan:
    now = timezone.now()
    return IncomingScan(
        id=uuid.uuid4(),
        code=read_code(token),
        timeslot_id=slot.pk,
        people=None,
        mode="online",
        at=now,
        sent_at=now.isoformat(),
    )


def moves_of_many(talk) -> list:
    first, second = slots_of(talk)
    phone = Phone(talk)
    door = at(phone, second)
    wishes = [wish(phone, party(first).token) for _ in range(PHONES)]
    return all_at_once(
        lambda number: move_here(device=door, wish=wishes[number], now=timezone.now()),
        times=PHONES,
    )


def test_the_last_seat_is_taken_once_and_the_others_keep_theirs(talk):
    first, second = slots_of(talk)

    rows = moves_of_many(talk)

    words = sorted(row.get("refused", "moved") for row in rows)
    assert words == ["full"] * (PHONES - 1) + ["moved"]
    assert Quota.objects.get(timeslot=second).taken == 1
    assert Seat.objects.alive().filter(timeslot=first).count() == PHONES - 1
    assert Seat.objects.alive().count() == PHONES
    assert miscounts() == []


def test_control_without_the_guard_they_all_get_the_last_seat(talk, monkeypatch):
    """Each has looked at the seats before, and takes none by a conditional UPDATE."""
    _first, second = slots_of(talk)
    quota = second.quotas.get()

    def careless(quotas, *, people, from_the_line):
        fits = quotas[0].left >= len(people)
        return [quota.pk] * len(people) if fits else None

    def without_lock(timeslot_ids):
        return {pk: [quota] for pk in timeslot_ids}

    monkeypatch.setattr(move_at_door, "take_from", careless)
    monkeypatch.setattr(move_at_door, "lock_timeslots", without_lock)

    rows = moves_of_many(talk)

    assert [row["moved"] for row in rows] == [1] * PHONES
    assert Seat.objects.alive().filter(timeslot=second).count() == PHONES
    assert miscounts() != []


def test_a_party_is_moved_or_let_in_where_it_was_and_never_both(talk):
    first, second = slots_of(talk)
    second.quotas.update(capacity=50)
    phone = Phone(talk)
    here, there = at(phone, second), at(Phone(talk), first)
    phone.slot = second
    tokens = [party(first, people=2).token for _ in range(8)]
    wishes = [wish(phone, token) for token in tokens]

    def work(number: int) -> list[dict]:
        now = timezone.now()
        if number % 2:
            return [move_here(device=here, wish=each, now=now) for each in wishes]
        scans = [reading(token, first) for token in tokens]
        return [record_scans(device=there, scans=[s], now=now)[0] for s in scans]

    results = all_at_once(work, times=PHONES)

    assert [each for each in results if isinstance(each, Exception)] == []
    assert Seat.objects.alive().count() == Seat.objects.admitted().count() == 16
    for seats in (
        Seat.objects.alive().filter(registration=pk)
        for pk in set(Seat.objects.values_list("registration", flat=True))
    ):
        assert len({(seat.timeslot_id, seat.admitted_by) for seat in seats}) == 1
    admitting = Scan.objects.filter(verdict="admitted").values_list("pk", flat=True)
    assert set(admitting) == set(
        Seat.objects.admitted().values_list("admitted_by", flat=True)
    )
    assert miscounts() == []


def test_the_same_move_sent_by_many_at_once_is_one_move(talk):
    first, second = slots_of(talk)
    phone = Phone(talk)
    door = at(phone, second)
    one = wish(phone, party(first).token)

    rows = all_at_once(
        lambda _: move_here(device=door, wish=one, now=timezone.now()), times=PHONES
    )

    assert all(row == rows[0] for row in rows), rows
    assert rows[0]["moved"] == 1
    assert Scan.objects.filter(verdict="admitted").count() == 1
