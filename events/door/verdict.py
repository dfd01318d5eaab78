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
    age_band: str = ""

    def is_free_for(self, at: datetime, by: str | None) -> bool:
        """Nobody sits here yet; for a scan that a device decided (BY), nobody who
        came before it: one that arrived first, but was made later, gives way."""
        if self.admitted_at is None:
            return True
        return by is not None and (self.admitted_at, self.admitted_by or "") > (at, by)


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
    # The party's seats in the timeslot of the verdict, whoever was asked for.
    here: list[SeatState] = field(default_factory=list)
    lacks_consent: set[int] = field(default_factory=set)

    @property
    def to_come(self) -> int:
        """How many of the party are not in, once SEATS are."""
        going = {seat.id for seat in self.seats}
        return sum(
            seat.admitted_at is None and seat.id not in going for seat in self.here
        )


def decide(
    *,
    code: Code,
    ticket: TicketState | None,
    event_id: int,
    slots: dict[int, Slot],
    timeslot_id: int | None,
    people: frozenset[int] | None,
    at: datetime,
    by: str | None = None,
) -> Decision:
    """The verdict on one scan. PEOPLE are attendee numbers, None means all.

    BY is the scan's id where a device has decided by itself: then the verdict is what
    a door would have said AT that moment, whatever arrived before it.
    """
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
    slot = slot_at_door(ticket, slots, timeslot_id, at)
    found.slot = slot
    here = [seat for seat in ticket.seats if slot and seat.timeslot_id == slot.id]
    if not slot or not here:
        found.verdict = Verdict.WRONG_TIMESLOT
        found.right_slot = right = _next_slot(ticket, slots, at)
        found.here = [
            seat for seat in ticket.seats if right and seat.timeslot_id == right.id
        ]
        return found
    found.party, found.here = len(here), here
    found.lacks_consent = ticket.lacks_consent
    asked = [seat for seat in here if people is None or seat.attendee in people]
    if not asked:
        found.verdict = Verdict.MALFORMED
        return found
    if any(
        seat.attendee in ticket.lacks_consent and seat.is_free_for(at, by)
        for seat in asked
    ):
        # Nobody of a family is parted from it; the others may be named one by one.
        found.verdict = Verdict.CONSENT_MISSING
        return found
    return _at_the_door(found, slot, here=here, asked=asked, at=at, by=by)


def _at_the_door(
    found: Decision,
    slot: Slot,
    *,
    here: list[SeatState],
    asked: list[SeatState],
    at: datetime,
    by: str | None,
) -> Decision:
    waiting = [seat for seat in asked if seat.is_free_for(at, by)]
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


def slot_at_door(
    ticket: TicketState, slots: dict[int, Slot], timeslot_id: int | None, at: datetime
) -> Slot | None:
    """Where the helper stands; unnamed, the party's timeslot whose doors are open.

    Of several the earliest, and so where none is open: the same whatever order the
    seats were read in.
    """
    if timeslot_id in slots:
        return slots[timeslot_id]
    mine = _slots_of(ticket, slots)
    for slot in mine:
        if slot.doors_at <= at <= slot.ends_at:
            return slot
    return mine[0] if mine else None


def _next_slot(
    ticket: TicketState, slots: dict[int, Slot], at: datetime
) -> Slot | None:
    """The earliest of the party's timeslots that is not over, else the earliest."""
    mine = _slots_of(ticket, slots)
    return next((slot for slot in mine if slot.ends_at > at), mine[0] if mine else None)


def _slots_of(ticket: TicketState, slots: dict[int, Slot]) -> list[Slot]:
    theirs = {seat.timeslot_id for seat in ticket.seats}
    return sorted(
        (slots[each] for each in theirs), key=lambda slot: (slot.starts_at, slot.id)
    )
