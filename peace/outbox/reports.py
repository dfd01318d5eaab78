"""What the office and `doctor` read about the outbox. Nothing here changes a row."""

from datetime import datetime

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Concat

from peace.outbox.choices import NO_ADDRESS, TROUBLED, Channel, Status
from peace.outbox.models import (
    Heartbeat,
    LetterDecision,
    OutboxBatch,
    OutboxMessage,
    UndeliverableAddress,
)
from peace.outbox.models.message import NOT_NEWS
from peace.outbox.quiet import is_night, morning_of


def counts() -> dict[tuple[str, str], int]:
    """Letters by (channel, status); a pair without letters is missing."""
    rows = (
        OutboxMessage.objects.order_by()
        .values_list("channel", "status")
        .annotate(letters=Count("pk"))
    )
    return {(channel, status): letters for channel, status, letters in rows}


def oldest_due_seconds(now: datetime) -> float:
    """How long the oldest due e-mail has been waiting; 0.0 when none is due.

    One that a worker holds counts too: a dead worker must not look like a quiet day.
    News rest at night; they wait since the morning.
    """
    oldest = OutboxMessage.objects.filter(
        channel=Channel.EMAIL,
        status__in=(Status.PENDING, Status.RETRY, Status.SENDING),
        due_at__lte=now,
    ).aggregate(
        letters=Min("due_at", filter=NOT_NEWS), news=Min("due_at", filter=~NOT_NEWS)
    )
    since = [oldest["letters"]] if oldest["letters"] else []
    if oldest["news"] and not is_night(now):
        since.append(max(oldest["news"], morning_of(now)))
    return (now - min(since)).total_seconds() if since else 0.0


def heartbeats() -> dict[str, datetime]:
    """When "worker" and "beat" were last heard; who never was, is missing."""
    return dict(Heartbeat.objects.values_list("name", "beat_at"))


# For the staff's screen: the lists a person works through.


def to_call(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.to_call(now)


def to_post(now: datetime) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.to_post(now)


def to_decide() -> QuerySet[OutboxMessage]:
    """Unclear, failed, come back, or without any way to reach the person.

    The newest first. What a person has settled stays away, until it changes again;
    so does what came back and stands on the call list, and news that came back:
    its address gets no more of it, and nobody is rung up about it.
    """
    settled = LetterDecision.objects.filter(
        message=OuterRef("pk"), status=OuterRef("status")
    )
    call = OutboxMessage.objects.filter(key=Concat(OuterRef("key"), Value(":phone")))
    return (
        (
            OutboxMessage.objects.filter(status__in=TROUBLED)
            | OutboxMessage.objects.filter(status=Status.SKIPPED, last_error=NO_ADDRESS)
        )
        .filter(~Exists(settled))
        .exclude(Q(status=Status.BOUNCED), Exists(call) | ~NOT_NEWS)
        .order_by("-due_at", "-pk")
    )


def batches_to_approve() -> QuerySet[OutboxBatch]:
    """The oldest first, each with the `first_letter` that a second person may read."""
    waiting = OutboxBatch.objects.filter(approved_at=None, withdrawn_at=None)
    return waiting.annotate(first_letter=Min("messages__pk")).order_by(
        "requested_at", "pk"
    )


def undeliverable() -> QuerySet[UndeliverableAddress]:
    return UndeliverableAddress.objects.order_by("-refused_at", "-pk")
