"""A person settles a letter that did not simply arrive: by telephone, or not at all."""

from datetime import datetime

from django.db import transaction

from peace.outbox.choices import (
    NO_ADDRESS,
    TROUBLED,
    Channel,
    Decision,
    Status,
)
from peace.outbox.models import LetterDecision, OutboxMessage
from peace.outbox.models.insert import insert_once
from peace.outbox.usecases.by_phone import call_of


class CannotDecide(ValueError):
    """The letter is in no trouble (any more), or somebody has settled it."""


class CannotCall(CannotDecide):
    """A call already, too late, erased, without a number, or news: nobody is rung."""


class CannotUndo(ValueError):
    """Somebody has rung, or the letter has gone on."""


@transaction.atomic
def call_instead(
    *, message: OutboxMessage, phone: str, by: str, now: datetime
) -> OutboxMessage:
    """Put the same letter on the call list, to be rung at PHONE.

    Changes: MESSAGE becomes HANDED_TO_PHONE by a conditional UPDATE (two clicks are
    one), a call under `<key>:phone`, and a LetterDecision. Locks nothing
    else. Leaves: nothing. Raises CannotCall; then nothing has changed.
    """
    before = message.status
    if (
        message.channel == Channel.PHONE
        or message.is_too_late(now)
        or not (phone and message.text)
        or message.is_news
    ):
        raise CannotCall(message.pk)
    if not message.move(among=_open(message), status=Status.HANDED_TO_PHONE):
        raise CannotCall(message.pk)
    call = call_of(message, phone=phone, now=now)
    if not insert_once(call):
        raise CannotCall(message.pk)
    _write(message, Decision.CALL, before, "", by, now)
    return call


@transaction.atomic
def settle_without(
    *, message: OutboxMessage, word: str, by: str, now: datetime
) -> LetterDecision:
    """Nothing is to be done about MESSAGE: it leaves the list, WORD says why.

    Changes: one LetterDecision for its present status. Locks nothing beforehand.
    Leaves: nothing. Raises CannotDecide.
    """
    # The status is checked in the statement that takes the row.
    if not message.move(among=_open(message), last_error=message.last_error):
        raise CannotDecide(message.pk)
    if message.decisions.filter(status=message.status).exists():
        raise CannotDecide(message.pk)
    return _write(message, Decision.NOTHING, message.status, word, by, now)


@transaction.atomic
def undo_decision(*, decision: LetterDecision) -> None:
    """The letter is to be decided on again.

    Changes: DECISION is deleted; a call that nobody has made is taken off the list
    and its letter gets the status it had. Raises CannotUndo.
    """
    message = decision.message
    if decision.decision == Decision.CALL:
        call = OutboxMessage.objects.filter(
            key=f"{message.key}:phone", status=Status.PENDING, attempts=0
        )
        # The key is freed, so that it may be called after all.
        taken = call.update(
            status=Status.SKIPPED,
            last_error="taken back",
            key=f"{message.key}:phone:{decision.pk}",
        )
        back = message.move(
            among=(Status.HANDED_TO_PHONE,), status=decision.status_before
        )
        if not (taken and back):
            raise CannotUndo(decision.pk)
    if not LetterDecision.objects.filter(pk=decision.pk).delete()[0]:
        raise CannotUndo(decision.pk)


def _open(message: OutboxMessage) -> tuple[Status, ...]:
    """What MESSAGE may be now, as far as we know."""
    if message.status == Status.SKIPPED and message.last_error == NO_ADDRESS:
        return (Status.SKIPPED,)
    return TROUBLED if message.status in TROUBLED else ()


def _write(
    message: OutboxMessage,
    decision: Decision,
    before: str,
    word: str,
    by: str,
    now: datetime,
) -> LetterDecision:
    return LetterDecision.objects.create(
        message=message,
        decision=decision,
        status_before=before,
        status=message.status,
        word=word.strip(),
        by=by,
        at=now,
    )
