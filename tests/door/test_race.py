"""Twenty phones, one ticket, the same moment: one party walks in.

DOOR_TICKETS=60 is a short form of the first test, for a busy machine.
"""

import itertools
import os
import threading
import time
import uuid

import pytest
from django.db import connection, transaction
from django.utils import timezone

from events.door.code import read_code
from events.door.incoming import DoorDevice, IncomingScan
from events.door.models import PairingCode, Scan, ScannerDevice
from events.door.tickets import load_tickets
from events.door.usecases import record_scans as use_case
from events.door.usecases.pair_device import (
    PairingCodeOver,
    open_pairing,
    pair_device,
)
from events.door.usecases.record_scans import record_scans
from events.registration.models import Seat
from tests.door.at_once import PHONES, all_at_once, at_the_door, reading, words
from tests.door.builders import event, parties, slots_of

TICKETS = int(os.environ.get("DOOR_TICKETS", "500"))

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def test_a_ticket_that_twenty_phones_read_at_once_admits_once():
    talk = event()
    doors = [at_the_door(talk) for _ in range(PHONES)]
    codes = [t.token for t in parties(slots_of(talk)[0], number=TICKETS, people=2)]

    together = threading.Barrier(PHONES)

    def read_them_all(number: int) -> list[dict]:
        rows = []
        for code in codes:
            scan = reading(code)
            together.wait(300)
            rows += record_scans(device=doors[number], scans=[scan], now=timezone.now())
        return rows

    began = time.process_time()
    results = all_at_once(read_them_all)

    assert time.process_time() - began < 90
    assert words(results) == {
        "admitted": TICKETS,
        "already_in": TICKETS * (PHONES - 1),
    }
    assert_each_party_was_admitted_by_one_scan()


def test_batches_that_overlap_in_any_order_admit_once():
    talk = event()
    doors = [at_the_door(talk) for _ in range(4)]
    codes = [t.token for t in parties(slots_of(talk)[0], number=50, people=2)]
    orders = [codes, codes[::-1], codes[25:] + codes[:25], codes[::2] + codes[1::2]]

    results = all_at_once(
        lambda number: record_scans(
            device=doors[number],
            scans=[reading(code) for code in orders[number]],
            now=timezone.now(),
        ),
        times=4,
    )

    assert words(results) == {"admitted": 50, "already_in": 150}
    assert_each_party_was_admitted_by_one_scan()


def assert_each_party_was_admitted_by_one_scan() -> None:
    by_party = itertools.groupby(
        Seat.objects.order_by("registration_id").values_list(
            "registration_id", "admitted_by"
        ),
        key=lambda row: row[0],
    )
    assert all(len({by for _, by in rows}) == 1 for _, rows in by_party)
    admitting = Scan.objects.filter(verdict="admitted").values_list("pk", flat=True)
    assert set(admitting) == set(Seat.objects.values_list("admitted_by", flat=True))


def test_the_same_scan_sent_twenty_times_at_once_is_one_row():
    talk = event()
    door = at_the_door(talk)
    scan = reading(parties(slots_of(talk)[0], number=1)[0].token)

    results = all_at_once(
        lambda _: record_scans(device=door, scans=[scan], now=timezone.now())
    )

    assert words(results) == {"admitted": PHONES}
    assert Scan.objects.count() == 1


def test_control_a_door_that_reads_first_and_writes_later_admits_many():
    """The guard off: the harness must show what the conditional UPDATE prevents."""
    talk = event()
    ticket = parties(slots_of(talk)[0], number=1)[0]
    all_have_read = threading.Barrier(PHONES)

    def careless(_: int) -> int:
        code = read_code(ticket.token)
        (seat,) = load_tickets([code], talk.pk)[code.hash].seats
        all_have_read.wait(30)
        if seat.admitted_at is not None:
            return 0
        return Seat.objects.filter(pk=seat.id).update(
            admitted_at=timezone.now(), admitted_by=uuid.uuid4()
        )

    assert sum(all_at_once(careless)) == PHONES


def test_control_without_the_condition_the_real_door_admits_many(monkeypatch):
    talk = event()
    doors = [at_the_door(talk) for _ in range(PHONES)]
    token = parties(slots_of(talk)[0], number=1)[0].token
    all_have_read = threading.Barrier(PHONES)

    def without_condition(admissions, scans) -> None:
        all_have_read.wait(30)
        with transaction.atomic():
            for each in admissions:
                Seat.objects.filter(pk=each.id).update(
                    admitted_at=each.at, admitted_by=each.by
                )
            Scan.objects.bulk_create(scans)

    monkeypatch.setattr(use_case, "admit_and_record", without_condition)
    results = all_at_once(
        lambda number: record_scans(
            device=doors[number], scans=[reading(token)], now=timezone.now()
        )
    )

    assert words(results) == {"admitted": PHONES}


def test_two_phones_that_photograph_the_same_code_make_one_device():
    code = open_pairing(event=event(), actor="user:1", now=timezone.now())

    results = all_at_once(
        lambda number: pair_device(code=code, name=f"{number}", now=timezone.now())
    )

    refused = [each for each in results if isinstance(each, PairingCodeOver)]
    assert len(refused) == PHONES - 1
    assert ScannerDevice.objects.count() == 1
    assert PairingCode.objects.get().used_at is not None


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks")
def test_a_seat_that_somebody_holds_locked_does_not_break_the_door():
    talk = event()
    door = at_the_door(talk)
    scan = reading(parties(slots_of(talk)[0], number=1)[0].token)

    with transaction.atomic():
        list(Seat.objects.select_for_update())
        (fault,) = all_at_once(
            lambda _: record_scans(device=door, scans=[scan], now=timezone.now()),
            times=1,
        )

    assert isinstance(fault, use_case.TooBusy)
    (row,) = record_scans(device=door, scans=[scan], now=timezone.now())
    assert row["verdict"] == "admitted"


def in_the_background(door: DoorDevice, scans: list[IncomingScan]) -> tuple:
    """A thread that will record SCANS, and the list it leaves what came of it in."""
    results: list = []

    def work(_: int) -> list[dict]:
        return record_scans(device=door, scans=scans, now=timezone.now())

    return threading.Thread(
        target=lambda: results.extend(all_at_once(work, times=1))
    ), results


def wait_until_somebody_waits_for_us() -> None:
    until = time.monotonic() + 2.5  # less than the lock's time out
    while time.monotonic() < until:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM pg_locks WHERE NOT granted"
                " AND pg_backend_pid() = ANY (pg_blocking_pids(pid))"
            )
            if cursor.fetchone():
                return
        time.sleep(0.01)
    raise AssertionError("nobody waits for us")


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks")
def test_seats_are_locked_in_one_order_whatever_order_they_came_in():
    talk = event()
    tickets = parties(slots_of(talk)[0], number=3)
    low, middle, high = Seat.objects.order_by("pk").values_list("pk", flat=True)
    batch, results = in_the_background(
        at_the_door(talk), [reading(ticket.token) for ticket in reversed(tickets)]
    )

    with transaction.atomic():
        Seat.objects.select_for_update().get(pk=middle)
        batch.start()
        wait_until_somebody_waits_for_us()
        free = Seat.objects.select_for_update(skip_locked=True)
        assert list(free.filter(pk__in=[low, high]).values_list("pk", flat=True)) == [
            high
        ]
    batch.join()

    assert words(results) == {"admitted": 3}


@pytest.mark.postgres
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs row locks")
@pytest.mark.parametrize(
    ("meanwhile", "verdict"),
    [
        ({"created_at": timezone.now()}, "admitted"),
        ({"status": "CANCELLED"}, "cancelled"),
        ({"admitted_at": timezone.now(), "admitted_by": uuid.uuid4()}, "already_in"),
    ],
)
def test_a_seat_that_changed_while_the_door_waited_is_judged_as_it_is_now(
    meanwhile, verdict
):
    talk = event()
    (ticket,) = parties(slots_of(talk)[0], number=1, people=3)
    scan, results = in_the_background(at_the_door(talk), [reading(ticket.token)])

    with transaction.atomic():
        Seat.objects.update(**meanwhile)
        scan.start()
        wait_until_somebody_waits_for_us()
    scan.join()

    assert words(results) == {verdict: 1}
    assert Scan.objects.get().verdict == verdict
    entered = Seat.objects.filter(admitted_by=Scan.objects.get().pk).count()
    assert entered == (3 if verdict == "admitted" else 0)
