"""What a helper decides by hand about a scan: a move to this timeslot, or an entry
with a reason. Online only; each leaves a scan of its own, under an id of the device."""

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from events.door.admission import Admission, admit_and_record
from events.door.choices import ScanMode, Verdict
from events.door.code import Code
from events.door.incoming import DoorDevice
from events.door.models import Scan
from events.door.verdict import Decision


class OtherBody(Exception):
    """The id is known with another body, or from another event. Nothing was done."""


@dataclass(frozen=True)
class ByHand:
    """One decision as sent. `scan_id` is the scan whose verdict it is about."""

    id: UUID
    scan_id: UUID
    code: Code
    timeslot_id: int
    people: frozenset[int] | None
    reason: str = ""
    # Nobody of the line is here: the seats are for whoever stands before us.
    past_the_line: bool = False

    @cached_property
    def body_hash(self) -> str:
        people = sorted(self.people) if self.people is not None else "all"
        body = [
            *("by hand", str(self.scan_id), self.code.hash, self.timeslot_id),
            *(people, self.reason),
        ]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()


def stored_answer(wish: ByHand, device: DoorDevice) -> dict | None:
    """The answer that WISH got when it came before. Raises OtherBody."""
    known = Scan.objects.filter(pk=wish.id).first()
    if known is None:
        return None
    if known.event_id != device.event_id or known.body_hash != wish.body_hash:
        raise OtherBody
    return known.answer


def admit_by_hand(
    wish: ByHand,
    decision: Decision,
    *,
    device: DoorDevice,
    answer: dict,
    now: datetime,
    let_in: Collection[int] | None = None,
) -> Scan:
    """Admit the seats of DECISION by a scan of its own; LET_IN where it is more.

    The caller holds the seats.
    """
    going = sorted(seat.attendee for seat in decision.seats)
    scan = Scan(
        id=wish.id,
        device_id=device.id,
        event_id=device.event_id,
        timeslot_id=decision.slot.id if decision.slot else None,
        registration_id=decision.registration_id,
        code_hash=wish.code.hash,
        body_hash=wish.body_hash,
        mode=ScanMode.ONLINE,
        verdict=Verdict.ADMITTED,
        admitted=len(going),
        let_in=going if let_in is None else sorted(let_in),
        reason=wish.reason,
        answer=answer,
        at=now,
        received_at=now,
    )
    admit_and_record(
        [Admission(seat.id, now, wish.id) for seat in decision.seats], [scan]
    )
    return scan
