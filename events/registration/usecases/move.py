"""Move people of a party to another timeslot, the new seat first."""

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from events.programme.models import Timeslot
from events.programme.usecases.seats import lock_timeslots, take_from
from events.registration import letters
from events.registration.choices import ChangeKind, SeatStatus
from events.registration.models import Registration, Seat
from events.registration.usecases.cancel import give_up_seats
from events.registration.usecases.changing import (
    AlreadyIn,
    ChangeRefused,
    DrawAhead,
    Overlap,
    TooLate,
    can_wait_for,
    draw_is_ahead,
    enter_draw,
    keep_support,
    lock_for_change,
    refuse_frozen,
    seats_now,
    stand_in_line,
    wishes_of,
    write,
)
from events.registration.usecases.line import kinds_in_line, promote
from events.registration.usecases.newcomers import refuse_unfit
from events.registration.usecases.register import TooFewSeats
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_reminders

# Further off, a call that is still to be made is about another day.
REMINDED_BEFORE = timedelta(days=3)


class NoWayThere(ChangeRefused):
    """The timeslot is not applied for, or its last seats are for walk-ins."""


class NobodyToMove(ChangeRefused):
    """None of the chosen people has a seat to move."""


@transaction.atomic
def move(
    *,
    registration: Registration,
    source: Timeslot,
    target: Timeslot,
    numbers: Collection[int],
    waits: bool = False,
    actor: str,
    now: datetime,
) -> list[Seat]:
    """Move the attendees NUMBERS from SOURCE to TARGET in one step; their new seats.

    The seats of TARGET are taken first, then those of SOURCE are given up and go to
    its line: whoever is refused keeps what they had. Where TARGET is full and the
    party WAITS for it, its people stand in that line and keep SOURCE; also when a
    seat comes they keep both until they cancel one. Before a draw, an entry changes
    its timeslot with its number. Changes seats, quotas, lines, lottery entries and
    access support. Locks the quotas of every timeslot of the party and of TARGET
    (ascending), then the registration, then the seats. A letter about the
    registration leaves, offers of the freed seats too, and an audit entry; a reminder
    still to be rung is taken back. Whoever
    is in TARGET already stays as they are: the same form again changes nothing.

    Raises NothingToChange, TooLate, AlreadyIn, NoWayThere, NobodyToMove, Overlap,
    DrawAhead, NotForThem, TooFewSeats, SupportNotLeft.
    """
    chosen = registration.seats.alive().filter(
        timeslot=source, attendee__number__in=numbers
    )
    locked, seats = lock_for_change(
        registration=registration,
        seat_ids=set(chosen.values_list("pk", flat=True)),
        also={target.pk},
        now=now,
    )
    _check_times(source, target, locked, now=now)
    there = locked.seats.alive().filter(timeslot=target)
    already = set(there.values_list("attendee__number", flat=True))
    seats = [seat for seat in seats if seat.attendee.number not in already]
    if not seats:
        return _nobody(chosen, already=bool(already & set(numbers)))
    check_overlaps(seats, source, target)
    for seat in seats:
        refuse_unfit(seat.attendee, timeslots=[target], actor=actor)
    new = _take(locked, seats, source=source, target=target, now=now)
    if new:
        give_up_seats(registration=locked, seats=seats, now=now)
        promote(timeslot_ids=[source.pk], now=now)
        _stop_calls(locked, source, now=now)
    elif waits:
        new = _wait(locked, seats, source=source, target=target, now=now)
    else:
        raise TooFewSeats(target)
    keep_support(registration=locked, wishes=wishes_of(locked), now=now)
    stays = any(seat.is_alive for seat in seats)
    letters.registration_changed(
        registration=locked,
        kinds=[ChangeKind.WAITS if stays else ChangeKind.MOVED],
        seats=seats_now(locked),
        now=now,
    )
    record(
        stream=f"event:{locked.event_id}",
        verb="registration.waits_elsewhere" if stays else "registration.moved",
        actor=actor,
        about=locked.about,
        detail={"people": len(new), "source": source.pk, "target": target.pk},
        now=now,
    )
    return new


def _check_times(
    source: Timeslot, target: Timeslot, registration: Registration, *, now: datetime
) -> None:
    if source.starts_at <= now:
        raise TooLate(source)
    if target.event_id != registration.event_id or source.pk == target.pk:
        raise NoWayThere
    if target.starts_at <= now:
        raise TooLate(target)
    if not target.takes_applications_at(now):
        raise NoWayThere


def _nobody(chosen: QuerySet[Seat], *, already: bool) -> list[Seat]:
    """Nobody is left to move: they are there already, or have no seat to leave."""
    if already:
        return []
    admitted = chosen.filter(admitted_at__isnull=False).first()
    if admitted:
        raise AlreadyIn(admitted.attendee)
    raise NobodyToMove


def check_overlaps(seats: list[Seat], source: Timeslot, target: Timeslot) -> None:
    others = (
        Seat.objects.alive()
        .filter(attendee__in=[seat.attendee_id for seat in seats])
        .exclude(timeslot__in=(source, target))
        .select_related("timeslot")
    )
    for other in others:
        if other.timeslot.overlaps(target):
            raise Overlap(other.timeslot, target)


def _take(
    registration: Registration,
    seats: list[Seat],
    *,
    source: Timeslot,
    target: Timeslot,
    now: datetime,
) -> list[Seat]:
    """Seats of TARGET for the people of SEATS, or nothing when they do not all fit."""
    people = [seat.attendee for seat in seats]
    if draw_is_ahead(source) or draw_is_ahead(target):
        if not (draw_is_ahead(source) and draw_is_ahead(target)):
            raise DrawAhead(source if draw_is_ahead(source) else target)
        refuse_frozen(target, event=registration.event, now=now)
        enter_draw(registration=registration, timeslot=target, attendees=people)
        return write(
            registration=registration,
            timeslot=target,
            attendees=people,
            status=SeatStatus.ENTERED,
            now=now,
        )
    (quotas,) = lock_timeslots([target.pk]).values()
    quota_ids = take_from(quotas, people=kinds_in_line(registration, seats))
    if quota_ids is None:
        return []
    return write(
        registration=registration,
        timeslot=target,
        attendees=people,
        quota_ids=quota_ids,
        status=SeatStatus.CONFIRMED,
        now=now,
    )


def _stop_calls(registration: Registration, source: Timeslot, *, now: datetime) -> None:
    """A reminder that still waits tells of SOURCE: nobody should read or say it.

    Whoever moves that late has just been told, as who registers that late has.
    """
    if source.starts_at - now < REMINDED_BEFORE:
        take_back_reminders(about=[registration.about])


def _wait(
    registration: Registration,
    seats: list[Seat],
    *,
    source: Timeslot,
    target: Timeslot,
    now: datetime,
) -> list[Seat]:
    """The people of SEATS stand in the line of TARGET and keep what they have."""
    if not can_wait_for(target, registration.event):
        raise TooFewSeats(target)
    if source.overlaps(target):
        raise Overlap(source, target)
    people = [seat.attendee for seat in seats]
    stand_in_line(
        registration=registration,
        timeslot=target,
        attendees=people,
        accepts_fewer=False,
        now=now,
    )
    promote(timeslot_ids=[target.pk], now=now)
    return list(registration.seats.alive().filter(timeslot=target, attendee__in=people))
