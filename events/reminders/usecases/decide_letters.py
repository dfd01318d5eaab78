"""Staff settle many letters at once that did not simply arrive."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from events.reminders.choices import Todo
from events.reminders.reports_trouble import Contact
from peace.audit.usecases import record
from peace.outbox.models import LetterDecision, OutboxMessage
from peace.outbox.usecases.decide import (
    CannotDecide,
    call_instead,
    settle_without,
    undo_decision,
)
from peace.outbox.usecases.send_again import CannotSendAgain, send_again

STREAM = "outbox"
_VERBS = {
    Todo.AGAIN: "letter.sent_again",
    Todo.CALL: "letter.called_instead",
    Todo.NOTHING: "letter.settled",
}


@dataclass
class Decided:
    """How many were settled, and which ones could not be."""

    done: int = 0
    refused: list[OutboxMessage] = field(default_factory=list)


def decide_letters(
    *,
    messages: Sequence[OutboxMessage],
    todo: Todo,
    contacts: Mapping[int, Contact],
    word: str = "",
    actor: str,
    now: datetime,
) -> Decided:
    """Send MESSAGES again, have them called, or settle them with a WORD.

    Each in a transaction of its own with its audit entry, so that one that cannot be
    does not keep the others. CONTACTS: how the person can be reached now, by
    the letter's id. Changes what the outbox's use cases say; leaves: mails that go
    again, to the address of today.
    """

    def again(message: OutboxMessage) -> object:
        email = contacts[message.pk].email if message.pk in contacts else ""
        return send_again(message=message, email=email, by=actor, now=now)

    def call(message: OutboxMessage) -> object:
        phone = contacts[message.pk].phone if message.pk in contacts else ""
        return call_instead(message=message, phone=phone, by=actor, now=now)

    def nothing(message: OutboxMessage) -> object:
        return settle_without(message=message, word=word, by=actor, now=now)

    change = {Todo.AGAIN: again, Todo.CALL: call, Todo.NOTHING: nothing}[todo]
    decided = Decided()
    for message in messages:
        try:
            _one(message, change, _VERBS[todo], actor, now)
        except (CannotSendAgain, CannotDecide):
            decided.refused.append(message)
        else:
            decided.done += 1
    return decided


@transaction.atomic
def _one(
    message: OutboxMessage,
    change: Callable[[OutboxMessage], object],
    verb: str,
    actor: str,
    now: datetime,
) -> None:
    change(message)
    _record(verb, message, actor, now)


@transaction.atomic
def reopen_letter(*, decision: LetterDecision, actor: str, now: datetime) -> None:
    """Undo DECISION, with an audit entry. Raises CannotUndo."""
    message = decision.message
    undo_decision(decision=decision)
    _record("letter.reopened", message, actor, now)


def _record(verb: str, message: OutboxMessage, actor: str, now: datetime) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=message.about or f"letter:{message.pk}",
        detail={"letter": message.pk, "kind": message.kind},
        now=now,
    )
