"""Reads registrations for people: a ticket as a sheet, and what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Count, QuerySet

from events.programme.models import Event, Quota, Timeslot
from events.registration.models import (
    Attendee,
    Registration,
    Seat,
    Ticket,
    WaitingListEntry,
    WalkIn,
)
from events.registration.qr import qr_path
from events.registration.reports_consent import (
    consent_lines,
    consents_of,
    newest_consents,
)
from events.registration.reports_needs import (
    answers_of,
    door_answers,
    support_summary,
)

__all__ = [
    "Miscount",
    "SeatLine",
    "SheetRow",
    "TicketSheet",
    "answers_of",
    "consent_lines",
    "consents_of",
    "door_answers",
    "miscounts",
    "newest_consents",
    "support_summary",
]

MOST_IN_LARGE_TYPE = 7


@dataclass(frozen=True)
class SheetRow:
    """One person's line: a seat, or nothing, per timeslot of the party."""

    attendee: Attendee
    seats: list[Seat | None]


@dataclass(frozen=True)
class SeatLine:
    """How many of a party hold a seat in one timeslot, and how many are in."""

    slot: Timeslot
    confirmed: int
    admitted: int


@dataclass(frozen=True)
class Standing:
    """Who of a party stands alike in one timeslot, and their number in its line."""

    seat: Seat
    names: list[str]
    number: int | None

    @property
    def people(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class SlotLine:
    """One timeslot of a party: those with a seat, those who wait."""

    slot: Timeslot
    standings: list[Standing]


@dataclass(frozen=True)
class TicketSheet:
    """A registration as it is shown on screen and on paper."""

    registration: Registration
    timeslots: list[Timeslot]
    rows: list[SheetRow]
    ticket: Ticket | None
    line: dict[int, WaitingListEntry]
    now: datetime

    @classmethod
    def of(cls, registration: Registration, *, now: datetime) -> "TicketSheet":
        """From a registration read with `with_people()`; no further statement."""
        seats = list(registration.seats.all())
        slots = {seat.timeslot_id: seat.timeslot for seat in seats}
        latest: dict[tuple[int, int], Seat] = {}
        for seat in sorted(seats, key=lambda seat: seat.pk):
            latest[seat.attendee_id, seat.timeslot_id] = seat
        ordered = sorted(slots.values(), key=lambda slot: (slot.starts_at, slot.pk))
        people = sorted(registration.attendees.all(), key=lambda each: each.number)
        return cls(
            registration=registration,
            timeslots=ordered,
            rows=[
                SheetRow(each, [latest.get((each.pk, slot.pk)) for slot in ordered])
                for each in people
            ],
            ticket=next(
                (t for t in registration.tickets.all() if t.revoked_at is None), None
            ),
            line={
                entry.timeslot_id: entry
                for entry in registration.line_entries.all()
                if entry.is_in_line
            },
            now=now,
        )

    @property
    def event(self) -> Event:
        return self.registration.event

    @property
    def confirmed(self) -> list[Seat]:
        seats = chain.from_iterable(row.seats for row in self.rows)
        return [seat for seat in seats if seat and seat.is_confirmed]

    @property
    def alive(self) -> list[Seat]:
        """Confirmed seats and those that may still become one."""
        seats = chain.from_iterable(row.seats for row in self.rows)
        return [seat for seat in seats if seat and seat.is_alive]

    @property
    def upcoming(self) -> list[Seat]:
        """Confirmed seats whose timeslot has not begun: who holds them may say so."""
        if self.registration.is_cancelled or self.event.is_cancelled:
            return []
        return [seat for seat in self.confirmed if seat.timeslot.starts_at > self.now]

    @property
    def offers(self) -> list[WaitingListEntry]:
        """Offers that wait for an answer now, the most urgent first."""
        found = [
            entry
            for entry in self.line.values()
            if entry.is_offered and entry.answer_by and entry.answer_by > self.now
        ]
        return sorted(found, key=lambda entry: (entry.answer_by, entry.pk))

    @property
    def waits(self) -> bool:
        """Everything is still open: no seat yet, but a place in a line or a lottery."""
        return bool(self.alive) and not self.confirmed

    @property
    def seat_lines(self) -> list[SeatLine]:
        lines = []
        for slot in self.timeslots:
            held = [seat for seat in self.confirmed if seat.timeslot_id == slot.pk]
            if held:
                admitted = sum(seat.is_admitted for seat in held)
                lines.append(SeatLine(slot, len(held), admitted))
        return lines

    @property
    def slot_lines(self) -> list[SlotLine]:
        """By timeslot: what is told on the telephone and printed on the slip."""
        lines = []
        for place, slot in enumerate(self.timeslots):
            alike: dict[str, list[Seat]] = {}
            for row in self.rows:
                seat = row.seats[place]
                if seat and not seat.is_cancelled:
                    alike.setdefault(seat.status, []).append(seat)
            entry = self.line.get(slot.pk)
            number = entry.number if entry else None
            standings = [
                Standing(
                    seat=seats[0],
                    names=[seat.attendee.name for seat in seats],
                    number=number if seats[0].is_waiting else None,
                )
                for seats in alike.values()
            ]
            if standings:
                lines.append(SlotLine(slot, standings))
        return lines

    @property
    def is_crowded(self) -> bool:
        """So many people and timeslots that an A5 page needs a smaller type."""
        lines = self.slot_lines
        names = sum(len(each.names) for line in lines for each in line.standings)
        return len(lines) + names > MOST_IN_LARGE_TYPE

    @property
    def doors_at(self) -> datetime | None:
        return min((s.timeslot.opens_doors_at for s in self.confirmed), default=None)

    @property
    def can_be_shown_at_the_door(self) -> bool:
        return bool(self.ticket and self.confirmed)

    @property
    def can_change(self) -> bool:
        """Neither cancelled nor over."""
        is_over = self.event.is_cancelled or self.event.ends_at <= self.now
        return not (self.registration.is_cancelled or is_over)

    @property
    def can_cancel(self) -> bool:
        """Some seat has not begun and nobody has sat down on it."""
        return any(self.cancellable)

    @property
    def cancellable(self) -> list[Seat]:
        return [
            seat
            for seat in self.alive
            if not seat.is_admitted and seat.timeslot.starts_at > self.now
        ]

    def ticked(self, typed: Sequence[str]) -> set[int]:
        """The living seats among the ids that a browser sent, whatever it sent."""
        return {seat.pk for seat in self.alive if str(seat.pk) in typed}

    @property
    def qr(self) -> tuple[int, str]:
        """Modules per side and the path of the dark ones; nothing without a ticket."""
        return qr_path(self.ticket.token) if self.ticket else (0, "")


@dataclass(frozen=True)
class Miscount:
    """A quota whose counter does not say what the rows say: an alarm."""

    quota: Quota
    counter: str
    counted: int
    rows: int


def miscounts() -> list[Miscount]:
    """Quotas whose `taken` or `line` differs from the rows. Repairs nothing."""
    seats = _count_by(Seat.objects.holding(), "quota")
    walk_ins = _count_by(WalkIn.objects.counted(), "quota")
    lines = _count_by(WaitingListEntry.objects.in_line(), "timeslot")
    found = []
    for quota in Quota.objects.select_related("timeslot__event").order_by("pk"):
        rows = seats.get(quota.pk, 0) + walk_ins.get(quota.pk, 0)
        if rows != quota.taken:
            found.append(Miscount(quota, "taken", quota.taken, rows))
        entries = lines.get(quota.timeslot_id, 0) if quota.is_general else 0
        if entries != quota.line:
            found.append(Miscount(quota, "line", quota.line, entries))
    return found


def _count_by(rows: QuerySet, column: str) -> dict[int, int]:
    return dict(rows.order_by().values_list(column).annotate(rows=Count("pk")))
