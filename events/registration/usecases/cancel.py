"""Cancel seats of a registration, or all of it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.programme.usecases.seats import lock_timeslots, release_seats
from events.programme.usecases.support import release_support
from events.registration import letters
from events.registration.choices import DrawResult, LineStatus, LineStep, SeatStatus
from events.registration.models import (
    LotteryEntry,
    Registration,
    Seat,
    WaitingListEntry,
)
from events.registration.usecases.line import leave_line, promote, write_step
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_reminders


class CancelTooLate(Exception):
    """The timeslot has started: there is nothing left to cancel."""

    def __init__(self, seat: Seat) -> None:
        super().__init__(seat.pk)
        self.seat = seat


@transaction.atomic
def cancel_seats(
    *,
    registration: Registration,
    seat_ids: Collection[int],
    actor: str,
    now: datetime,
) -> list[Seat]:
    """Cancel those seats of REGISTRATION that are still alive; return them.

    A confirmed or offered seat goes to the line or back to its quota; who waits leaves
    the line; who is entered leaves the lottery. Changes seats, quotas, line and, when
    none is left, the registration with its access support; the door then calls its
    ticket cancelled. Locks the quotas of all timeslots of the registration first
    (ascending timeslot), then the registration, then the seats, so that nobody is
    admitted on a seat that is being given back. A cancellation letter leaves, an offer
    or a seat for who is next, and an audit entry; a reminder that still waits for a
    party that does not come is taken back. Cancelling what is cancelled, or somebody
    who is in, changes nothing and sends nothing.

    Raises CancelTooLate when one of the timeslots has started.
    """
    locked, seats = lock_seats(registration=registration, seat_ids=seat_ids)
    for seat in seats:
        if seat.timeslot.starts_at <= now:
            raise CancelTooLate(seat)
    if not seats:
        return []
    give_up_seats(registration=locked, seats=seats, now=now)
    remaining = list(
        locked.seats.alive().select_related("timeslot", "attendee", "registration")
    )
    if not remaining:
        close(locked, now=now)
        take_back_reminders(about=[registration.about], kinds=letters.REQUESTS)
    registration.refresh_from_db(fields=["status", "cancelled_at"])
    promote(timeslot_ids={seat.timeslot_id for seat in seats}, now=now)
    letters.cancellation(
        registration=registration, cancelled=seats, remaining=remaining, now=now
    )
    record(
        stream=f"event:{registration.event_id}",
        verb="registration.cancelled",
        actor=actor,
        about=registration.about,
        detail={"seats": len(seats), "remaining": len(remaining)},
        now=now,
    )
    return seats


def lock_seats(
    *,
    registration: Registration,
    seat_ids: Collection[int],
    also: Collection[int] = frozenset(),
) -> tuple[Registration, list[Seat]]:
    """Lock everything that a change of REGISTRATION touches, in the house's order.

    The quotas of all timeslots in which it has a living seat, and of the timeslots
    ALSO, to which it wants to go; then the registration, then the seats of SEAT_IDS
    that are alive and not admitted.
    """
    alive = registration.seats.alive()
    lock_timeslots({*alive.values_list("timeslot_id", flat=True), *also})
    # Not its key: the door, which holds seats, inserts scans that point to it.
    rows = Registration.objects.select_for_update(no_key=True)
    locked = rows.get(pk=registration.pk)
    seats = list(
        registration.seats.alive()
        .filter(pk__in=seat_ids, admitted_at__isnull=True)
        .select_related("timeslot", "attendee")
        .select_for_update(of=("self",))
        .order_by("timeslot__starts_at", "attendee__number")
    )
    return locked, seats


def give_up_seats(
    *, registration: Registration, seats: list[Seat], now: datetime
) -> None:
    """Mark SEATS cancelled; quotas, line and lottery follow. The caller holds all."""
    freed: dict[int, int] = {}
    for seat in seats:
        if seat.status in (SeatStatus.CONFIRMED, SeatStatus.OFFERED) and seat.quota_id:
            freed[seat.quota_id] = freed.get(seat.quota_id, 0) + 1
        seat.status = SeatStatus.CANCELLED
        seat.cancelled_at = now
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        status=SeatStatus.CANCELLED, cancelled_at=now
    )
    release_seats(freed=freed)
    slots = {seat.timeslot_id for seat in seats}
    _follow_in_line(registration, slots, seats, now=now)
    _follow_in_lottery(registration, slots)


def _follow_in_line(
    registration: Registration, slots: set[int], seats: list[Seat], *, now: datetime
) -> None:
    """Entries without anybody left are over; smaller ones say so and stay."""
    entries = WaitingListEntry.objects.in_line().filter(
        registration=registration, timeslot__in=slots
    )
    for entry in entries:
        statuses = list(
            registration.seats.filter(
                timeslot_id=entry.timeslot_id,
                status__in=(SeatStatus.OFFERED, SeatStatus.WAITING),
            ).values_list("status", flat=True)
        )
        gone = sum(seat.timeslot_id == entry.timeslot_id for seat in seats)
        if not statuses:
            leave_line(entry=entry, step=LineStep.LEFT, people=gone, now=now)
            continue
        if entry.is_offered and SeatStatus.OFFERED not in statuses:
            entry.status = LineStatus.WAITING
            entry.offered_at = entry.answer_by = None
            entry.save()
        write_step(entry, LineStep.FEWER, people=len(statuses), free=0, now=now)


def _follow_in_lottery(registration: Registration, slots: set[int]) -> None:
    entries = LotteryEntry.objects.filter(
        registration=registration, timeslot__in=slots, result=DrawResult.ENTERED
    )
    for entry in entries:
        entry.people = registration.seats.filter(
            timeslot_id=entry.timeslot_id, status=SeatStatus.ENTERED
        ).count()
        if not entry.people:
            entry.result = DrawResult.WITHDRAWN
        entry.save(update_fields=["people", "result"])


def close(registration: Registration, *, now: datetime) -> None:
    """Nobody comes any more: the registration is over, its access support free."""
    registration.cancel(now=now)
    registration.save(update_fields=["status", "cancelled_at"])
    for request in registration.support_requests.all():
        release_support(offer_id=request.offer_id, people=request.people)
        request.delete()
