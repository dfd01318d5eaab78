"""The last minutes: whoever of the line stands at the door is seated in its order.

Offers have stopped; what counts now is who is here. The order stays the published one
(waiting-rule-1), under the same lock: the helper asks for the first party, and says
whether it is here. A party that is not is passed over and keeps its place: when it
comes, it is the first again.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from events.programme.models import Quota, Timeslot
from events.programme.usecases.seats import free_seats, lock_timeslots
from events.registration.choices import LineStep
from events.registration.models import LineRecord, Seat, WaitingListEntry
from events.registration.usecases.line import (
    line_of,
    next_in_line,
    offers_stop_at,
    serve,
    waiting_seats,
    write_step,
)
from events.registration.usecases.walk_in import seat_those_over
from peace.audit.usecases import record


class OffersGoOn(Exception):
    """Seats are still offered by letter; the door may not give them out yet."""


class NotInLine(Exception):
    """The party waits no more: it is seated, or it left."""


class NotYourTurn(Exception):
    """The party `number` comes first."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class NoSeatForParty(Exception):
    """The free seats are too few, or they gather for a party before this one."""


@dataclass(frozen=True)
class PartyInLine:
    """A waiting party as the door sees it: a number and people, no name."""

    number: int
    people: int
    accepts_fewer: bool
    is_absent: bool


def parties_in_line(*, timeslot: Timeslot) -> list[PartyInLine]:
    """Whoever waits in TIMESLOT, in the order of the line; changes nothing."""
    absent = absent_numbers(timeslot)
    return [
        PartyInLine(
            number=entry.number,
            people=len(waiting_seats(entry)),
            accepts_fewer=entry.accepts_fewer,
            is_absent=entry.number in absent,
        )
        for entry in line_of(timeslot)
    ]


@transaction.atomic
def seat_from_line(
    *, timeslot: Timeslot, number: int, actor: str, now: datetime
) -> list[Seat]:
    """Seat the party NUMBER, who stands here; its seats, confirmed, with their people.

    Only in its turn: parties before it were told to be absent (`pass_over`) or do not
    fit, and are passed over by the published rule. Of a party that takes fewer, those
    who fit are seated and the others wait on. Changes quotas, seats, the line and its
    record; locks the timeslot's quotas. An audit entry; no letter leaves, as the party
    is here. Raises OffersGoOn, NotInLine, NotYourTurn, NoSeatForParty.
    """
    quotas = _lock(timeslot, now=now)
    entries = line_of(timeslot)
    mine = _find(entries, number)
    absent = absent_numbers(timeslot)
    here = [each for each in entries if each == mine or each.number not in absent]
    turn = next_in_line(here, quotas, now=now)
    if turn is None:
        raise NoSeatForParty
    entry, seats = turn
    if entry != mine:
        if _is_before(entries, entry, mine):
            raise NotYourTurn(entry.number)
        raise NoSeatForParty
    serve(
        entry,
        seats,
        quotas,
        timeslot=timeslot,
        ask=False,
        tell=False,
        now=now,
        step=LineStep.AT_DOOR,
    )
    _audit(timeslot, "line.seated_at_door", actor, number, len(seats), now=now)
    return seats


@transaction.atomic
def pass_over(*, timeslot: Timeslot, number: int, actor: str, now: datetime) -> None:
    """The party NUMBER was called and is not here: the next one comes first.

    It keeps its place and may still be seated when it comes. Changes the record of the
    line, once; locks the timeslot's quotas. An audit entry; nothing leaves. Raises
    OffersGoOn, NotInLine.
    """
    quotas = _lock(timeslot, now=now)
    entry = _find(line_of(timeslot), number)
    if number in absent_numbers(timeslot):
        return
    people = len(waiting_seats(entry))
    free = sum(free_seats(quotas, from_the_line=True).values())
    write_step(entry, LineStep.ABSENT, people=people, free=free, now=now)
    _audit(timeslot, "line.passed_over", actor, number, people, now=now)


def absent_numbers(timeslot: Timeslot) -> set[int]:
    """Numbers that were called at the door and were not there."""
    return set(
        LineRecord.objects.filter(timeslot=timeslot, step=LineStep.ABSENT).values_list(
            "number", flat=True
        )
    )


def _lock(timeslot: Timeslot, *, now: datetime) -> list[Quota]:
    (quotas,) = lock_timeslots([timeslot.pk]).values()
    if now < offers_stop_at(timeslot, timeslot.event):
        raise OffersGoOn
    seat_those_over(quotas, timeslot_id=timeslot.pk)
    return quotas


def _find(entries: list[WaitingListEntry], number: int) -> WaitingListEntry:
    for entry in entries:
        if entry.number == number:
            return entry
    raise NotInLine


def _is_before(
    entries: list[WaitingListEntry], one: WaitingListEntry, other: WaitingListEntry
) -> bool:
    return entries.index(one) < entries.index(other)


def _audit(
    timeslot: Timeslot,
    verb: str,
    actor: str,
    number: int,
    people: int,
    *,
    now: datetime,
) -> None:
    record(
        stream=f"event:{timeslot.event_id}",
        verb=verb,
        actor=actor,
        about=f"timeslot:{timeslot.pk}",
        detail={"number": number, "people": people},
        now=now,
    )
