"""Call a roll from a page: tick somebody who is here, and take a tick back.

It leaves a scan like every other way in, so phones and page agree in the end: the
merge looks at all of them, in whatever order they come.
"""

from datetime import datetime
from uuid import uuid4

from django.db import transaction

from events.door.choices import ScanMode, Verdict
from events.door.claims import claim_of, counts, undos_of
from events.door.merge import standing
from events.door.models import Scan, Undo
from events.door.usecases.settle import lock_seats, settle
from events.programme.models import Timeslot
from events.registration.models import Registration
from peace.audit.usecases import record

# Undos want a word; this one names nobody.
_WHY = "点呼の訂正"


class NoRollCall(Exception):
    """The event calls no roll: people come in at its door."""


@transaction.atomic
def tick(
    *, registration: Registration, timeslot: Timeslot, actor: str, now: datetime
) -> None:
    """Whoever of REGISTRATION is expected at TIMESLOT is here.

    Changes: a scan (mode staff, by hand) and the seats (`settle`); whoever is in stays
    as they are, so a second tick changes nothing. Locks the party's seats. An audit
    entry; nothing leaves. Raises NoRollCall.
    """
    if not timeslot.event.has_roll_call:
        raise NoRollCall
    coming = [
        seat
        for seat in lock_seats([registration.pk])
        if seat.timeslot_id == timeslot.pk and seat.admitted_at is None
    ]
    if not coming:
        return
    Scan.objects.create(
        id=uuid4(),
        actor=actor,
        event_id=timeslot.event_id,
        timeslot=timeslot,
        registration=registration,
        code_hash="",
        body_hash="",
        mode=ScanMode.STAFF,
        verdict=Verdict.ADMITTED,
        admitted=len(coming),
        let_in=sorted(seat.attendee.number for seat in coming),
        by_hand=True,
        answer={},
        at=now,
        received_at=now,
    )
    settle(registration_ids=[registration.pk], now=now)
    _record("roll_call.ticked", registration, timeslot, actor=actor, now=now)


@transaction.atomic
def untick(
    *, registration: Registration, timeslot: Timeslot, actor: str, now: datetime
) -> None:
    """Whoever was counted at TIMESLOT is not here after all.

    Changes: an undo for each scan that counted them there, of phones too, and the seats
    (`settle`). A scan that a phone still holds counts when it comes: it has seen them.
    Locks the party's seats. An audit entry; nothing leaves. Raises NoRollCall.
    """
    if not timeslot.event.has_roll_call:
        raise NoRollCall
    lock_seats([registration.pk])
    scans = [
        scan
        for scan in Scan.objects.filter(
            registration=registration, timeslot=timeslot
        ).select_related("device")
        if counts(scan)
    ]
    claims = standing(map(claim_of, scans), undos_of(scans))
    if not claims:
        return
    Undo.objects.bulk_create(
        Undo(
            id=uuid4(),
            of=claim.scan_id,
            event_id=timeslot.event_id,
            actor=actor,
            reason=_WHY,
            at=now,
            received_at=now,
        )
        for claim in claims
    )
    settle(registration_ids=[registration.pk], now=now)
    _record("roll_call.unticked", registration, timeslot, actor=actor, now=now)


def _record(
    verb: str,
    registration: Registration,
    timeslot: Timeslot,
    *,
    actor: str,
    now: datetime,
) -> None:
    record(
        stream=f"event:{timeslot.event_id}",
        verb=verb,
        actor=actor,
        about=registration.about,
        detail={"timeslot": timeslot.pk},
        now=now,
    )
