"""Decides a scan. Pure: it reads what it is given and changes only that.

The order of the questions is the order in which a helper would ask them: is it a
ticket of ours, of this event, still valid, for this timeslot, at this hour, unused?
"""

from dataclasses import dataclass, field
from datetime import datetime

from events.door.choices import Verdict
from events.door.code import Code


@dataclass(frozen=True)
class Slot:
    """A timeslot as the door needs it."""

    id: int
    title: dict
    starts_at: datetime
    ends_at: datetime
    doors_at: datetime


@dataclass
class SeatState:
    """A confirmed seat; `admitted_at` moves on while a batch is decided."""

    id: int
    timeslot_id: int
    attendee: int
    admitted_at: datetime | None
    admitted_by: str | None


@dataclass
class TicketState:
    """A ticket with its party's confirmed seats at this event."""

    registration_id: int
    event_id: int
    is_revoked: bool
    is_cancelled: bool
    # Somebody of the party waits for a seat, or for a lottery, at this event.
    is_waiting: bool = False
    # Numbers of the people whose guardian has not consented yet.
    lacks_consent: set[int] = field(default_factory=set)
    seats: list[SeatState] = field(default_factory=list)


@dataclass
class Decision:
    """The verdict, the seats it admits, and what the sentence needs."""

    verdict: Verdict
    registration_id: int | None = None
    slot: Slot | None = None
    seats: list[SeatState] = field(default_factory=list)
    party: int = 0
    first: SeatState | None = None
    right_slot: Slot | None = None


def decide(
    *,
    code: Code,
    ticket: TicketState | None,
    event_id: int,
    slots: dict[int, Slot],
    timeslot_id: int | None,
    people: frozenset[int] | None,
    at: datetime,
) -> Decision:
    """The verdict on one scan. PEOPLE are attendee numbers, None means all."""
    if not code.is_ours:
        return Decision(Verdict.MALFORMED)
    if ticket is None or ticket.event_id != event_id:
        return Decision(Verdict.UNKNOWN)
    found = Decision(Verdict.UNKNOWN, registration_id=ticket.registration_id)
    if ticket.is_cancelled or not (ticket.seats or ticket.is_waiting):
        found.verdict = Verdict.CANCELLED
        return found
    if ticket.is_revoked:
        found.verdict = Verdict.REPLACED
        return found
    if not ticket.seats:
        found.verdict = Verdict.WAITING
        return found
    slot = slots.get(timeslot_id or 0) or _slot_by_clock(ticket, slots, at)
    found.slot = slot
    here = [seat for seat in ticket.seats if slot and seat.timeslot_id == slot.id]
    if not slot or not here:
        found.verdict = Verdict.WRONG_TIMESLOT
        found.right_slot = _next_slot(ticket, slots, at)
        return found
    found.party = len(here)
    asked = [seat for seat in here if people is None or seat.attendee in people]
    if not asked:
        found.verdict = Verdict.MALFORMED
        return found
    if any(
        seat.attendee in ticket.lacks_consent and seat.admitted_at is None
        for seat in asked
    ):
        # Nobody of a family is parted from it; the others may be named one by one.
        found.verdict = Verdict.CONSENT_MISSING
        return found
    return _at_the_door(found, slot, here=here, asked=asked, at=at)


def _at_the_door(
    found: Decision,
    slot: Slot,
    *,
    here: list[SeatState],
    asked: list[SeatState],
    at: datetime,
) -> Decision:
    waiting = [seat for seat in asked if seat.admitted_at is None]
    if not waiting:
        found.verdict = Verdict.ALREADY_IN
        found.first = min(
            (seat for seat in here if seat.admitted_at),
            key=lambda seat: (seat.admitted_at, seat.id),
        )
    elif at < slot.doors_at:
        found.verdict = Verdict.TOO_EARLY
    elif at > slot.ends_at:
        found.verdict = Verdict.CLOSED
    else:
        found.verdict = Verdict.ADMITTED
        found.seats = waiting
    return found


def _slot_by_clock(
    ticket: TicketState, slots: dict[int, Slot], at: datetime
) -> Slot | None:
    """Where a device names no timeslot: the party's one whose doors are open."""
    mine = [slots[seat.timeslot_id] for seat in ticket.seats]
    for slot in mine:
        if slot.doors_at <= at <= slot.ends_at:
            return slot
    return mine[0] if mine else None


def _next_slot(
    ticket: TicketState, slots: dict[int, Slot], at: datetime
) -> Slot | None:
    mine = sorted(
        (slots[seat.timeslot_id] for seat in ticket.seats),
        key=lambda slot: (slot.ends_at <= at, slot.starts_at),
    )
    return mine[0] if mine else None
