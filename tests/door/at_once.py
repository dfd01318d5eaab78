"""Phones at the same moment: threads, each with a connection of its own."""

import threading
import uuid
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from django.db import connection, connections
from django.utils import timezone

from events.door.choices import ScanMode
from events.door.code import read_code
from events.door.incoming import DoorDevice, IncomingScan, TooBusy
from events.door.verdict import Slot
from tests.door.builders import device, slots_of

PHONES = 20


def all_at_once(work: Callable[[int], object], times: int = PHONES) -> list:
    """WORK in TIMES threads, each with a connection of its own; what came of it."""
    barrier = threading.Barrier(times)
    found: list = [None] * times

    def run(number: int) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(30)
            found[number] = work(number)
        except Exception as fault:
            found[number] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def at_the_door(talk) -> DoorDevice:
    row = device(talk, uuid.uuid4().hex)
    (slot,) = slots_of(talk)
    return DoorDevice(
        id=row.pk,
        name=row.name,
        event_id=talk.pk,
        event_slug=talk.slug,
        event_title=talk.title,
        expires_at=row.expires_at,
        last_seen_at=None,
        slots={
            slot.pk: Slot(
                id=slot.pk,
                title=slot.title,
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                doors_at=slot.opens_doors_at,
            )
        },
    )


def reading(token: str) -> IncomingScan:
    now = timezone.now()
    return IncomingScan(
        id=uuid.uuid4(),
        code=read_code(token),
        timeslot_id=None,
        people=None,
        mode=ScanMode.ONLINE,
        at=now,
        sent_at=now.isoformat(),
    )


def decided(token: str, *, seconds: float) -> IncomingScan:
    """Let in by a phone without signal, so many SECONDS ago."""
    at = timezone.now() - timedelta(seconds=seconds)
    return replace(reading(token), mode=ScanMode.OFFLINE, at=at, said="admitted")


def until_it_is_taken(work: Callable[[], list]) -> list:
    """A phone sends again what the server was too busy for; a deadlock is a fault."""
    while True:
        try:
            return work()
        except TooBusy as busy:
            assert "deadlock" not in str(busy.__cause__)  # noqa: PT017 - it goes on


def words(results: list) -> Counter:
    faults = [each for each in results if isinstance(each, Exception)]
    assert faults == []
    return Counter(row["verdict"] for rows in results for row in rows)
