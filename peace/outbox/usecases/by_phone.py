"""A letter that cannot go by e-mail goes on by phone."""

from datetime import datetime

from peace.outbox.choices import Channel
from peace.outbox.models import OutboxMessage


def can_go_by_phone(message: OutboxMessage) -> bool:
    """Where a number is known. Nobody is rung up about news."""
    return bool(message.phone) and not message.is_news


def call_of(message: OutboxMessage, *, phone: str, now: datetime) -> OutboxMessage:
    """The same letter for the call list, not saved. Its key is unique: once only."""
    return OutboxMessage(
        key=f"{message.key}:phone",
        kind=message.kind,
        letter_class=message.letter_class,
        channel=Channel.PHONE,
        language=message.language,
        recipient_name=message.recipient_name,
        phone=phone,
        postal=message.postal,
        subject=message.subject,
        text=message.text,
        parts=message.parts,
        about=message.about,
        batch=message.batch,
        due_at=now,
        not_after=message.not_after,
        created_at=now,
    )


def go_on_by_phone(*, message: OutboxMessage, now: datetime) -> None:
    """Put the same letter on the call list, unless it stands there."""
    OutboxMessage.objects.bulk_create(
        [call_of(message, phone=message.phone, now=now)], ignore_conflicts=True
    )
