"""Let in a party that stands at the door without having shown a ticket.

It leaves a scan like every other way in: the merge counts it, and it can be undone.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from events.door.admission import Admission, Overtaken, admit_and_record
from events.door.choices import ScanMode, Verdict
from events.door.incoming import DoorDevice, TooBusy
from events.door.models import Scan
from events.door.usecases.rehearsal import no_trace_of
from events.door.words import verdict_texts
from events.programme.models import Timeslot
from events.registration.models import Registration, Seat, Ticket
from events.registration.usecases.line_at_door import seat_from_line
from events.registration.usecases.register_at_door import (
    register_at_door,
    seats_at_door,
)

TRIES = 4
T = TypeVar("T")


def admit_by_name(
    *,
    scan_id: UUID,
    timeslot: Timeslot,
    name: str,
    people: int,
    past_the_line: bool,
    device: DoorDevice | None,
    actor: str,
    now: datetime,
) -> Registration:
    """Register NAME at the door (`register_at_door`) and let the party in.

    One transaction: registration, seats, ticket, the scan SCAN_ID, the admission.
    Without DEVICE a member of staff did it. The same SCAN_ID again returns the first
    registration. Nothing leaves. Raises what `register_at_door` raises, and TooBusy.
    """

    def once() -> Registration:
        made = register_at_door(
            timeslot=timeslot,
            name=name,
            people=people,
            key=scan_id,
            actor=actor,
            now=now,
            past_the_line=past_the_line,
        )
        seats = seats_at_door(made, timeslot)
        _let_in(scan_id, made, seats, timeslot, device, actor=actor, now=now)
        return made

    return _until_written(once, device)


def admit_from_line(
    *,
    scan_id: UUID,
    timeslot: Timeslot,
    number: int,
    device: DoorDevice,
    now: datetime,
) -> Scan:
    """Seat the party NUMBER of the line (`seat_from_line`) and let it in; its scan.

    One transaction. A minor without the consent that the event demands is seated and
    not let in. The same SCAN_ID again returns the first scan. Nothing leaves. Raises
    what `seat_from_line` raises, and TooBusy.
    """

    def once() -> Scan:
        known = Scan.objects.filter(pk=scan_id, event_id=device.event_id).first()
        if known:
            return known
        seats = seat_from_line(
            timeslot=timeslot, number=number, actor=device.actor, now=now
        )
        party = seats[0].registration
        return _let_in(
            scan_id, party, seats, timeslot, device, actor=device.actor, now=now
        )

    return _until_written(once, device)


def _until_written(once: Callable[[], T], device: DoorDevice | None) -> T:
    """ONCE in a transaction; again where another phone was faster with the same."""
    for attempt in range(TRIES):
        try:
            with no_trace_of(device) if device else nullcontext(), transaction.atomic():
                return once()
        except (IntegrityError, Overtaken):
            if attempt == TRIES - 1:
                raise
        except OperationalError as error:  # A lock that did not come in time.
            raise TooBusy from error
    raise AssertionError  # the loop returns or raises


def _let_in(
    scan_id: UUID,
    party: Registration,
    seats: Sequence[Seat],
    timeslot: Timeslot,
    device: DoorDevice | None,
    *,
    actor: str,
    now: datetime,
) -> Scan:
    """Write the scan of a party that holds SEATS, and admit those who may go in."""
    known = Scan.objects.filter(pk=scan_id).first()
    if known:
        return known
    ticket = Ticket.objects.valid().filter(registration=party).first()
    going = [seat for seat in seats if not seat.attendee.lacks_consent]
    numbers = sorted(seat.attendee.number for seat in going)
    verdict = Verdict.ADMITTED if going else Verdict.CONSENT_MISSING
    values = {"admitted": len(going), "n": len(seats) - len(going)}
    texts = verdict_texts(
        "admitted_some" if 0 < len(going) < len(seats) else verdict, values
    )
    scan = Scan(
        id=scan_id,
        device_id=device.id if device else None,
        actor="" if device else actor,
        event_id=timeslot.event_id,
        timeslot=timeslot,
        registration=party,
        code_hash=ticket.token_hash if ticket else "",
        # No reading was sent: nothing else can be the same scan.
        body_hash=hashlib.sha256(f"at-door:{scan_id}".encode()).hexdigest(),
        mode=ScanMode.ONLINE if device else ScanMode.STAFF,
        verdict=verdict,
        admitted=len(going),
        let_in=numbers,
        answer={
            "id": str(scan_id),
            "verdict": str(verdict),
            "admitted": len(going),
            "party": len(seats),
            "first_at": None,
            "timeslot": timeslot.pk,
            "message": texts["message"],
            "next": texts["next"],
        },
        at=now,
        received_at=now,
    )
    ordered = sorted(going, key=lambda seat: seat.pk)
    admit_and_record([Admission(seat.pk, now, scan.pk) for seat in ordered], [scan])
    return scan
