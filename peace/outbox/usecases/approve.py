"""A second person lets a batch of letters out, or takes it back."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from peace.outbox import bell
from peace.outbox.batches import kind_of
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.enqueue import BatchDecided


class SecondPersonNeeded(PermissionError):
    """Who asked for a batch cannot approve it."""


@transaction.atomic
def approve(*, batch: OutboxBatch, by: str, now: datetime) -> int:
    """Let the letters of BATCH out; returns how many.

    Changes: the batch, and its waiting letters in one UPDATE. Locks: the batch row;
    of two people who decide at once, one gets BatchDecided. Leaves: the letters,
    from the next round of the relay on. BY is an actor, "user:7". The room that wrote
    it is asked first, in the same transaction: it may spread the letters, take some
    back, or raise BatchNotReady. Raises SecondPersonNeeded, BatchDecided.
    """
    if by == batch.requested_by:
        raise SecondPersonNeeded
    _decide(batch, approved_by=by, approved_at=now)
    kind_of(batch).approved(batch, now)
    moved = _waiting(batch).update(status=Status.PENDING)
    transaction.on_commit(bell.ring)
    return moved


@transaction.atomic
def withdraw(*, batch: OutboxBatch, by: str, now: datetime) -> int:
    """Take BATCH back before anything left; returns how many letters stay here.

    Changes: the batch, and its waiting letters in one UPDATE. Locks: the batch row.
    Leaves: nothing. Anyone may withdraw, the one who asked included.
    """
    _decide(batch, withdrawn_by=by, withdrawn_at=now)
    kind_of(batch).withdrawn(batch, now)
    return _waiting(batch).update(status=Status.SKIPPED, last_error="withdrawn")


def _decide(batch: OutboxBatch, **decision: object) -> None:
    open_batches = OutboxBatch.objects.filter(approved_at=None, withdrawn_at=None)
    if not open_batches.filter(pk=batch.pk).update(**decision):
        raise BatchDecided(batch.pk)
    for name, value in decision.items():
        setattr(batch, name, value)


def _waiting(batch: OutboxBatch) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(batch=batch, status=Status.AWAITING_APPROVAL)
