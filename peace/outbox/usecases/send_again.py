"""A person decides that an unclear or failed letter goes out once more."""

from datetime import datetime

from django.db import transaction

from peace.outbox import bell
from peace.outbox.choices import TROUBLED, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage
from peace.outbox.quiet import in_daytime


class CannotSendAgain(ValueError):
    """It is not unclear, failed or returned, it is too late, or it was erased."""


@transaction.atomic
def send_again(
    *, message: OutboxMessage, by: str, now: datetime, email: str = ""
) -> OutboxMessage:
    """Put MESSAGE back among the waiting ones, with all its tries before it.

    For one that is unclear, has failed, or came back, by e-mail.

    Changes: the row, by a conditional UPDATE (two clicks are one), and a
    DeliveryAttempt that says who. Locks: nothing else. Leaves: the letter, under the
    same Message-ID, from the next round of the relay on (news: not at night); to
    EMAIL, where the person has given another address since.
    """
    if message.is_too_late(now) or not message.text:
        raise CannotSendAgain(message.pk)
    moved = message.move(
        among=TROUBLED,
        status=Status.PENDING,
        attempts=0,
        due_at=in_daytime(now) if message.is_news else now,
        handed_at=None,
        email=email or message.email,
    )
    if not moved:
        raise CannotSendAgain(message.pk)
    DeliveryAttempt.objects.create(
        message=message, outcome=Outcome.SENT_AGAIN, by=by, tried_at=now
    )
    transaction.on_commit(bell.ring)
    return message
