"""Guards of the outbox that a control switches off, to see that a check can fail."""

import uuid
from datetime import datetime

from django.db import connections

from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from peace.outbox.models.message import LEASE, OutboxMessageQuerySet
from peace.outbox.usecases import enqueue, settle


def switch_off(name: str) -> None:
    {
        "hand mark": _no_hand_mark,
        "lease": _no_lease,
        "sent after": _sent_first,
        "too late": _never_too_late,
        "key": _keys_of_chance,
        "idle limit": _patient_database,
    }[name]()


def _no_hand_mark() -> None:
    """A lost worker looks as if it had not begun to hand over."""

    def hand(message: OutboxMessage, now: datetime) -> bool:
        return message._change_held({"lease_until": now + LEASE})

    OutboxMessage.hand = hand  # type: ignore[method-assign]


def _no_lease() -> None:
    """Everybody takes what is due, whoever holds it: read, then send."""

    def claim(
        rows: OutboxMessageQuerySet, *, token: uuid.UUID, now: datetime, size: int
    ) -> list[OutboxMessage]:
        return list(rows.due(now)[:size])

    def always(message: OutboxMessage, *args: object, **changes: object) -> bool:
        if "status" in changes:
            OutboxMessage.objects.filter(pk=message.pk).update(**changes)
        return True

    OutboxMessageQuerySet.claim = claim  # type: ignore[method-assign]
    OutboxMessage.hand = always  # type: ignore[method-assign]
    OutboxMessage.settle = always  # type: ignore[method-assign]


def _sent_first() -> None:
    """ "Sent" is written before the hand-over: a crash in between loses the letter."""

    def hand(message: OutboxMessage, now: datetime) -> bool:
        return message.settle(status=Status.SENT, sent_at=now)

    OutboxMessage.hand = hand  # type: ignore[method-assign]
    settle._sent = lambda message, now: Status.SENT


def _never_too_late() -> None:
    OutboxMessageQuerySet.expire = lambda rows, now: 0  # type: ignore[method-assign]
    OutboxMessage.is_too_late = lambda message, now: False  # type: ignore[method-assign]


def _patient_database() -> None:
    """A transaction may stay open for as long as its client is silent."""
    options = connections["default"].settings_dict["OPTIONS"]
    options["options"] += " -c idle_in_transaction_session_timeout=0"


def _keys_of_chance() -> None:
    """Each call writes a letter of its own, as a queue without a table would."""
    draft = enqueue._draft

    def by_chance(**values: object) -> OutboxMessage:
        return draft(**{**values, "key": f"{values['key']}:{uuid.uuid4().hex[:8]}"})

    enqueue._draft = by_chance
