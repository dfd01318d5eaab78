"""A person has telephoned, or has put a letter into the post."""

from datetime import datetime

from django.db import transaction
from django.db.models import F

from peace.outbox.choices import CALL_OUTCOMES, Channel, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage


class NotOnTheList(ValueError):
    """Somebody else has done it already, or it is not to be done by hand."""


@transaction.atomic
def record_outcome(
    *, message: OutboxMessage, outcome: str, by: str, now: datetime
) -> DeliveryAttempt:
    """Write down how a call ended, or that a letter was posted.

    Changes: the row, by a conditional UPDATE, and one DeliveryAttempt. REACHED and
    POSTED end it as SENT, WRONG_NUMBER as FAILED; after NO_ANSWER and LEFT_MESSAGE
    it stays on the list. Locks: nothing else. Leaves: nothing.
    """
    fitting = {
        Channel.PHONE.value: CALL_OUTCOMES,
        Channel.POST.value: (Outcome.POSTED,),
    }
    if outcome not in fitting.get(message.channel, ()):
        raise NotOnTheList(message.pk)
    attempts = message.attempts + 1
    changes: dict[str, object] = {"attempts": F("attempts") + 1, "last_error": ""}
    if outcome in (Outcome.REACHED, Outcome.POSTED):
        changes |= {"status": Status.SENT, "sent_at": now}
    elif outcome == Outcome.WRONG_NUMBER:
        changes |= {"status": Status.FAILED, "last_error": Outcome.WRONG_NUMBER.value}
    if not message.move(among=(Status.PENDING,), **changes):
        raise NotOnTheList(message.pk)
    message.attempts = attempts
    return DeliveryAttempt.objects.create(
        message=message, outcome=outcome, by=by, tried_at=now
    )
