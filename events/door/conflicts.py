"""What a supervisor should look at in a scan that let people in. Pure.

Doubles are no part of this: whether a scan is one depends on the others (`merge`).
"""

from collections.abc import Collection
from datetime import datetime, timedelta

from events.door.choices import ConflictKind
from events.door.verdict import Slot, TicketState

# A clock is allowed to be this wrong, and a door this early or late.
TOLERANCE = timedelta(minutes=15)


def conflict_kinds(
    *,
    ticket: TicketState,
    slot: Slot | None,
    let_in: Collection[int],
    at: datetime,
    stopped_at: datetime,
) -> set[ConflictKind]:
    """Why a scan by which LET_IN went into SLOT AT that time deserves a card.

    STOPPED_AT: when its device was stopped, or its day ended.
    """
    kinds: set[ConflictKind] = set()
    here = {
        seat.attendee for seat in ticket.seats if slot and seat.timeslot_id == slot.id
    }
    if ticket.is_revoked or not ticket.seats:
        kinds.add(ConflictKind.NOT_VALID)
    elif set(let_in) - here:
        kinds.add(ConflictKind.WRONG_TIMESLOT)
    if ticket.lacks_consent & set(let_in):
        kinds.add(ConflictKind.CONSENT)
    if slot and not slot.doors_at - TOLERANCE <= at <= slot.ends_at + TOLERANCE:
        kinds.add(ConflictKind.TIME)
    if at > stopped_at:
        kinds.add(ConflictKind.STOPPED_DEVICE)
    return kinds


def people_let_in(
    *,
    ticket: TicketState,
    slot: Slot | None,
    named: Collection[int] | None,
) -> list[int]:
    """The attendee numbers that a device says went in; NAMED None means the party.

    Numbers that are nobody's here are left out. Where the party has no seat in SLOT,
    all of it that has one elsewhere.
    """
    here = {
        seat.attendee for seat in ticket.seats if slot and seat.timeslot_id == slot.id
    }
    everybody = {seat.attendee for seat in ticket.seats}
    if named is None:
        return sorted(here or everybody)
    return sorted(everybody & set(named))
