"""Cancel seats of a registration, or all of it."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.programme.models import Quota
from events.programme.usecases.seats import lock_quotas, release_seats
from events.registration import letters
from events.registration.choices import SeatStatus
from events.registration.models import Registration, Seat
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
    """Cancel those seats of REGISTRATION that are still confirmed; return them.

    Changes seats, quotas and, when none is left, the registration; the door then
    calls its ticket cancelled. Locks the quota rows first (ascending timeslot), then
    the registration, then the seats, so that nobody is admitted on a seat that is
    being given back. A cancellation letter leaves, and an audit entry; a reminder
    that still waits for a party that does not come is taken back. Cancelling
    what is cancelled, or somebody who is in, changes nothing and sends nothing.

    Raises CancelTooLate when one of the timeslots has started.
    """
    wanted = (
        registration.seats.confirmed()
        .filter(pk__in=seat_ids, admitted_at__isnull=True)
        .select_related("timeslot", "attendee")
    )
    quota_ids = set(wanted.values_list("quota_id", flat=True))
    lock_quotas(Quota.objects.filter(pk__in=quota_ids))
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    seats = list(
        wanted.select_for_update(of=("self",)).order_by(
            "timeslot__starts_at", "attendee__number"
        )
    )
    for seat in seats:
        if seat.timeslot.starts_at <= now:
            raise CancelTooLate(seat)
    if not seats:
        return []
    _mark_cancelled(seats, now=now)
    remaining = list(locked.seats.confirmed().select_related("timeslot", "attendee"))
    if not remaining:
        locked.cancel(now=now)
        locked.save(update_fields=["status", "cancelled_at"])
        take_back_reminders(about=[registration.about])
    registration.refresh_from_db(fields=["status", "cancelled_at"])
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


def _mark_cancelled(seats: list[Seat], *, now: datetime) -> None:
    freed: dict[int, int] = {}
    for seat in seats:
        freed[seat.quota_id] = freed.get(seat.quota_id, 0) + 1
        seat.status = SeatStatus.CANCELLED
        seat.cancelled_at = now
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).update(
        status=SeatStatus.CANCELLED, cancelled_at=now
    )
    release_seats(freed=freed)
