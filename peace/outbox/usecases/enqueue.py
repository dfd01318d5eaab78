"""Put letters into the outbox, in the transaction of the fact they tell of."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from peace.outbox import bell
from peace.outbox.choices import NO_ADDRESS, Channel, LetterClass, Status
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxBatch, OutboxMessage, UndeliverableAddress
from peace.outbox.models.insert import insert_once

# The column holds 200: room for the ":phone" of a letter that goes on by phone.
KEY_LENGTH = 190


class OutsideTransaction(RuntimeError):
    """A letter without the transaction of its fact could tell of what never was."""


class UnsafeHeader(ValueError):
    """A line break in an address or a subject would let a stranger add headers."""


class BatchDecided(ValueError):
    """The batch was approved or withdrawn: its letters have been counted."""


def enqueue(
    *,
    key: str,
    kind: str,
    letter_class: str,
    recipient: Recipient,
    language: str,
    letter: Letter,
    about: str = "",
    parts: Sequence[Sequence[str]] = (),
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    channel: str | None = None,
    batch: OutboxBatch | None = None,
    unsubscribe_url: str = "",
    now: datetime,
) -> OutboxMessage | None:
    """Write one letter; None when KEY exists already.

    Changes: one row, by INSERT … ON CONFLICT DO NOTHING, so two requests at once
    make one letter and neither fails. Locks nothing else. Leaves: nothing yet; after
    the commit the relay is woken. Without CHANNEL: e-mail, unless the address is
    known to be undeliverable, then phone, then post; with no way at all the row is
    SKIPPED and the office sees it. With BATCH the letter waits for its approval.
    UNSUBSCRIBE_URL is for news: one POST to it ends them.
    Raises OutsideTransaction, UnsafeHeader, BatchDecided, ValueError.
    """
    _require_transaction()
    message = _draft(
        undeliverable=UndeliverableAddress.objects.among([recipient.email]),
        key=key,
        kind=kind,
        letter_class=letter_class,
        recipient=recipient,
        language=language,
        letter=letter,
        about=about,
        parts=parts,
        due_at=due_at,
        not_after=not_after,
        channel=channel,
        batch=batch,
        unsubscribe_url=unsubscribe_url,
        now=now,
    )
    if not insert_once(message):
        return None
    transaction.on_commit(bell.ring)
    return message


def enqueue_many(orders: Iterable[dict[str, Any]], *, now: datetime) -> int:
    """Write many letters in one insert; returns how many were new.

    ORDERS holds the arguments of `enqueue` without `now`, one dict a letter. They
    are all held in memory: who writes ten thousand calls this in pieces of 500.
    """
    _require_transaction()
    orders = list(orders)
    undeliverable = UndeliverableAddress.objects.among(
        order["recipient"].email for order in orders
    )
    drafts = [_draft(undeliverable=undeliverable, now=now, **it) for it in orders]
    OutboxMessage.objects.bulk_create(drafts, ignore_conflicts=True)
    new = OutboxMessage.objects.filter(uuid__in=[it.uuid for it in drafts]).count()
    if new:
        transaction.on_commit(bell.ring)
    return new


def _require_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction("write a letter in the transaction of its fact")


def _draft(
    *,
    undeliverable: set[str],
    key: str,
    kind: str,
    letter_class: str,
    recipient: Recipient,
    language: str,
    letter: Letter,
    now: datetime,
    about: str = "",
    parts: Sequence[Sequence[str]] = (),
    due_at: datetime | None = None,
    not_after: datetime | None = None,
    channel: str | None = None,
    batch: OutboxBatch | None = None,
    unsubscribe_url: str = "",
) -> OutboxMessage:
    if not 0 < len(key) <= KEY_LENGTH:
        raise ValueError(f"a key has 1 to {KEY_LENGTH} characters")
    if language not in dict(settings.LANGUAGES):
        raise ValueError(f"no language {language!r}")
    if any(
        sign in recipient.email + letter.subject + unsubscribe_url for sign in "\r\n"
    ):
        raise UnsafeHeader(key)
    if batch is not None and not batch.is_open:
        raise BatchDecided(batch.pk)
    way = Channel(channel) if channel else _way(recipient, undeliverable)
    reachable = way is not None and bool(_address(recipient, way))
    waiting = Status.AWAITING_APPROVAL if batch else Status.PENDING
    # Everything is checked here: SQLite's INSERT OR IGNORE would swallow a row that
    # breaks a constraint, not only one whose key exists.
    return OutboxMessage(
        key=key,
        kind=kind,
        letter_class=LetterClass(letter_class),
        channel=way or Channel.EMAIL,
        status=waiting if reachable else Status.SKIPPED,
        last_error="" if reachable else NO_ADDRESS,
        language=language,
        recipient_name=recipient.name or "",
        email=recipient.email or "",
        phone=recipient.phone or "",
        postal=recipient.postal or "",
        subject=letter.subject,
        text=letter.text,
        parts=[[name, str(ref)] for name, ref in parts],
        about=about,
        due_at=due_at or now,
        not_after=not_after,
        batch=batch,
        unsubscribe_url=unsubscribe_url,
        created_at=now,
    )


def _way(recipient: Recipient, undeliverable: set[str]) -> Channel | None:
    if recipient.email and recipient.email.lower() not in undeliverable:
        return Channel.EMAIL
    if recipient.phone:
        return Channel.PHONE
    return Channel.POST if recipient.postal else None


def _address(recipient: Recipient, way: Channel) -> str:
    return {
        Channel.EMAIL: recipient.email,
        Channel.PHONE: recipient.phone,
        Channel.POST: recipient.postal,
    }[way]
