"""A letter has come back."""

from datetime import datetime

from django.db import transaction
from django.db.models import TextChoices

from peace.outbox.bounces import Bounce, Kind
from peace.outbox.choices import Channel, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage, UndeliverableAddress
from peace.outbox.returns import is_fresh
from peace.outbox.usecases.by_phone import can_go_by_phone, go_on_by_phone

# Where a letter may be that a mail server has taken.
_TAKEN = (Status.SENT, Status.UNCERTAIN, Status.RETRY)


class Taken(TextChoices):
    """What became of a notification."""

    BOUNCED = "BOUNCED"
    DELAYED = "DELAYED"
    IGNORED = "IGNORED"
    # The worker still holds the letter: bring the notification again.
    LATER = "LATER"


@transaction.atomic
def take_bounce(*, bounce: Bounce, now: datetime) -> Taken:
    """Write down that a letter came back, and let it go on by phone, once.

    Changes: the row, by a conditional UPDATE, with one DeliveryAttempt; the address
    is remembered when it was the fault. A delay is noted only, once. What is known
    already, a week old, or unknown changes nothing. Locks: nothing else. Leaves: the
    same letter on the call list, where a number is known and there is still time.
    """
    message = OutboxMessage.objects.filter(
        uuid=bounce.letter, channel=Channel.EMAIL
    ).first()
    if message is None or not is_fresh(message, now):
        return Taken.IGNORED
    if message.status == Status.SENDING:
        return Taken.LATER
    if bounce.kind == Kind.DELAYED:
        return _delayed(message, bounce.code, now)
    if not message.move(among=_TAKEN, status=Status.BOUNCED, last_error=bounce.code):
        return Taken.IGNORED
    _note(message, Outcome.BOUNCED, bounce.code, now)
    if bounce.kind == Kind.NO_ADDRESS and message.email:
        UndeliverableAddress.objects.note(
            email=message.email, code=bounce.code, now=now
        )
    if can_go_by_phone(message) and not message.is_too_late(now):
        go_on_by_phone(message=message, now=now)
    return Taken.BOUNCED


def _delayed(message: OutboxMessage, code: str, now: datetime) -> Taken:
    if message.status not in _TAKEN or message.tries.filter(outcome=Outcome.DELAYED):
        return Taken.IGNORED
    _note(message, Outcome.DELAYED, code, now)
    return Taken.DELAYED


def _note(message: OutboxMessage, outcome: Outcome, code: str, now: datetime) -> None:
    DeliveryAttempt.objects.create(
        message=message, outcome=outcome, code=code, tried_at=now
    )
