"""Take back an entry that was typed by mistake, while the caller is on the line."""

from datetime import datetime, timedelta

from django.db import transaction

from events.registration.choices import RegistrationChannel
from events.registration.models import Registration, Seat
from events.registration.usecases.cancel import cancel_seats, lock_seats
from peace.outbox.usecases.take_back import take_back_by_hand

# A call is over by then; later a registration is cancelled, with its letter.
UNDO_FOR = timedelta(minutes=15)


class CannotUndo(Exception):
    """It came over the web, or too long ago, or nothing of it is left."""


def can_undo(registration: Registration, *, now: datetime) -> bool:
    """Whether the entry was made by the office, just now, and still stands."""
    return (
        registration.channel != RegistrationChannel.WEB
        and not registration.is_cancelled
        and now - registration.created_at <= UNDO_FOR
    )


@transaction.atomic
def undo_intake(*, registration: Registration, actor: str, now: datetime) -> list[Seat]:
    """Cancel all seats of an entry of the last minutes; return them.

    Changes what `cancel_seats` changes, and takes its slip out of the print queue and
    its calls off the call list: nobody is to be written to about a slip of the hand.
    Who gave an e-mail address has had the confirmation by then and gets the
    cancellation. Locks the quotas first, then registration and seats.

    Raises CannotUndo, and CancelTooLate when a timeslot has started.
    """
    if not can_undo(registration, now=now):
        raise CannotUndo
    seat_ids = list(registration.seats.alive().values_list("pk", flat=True))
    locked, _seats = lock_seats(registration=registration, seat_ids=seat_ids)
    if locked.is_cancelled:
        raise CannotUndo
    take_back_by_hand(about=[locked.about])
    return cancel_seats(
        registration=registration, seat_ids=seat_ids, actor=actor, now=now
    )
