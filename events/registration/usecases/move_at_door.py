"""Move people of a party who stand at the door of another timeslot than their own."""

from collections.abc import Collection
from datetime import datetime

from events.programme.choices import QuotaKind
from events.programme.models import Quota, Timeslot
from events.programme.seating import kinds_of
from events.programme.usecases.seats import lock_timeslots, take_from
from events.registration.choices import SeatStatus
from events.registration.models import Registration, Seat
from events.registration.usecases.cancel import give_up_seats
from events.registration.usecases.changing import (
    AlreadyIn,
    draw_is_ahead,
    keep_support,
    lock_for_change,
    wishes_of,
    write,
)
from events.registration.usecases.line import kinds_in_line, promote
from events.registration.usecases.move import (
    NobodyToMove,
    NoWayThere,
    check_overlaps,
)
from events.registration.usecases.newcomers import refuse_unfit
from events.registration.usecases.register import TooFewSeats
from events.registration.usecases.walk_in import SomebodyWaits
from peace.outbox.usecases.take_back import take_back_reminders


def move_at_door(
    *,
    registration: Registration,
    source: Timeslot,
    target: Timeslot,
    numbers: Collection[int] | None,
    past_the_line: bool = False,
    actor: str,
    now: datetime,
) -> list[Seat]:
    """Move attendees NUMBERS (None: all who are not in yet) to TARGET; their new seats.

    The rule of the door is not the rule of a letter a week before (`move`). The hour
    does not count: who missed SOURCE, or is early for it, is here now. Every seat of
    TARGET that is left is for whoever stands here, of whatever quota, also once it is
    open to walk-ins. Those who wait for TARGET come first, unless PAST_THE_LINE says
    that none of them is here; a party that waits for it itself leaves that line. Of a
    party that is partly in, only the others move.

    Within the caller's transaction, which admits them and writes the audit entry.
    Changes seats, quotas, lines and access support; takes the seats of TARGET first,
    then gives up those of SOURCE, which go to its line. Locks the quotas of every
    timeslot of the party and of TARGET (ascending), then the registration, then the
    seats. No letter leaves: the event is on, and the person has been told; a reminder
    still to be rung is taken back.

    Raises NothingToChange, AlreadyIn, NobodyToMove, NoWayThere, Overlap, NotForThem,
    SomebodyWaits, TooFewSeats, SupportNotLeft.
    """
    mine = registration.seats.alive().filter(timeslot__in=(source, target))
    if numbers is not None:
        mine = mine.filter(attendee__number__in=numbers)
    locked, alive = lock_for_change(
        registration=registration,
        seat_ids=set(mine.values_list("pk", flat=True)),
        also={target.pk},
        now=now,
    )
    if not _can_be_reached(source, target):
        raise NoWayThere
    seats = [seat for seat in alive if seat.timeslot_id == source.pk]
    _refuse_who_is_in(locked, source, numbers=numbers, free=seats)
    seats = [seat for seat in seats if seat.is_confirmed]
    if not seats:
        raise NobodyToMove
    check_overlaps(seats, source, target)
    for seat in seats:
        refuse_unfit(seat.attendee, timeslots=[target], actor=actor)
    people = {seat.attendee_id for seat in seats}
    waiting = [
        seat
        for seat in alive
        if seat.timeslot_id == target.pk and seat.attendee_id in people
    ]
    if waiting:
        give_up_seats(registration=locked, seats=waiting, now=now)
    new = _take(locked, seats, target=target, past_the_line=past_the_line, now=now)
    give_up_seats(registration=locked, seats=seats, now=now)
    promote(timeslot_ids=[source.pk], now=now)
    keep_support(registration=locked, wishes=wishes_of(locked), now=now)
    take_back_reminders(about=[locked.about])
    return new


def _can_be_reached(source: Timeslot, target: Timeslot) -> bool:
    """TARGET is another timeslot of the same event, with seats that can be applied
    for; its doors are the caller's question."""
    return (
        source.event_id == target.event_id
        and source.pk != target.pk
        and target.takes_applications
        and not target.is_cancelled
        and not draw_is_ahead(target)
    )


def _refuse_who_is_in(
    registration: Registration,
    source: Timeslot,
    *,
    numbers: Collection[int] | None,
    free: list[Seat],
) -> None:
    inside = registration.seats.confirmed().admitted().filter(timeslot=source)
    if numbers is not None:
        inside = inside.filter(attendee__number__in=numbers)
    first = inside.select_related("attendee").first()
    if first and (numbers is not None or not free):
        raise AlreadyIn(first.attendee)


def _take(
    registration: Registration,
    seats: list[Seat],
    *,
    target: Timeslot,
    past_the_line: bool,
    now: datetime,
) -> list[Seat]:
    # Read again: the party may just have left the line of TARGET.
    (quotas,) = lock_timeslots([target.pk]).values()
    if any(quota.line for quota in quotas) and not past_the_line:
        first = target.line_entries.in_line().in_order().first()
        raise SomebodyWaits(first.number if first else 0)
    quota_ids = take_from(
        quotas,
        people=[
            _anywhere(kinds, quotas) for kinds in kinds_in_line(registration, seats)
        ],
        from_the_line=True,
    )
    if quota_ids is None:
        raise TooFewSeats(target)
    return write(
        registration=registration,
        timeslot=target,
        attendees=[seat.attendee for seat in seats],
        quota_ids=quota_ids,
        status=SeatStatus.CONFIRMED,
        now=now,
    )


def _anywhere(kinds: Collection[QuotaKind], quotas: Collection[Quota]) -> tuple:
    """At the door nobody else can come for a seat: it is for whoever is here."""
    return kinds_of({*kinds, *(QuotaKind(quota.kind) for quota in quotas)})
