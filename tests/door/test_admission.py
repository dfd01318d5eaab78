"""Seats and scans are written together or not at all."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.admission import Admission, Overtaken, admit_and_record
from events.door.choices import ScanMode, Verdict
from events.door.models import Scan
from events.registration.choices import SeatStatus
from events.registration.models import Seat
from tests.door.builders import parties, statements

# What a text format could stumble over.
ANSWER = {"message": "タブ\t行\n引用\"' \\ \\N %s 名", "first_at": None, "admitted": 4}

pytestmark = pytest.mark.django_db


def scan(phone, **fields) -> Scan:
    now = timezone.now()
    return Scan(
        **{
            "id": uuid.uuid4(),
            "device_id": phone.device.pk,
            "event_id": phone.device.event_id,
            "code_hash": "c" * 64,
            "body_hash": "b" * 64,
            "mode": ScanMode.OFFLINE,
            "verdict": Verdict.ADMITTED,
            "admitted": 0,
            "answer": ANSWER,
            "at": now - timedelta(hours=1),
            "received_at": now,
        }
        | fields
    )


def columns(row: Scan) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in Scan._meta.concrete_fields
    }


@pytest.fixture
def seats(slot):
    """Of three parties of two, the last seat first."""
    parties(slot, number=3, people=2)
    return list(Seat.objects.order_by("-pk"))


def entering(seats, row: Scan) -> list[Admission]:
    return [Admission(seat.pk, row.at, row.pk) for seat in seats]


@pytest.mark.parametrize("number", [1, 3])
def test_scans_read_back_as_they_were_given(phone, slot, number):
    rows = [scan(phone, timeslot_id=slot.pk), scan(phone), scan(phone)][:number]

    admit_and_record([], rows)

    stored = Scan.objects.in_bulk()
    assert {pk: columns(row) for pk, row in stored.items()} == {
        row.pk: columns(row) for row in rows
    }


def test_each_seat_keeps_the_time_and_the_scan_that_let_it_in(phone, seats):
    first, second = scan(phone), scan(phone, at=timezone.now())
    admissions = entering(seats[:4], first) + entering(seats[4:5], second)

    admit_and_record(admissions, [first, second])

    assert {
        seat.pk: (seat.admitted_at, seat.admitted_by)
        for seat in Seat.objects.admitted()
    } == {each.id: (each.at, each.by) for each in admissions}


def test_the_number_of_statements_does_not_grow(phone, seats):
    def cost(some):
        rows = [scan(phone) for _ in some]
        admissions = [
            Admission(seat.pk, row.at, row.pk)
            for seat, row in zip(some, rows, strict=True)
        ]
        with CaptureQueriesContext(connection) as queries:
            admit_and_record(admissions, rows)
        return len(list(statements(queries)))

    assert cost(seats[:1]) == cost(seats[1:])
    assert cost(seats[:0]) == 0
    assert Scan.objects.count() == Seat.objects.admitted().count() == 6


@pytest.mark.parametrize(
    "taken",
    [
        {"admitted_at": timezone.now(), "admitted_by": uuid.uuid4()},
        {"status": SeatStatus.CANCELLED},
    ],
)
def test_when_one_seat_is_no_longer_free_nobody_enters(phone, seats, taken):
    Seat.objects.filter(pk=seats[3].pk).update(**taken)
    before = list(Seat.objects.order_by("pk").values())
    row = scan(phone)

    with pytest.raises(Overtaken):
        admit_and_record(entering(seats, row), [row])

    assert list(Seat.objects.order_by("pk").values()) == before
    assert Scan.objects.count() == 0


@pytest.mark.parametrize("others", [0, 2])
def test_a_known_id_is_an_integrity_error_and_nobody_enters(phone, seats, others):
    known = scan(phone)
    known.save(force_insert=True)
    again = scan(phone, id=known.pk)

    with pytest.raises(IntegrityError):
        admit_and_record(
            entering(seats, again), [scan(phone) for _ in range(others)] + [again]
        )

    # Within a transaction, which goes on.
    assert connection.in_atomic_block
    assert Seat.objects.admitted().count() == 0
    assert list(Scan.objects.values_list("pk", flat=True)) == [known.pk]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("others", [0, 2])
def test_without_a_transaction_around_it_it_is_one_by_itself(phone, seats, others):
    known = scan(phone)
    known.save(force_insert=True)
    again = scan(phone, id=known.pk)

    with pytest.raises(IntegrityError):
        admit_and_record(
            entering(seats, again), [scan(phone) for _ in range(others)] + [again]
        )
    Seat.objects.filter(pk=seats[0].pk).update(status=SeatStatus.CANCELLED)
    fresh = scan(phone)
    with pytest.raises(Overtaken):
        admit_and_record(entering(seats, fresh), [fresh])

    assert not connection.in_atomic_block
    assert Seat.objects.admitted().count() == 0
    assert list(Scan.objects.values_list("pk", flat=True)) == [known.pk]


@pytest.mark.django_db(transaction=True)
def test_it_goes_with_the_transaction_around_it(phone, seats):
    row = scan(phone)

    with transaction.atomic():
        admit_and_record(entering(seats, row), [row])
        transaction.set_rollback(True)

    assert Seat.objects.admitted().count() == Scan.objects.count() == 0
