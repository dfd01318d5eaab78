"""Write down what became of one hand-over, and what happens to the letter next."""

import logging
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from peace.outbox.choices import LetterClass, Outcome, Status
from peace.outbox.delivery import Answer
from peace.outbox.models import DeliveryAttempt, OutboxMessage, UndeliverableAddress
from peace.outbox.models.message import UNCLEAR_WAIT
from peace.outbox.quiet import past_night
from peace.outbox.usecases.by_phone import can_go_by_phone, go_on_by_phone

logger = logging.getLogger(__name__)

# Minutes until the next try, after the first, second … failure; then it is over.
DELAYS = (1, 5, 15, 60, 180, 360)
SPREAD = 0.2


def settle(
    *, message: OutboxMessage, answer: Answer, now: datetime, dice: Random
) -> Status | None:
    """Move MESSAGE, which we hold, to where ANSWER sends it; None when it is not ours.

    Changes: the row, and for everything but success one DeliveryAttempt; a refused
    address is remembered and the letter goes on by phone where one is known, in one
    transaction. Leaves: nothing.
    """
    if answer.outcome is None:
        return _sent(message, now)
    status, changes = _next(message, answer, now, dice)
    with transaction.atomic():
        moved = message.settle(
            status=status,
            attempts=message.attempts + 1,
            last_error=answer.code,
            **changes,
        )
        if not moved:
            return None
        DeliveryAttempt.objects.create(
            message=message, outcome=answer.outcome, code=answer.code, tried_at=now
        )
        if answer.outcome == Outcome.BAD_ADDRESS:
            UndeliverableAddress.objects.note(
                email=message.email, code=answer.code, now=now
            )
        if status == Status.HANDED_TO_PHONE:
            go_on_by_phone(message=message, now=now)
    return status


def _sent(message: OutboxMessage, now: datetime) -> Status | None:
    if message.settle(
        status=Status.SENT, sent_at=now, attempts=message.attempts + 1, last_error=""
    ):
        return Status.SENT
    # Our lease ran out during the hand-over and another worker has the row: for
    # class A a second copy with the same Message-ID may follow.
    logger.warning("Letter %s was sent after its lease had ended", message.uuid)
    return None


def _next(
    message: OutboxMessage, answer: Answer, now: datetime, dice: Random
) -> tuple[Status, dict]:
    if answer.outcome == Outcome.BAD_ADDRESS:
        on = Status.HANDED_TO_PHONE if can_go_by_phone(message) else Status.FAILED
        return on, {}
    if answer.outcome == Outcome.BAD_CONTENT:
        return Status.FAILED, {}
    is_unclear = answer.outcome == Outcome.UNCLEAR
    if is_unclear and message.letter_class == LetterClass.B:
        return Status.UNCERTAIN, {}
    due_at = _next_try(message, now, dice)
    if due_at is not None and is_unclear:
        due_at = max(due_at, now + UNCLEAR_WAIT)
    if due_at is not None and message.is_news:
        due_at = past_night(due_at)
    if due_at is None or message.is_too_late(due_at):
        # It may have arrived: a person looks, instead of reading "failed".
        return (Status.UNCERTAIN if is_unclear else Status.FAILED), {}
    return Status.RETRY, {"due_at": due_at}


def _next_try(message: OutboxMessage, now: datetime, dice: Random) -> datetime | None:
    if message.attempts >= len(DELAYS):
        return None
    minutes = DELAYS[message.attempts] * dice.uniform(1 - SPREAD, 1 + SPREAD)
    return now + timedelta(minutes=minutes)
