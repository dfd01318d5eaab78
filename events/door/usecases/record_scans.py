"""Record scans of one device and answer each with a verdict.

One path serves a single scan and a batch of 500: read the tickets, decide in memory,
admit the seats and insert the scans. Nobody is locked beforehand: where another device
was faster, nothing is written, and the door looks again.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db import IntegrityError, OperationalError

from events.door.admission import Admission, Overtaken, admit_and_record
from events.door.answers import Answers
from events.door.choices import ScanMode
from events.door.code import Code
from events.door.models import Scan
from events.door.tickets import load_tickets
from events.door.verdict import Decision, Slot, decide

# Each look-again means that another device admitted somebody in between.
TRIES = 8


class TooBusy(Exception):
    """Other devices were faster every time. The device sends the scans again."""


@dataclass(frozen=True)
class DoorDevice:
    """A working device with the timetable of its event."""

    id: UUID
    name: str
    event_id: int
    event_slug: str
    event_title: dict
    expires_at: datetime
    last_seen_at: datetime | None
    slots: dict[int, Slot] = field(default_factory=dict)


@dataclass(frozen=True)
class IncomingScan:
    """One scan as sent. `at` is the device's clock, corrected to the server's."""

    id: UUID
    code: Code
    timeslot_id: int | None
    people: frozenset[int] | None
    mode: ScanMode
    at: datetime
    sent_at: str

    @cached_property
    def body_hash(self) -> str:
        """Tells the same scan sent again from another one under the same id."""
        people = sorted(self.people) if self.people is not None else "all"
        body = [self.code.hash, self.timeslot_id, people, self.mode, self.sent_at]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def record_scans(
    *, device: DoorDevice, scans: Sequence[IncomingScan], now: datetime
) -> list[dict]:
    """Answer SCANS in the order sent; each row as the door API publishes it.

    Changes seats (admitted once, by one scan) and inserts the scans, in one
    transaction; locks those seats while it writes. A scan id that is known returns its
    stored answer, also to another device of this event: a phone that was paired again
    sends what it still holds. With another body, or from another event, it is answered
    with `"error": "conflict"`. Nothing leaves. Raises TooBusy.
    """
    known: dict[UUID, Scan] = {}
    for _ in range(TRIES):
        fresh = _without_repeats(scans, known)
        try:
            answers = _decide_and_write(device=device, scans=fresh, now=now)
        except Overtaken:
            continue
        except IntegrityError:
            known = Scan.objects.in_bulk([scan.id for scan in scans])
            continue
        except OperationalError as error:  # A lock that did not come in time.
            raise TooBusy from error
        return [_answer(device, scan, answers, known, fresh) for scan in scans]
    raise TooBusy


def _without_repeats(
    scans: Sequence[IncomingScan], known: dict[UUID, Scan]
) -> dict[UUID, IncomingScan]:
    fresh: dict[UUID, IncomingScan] = {}
    for scan in scans:
        if scan.id not in known:
            fresh.setdefault(scan.id, scan)
    return fresh


def _answer(
    device: DoorDevice,
    scan: IncomingScan,
    answers: dict[UUID, dict],
    known: dict[UUID, Scan],
    fresh: dict[UUID, IncomingScan],
) -> dict:
    stored = known.get(scan.id)
    body_hash = stored.body_hash if stored else fresh[scan.id].body_hash
    foreign = stored is not None and stored.event_id != device.event_id
    if foreign or body_hash != scan.body_hash:
        return Answers.conflict(scan.id)
    return stored.answer if stored else answers[scan.id]


def _decide_and_write(
    *, device: DoorDevice, scans: dict[UUID, IncomingScan], now: datetime
) -> dict[UUID, dict]:
    tickets = load_tickets([scan.code for scan in scans.values()], device.event_id)
    words = Answers(with_visitor=len(scans) == 1)
    admissions: list[Admission] = []
    rows: list[Scan] = []
    for scan in scans.values():
        decision = decide(
            code=scan.code,
            ticket=tickets.get(scan.code.hash),
            event_id=device.event_id,
            slots=device.slots,
            timeslot_id=scan.timeslot_id,
            people=scan.people,
            at=scan.at,
        )
        for seat in decision.seats:
            seat.admitted_at, seat.admitted_by = scan.at, str(scan.id)
            admissions.append(Admission(seat.id, scan.at, scan.id))
        rows.append(_row(device, scan, decision, words, now=now))
    admit_and_record(admissions, rows)
    return {row.id: row.answer for row in rows}


def _row(
    device: DoorDevice,
    scan: IncomingScan,
    decision: Decision,
    words: Answers,
    *,
    now: datetime,
) -> Scan:
    admitted = len(decision.seats)
    return Scan(
        id=scan.id,
        device_id=device.id,
        event_id=device.event_id,
        timeslot_id=decision.slot.id if decision.slot else None,
        registration_id=decision.registration_id,
        code_hash=scan.code.hash,
        body_hash=scan.body_hash,
        mode=scan.mode,
        verdict=decision.verdict,
        admitted=admitted,
        answer=words.row(scan.id, decision),
        at=scan.at,
        received_at=now,
    )
