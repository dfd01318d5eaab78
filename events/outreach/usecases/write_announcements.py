"""Write the letters of announcements piece by piece; let them out at their pace."""

from datetime import datetime
from itertools import islice

from django.db import transaction
from django.db.models import QuerySet

from events.outreach.choices import AnnouncementStatus
from events.outreach.letters.announcement import announcement_order
from events.outreach.models import Announcement
from events.outreach.pace import minutes_from
from events.outreach.reports_audience import (
    PIECE,
    deliverable,
    readers_of,
    still_reading,
)
from events.outreach.usecases.announce import lock_batch
from peace.outbox.batches import BatchNotReady
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.enqueue import enqueue_many


def write_announcements(*, now: datetime) -> int:
    """Every announcement that was asked for, to its end; how many letters were new.

    For beat: a crash loses the piece in hand, and the next round begins at its start.
    """
    written = 0
    writing = Announcement.objects.filter(status=AnnouncementStatus.WRITING)
    for announcement in writing.order_by("requested_at", "pk"):
        while (new := write_piece(announcement=announcement, now=now)) is not None:
            written += new
    return written


@transaction.atomic
def write_piece(
    *, announcement: Announcement, now: datetime, size: int = PIECE
) -> int | None:
    """The next SIZE letters of ANNOUNCEMENT; how many were new, None: nothing to write.

    Changes: the letters, which wait for the second person, and how far it is; with the
    last piece it becomes REQUESTED. All in one transaction, so that a crash repeats
    the piece, and the letters' keys (one a person and announcement) repeat nothing.
    Locks the batch, then the row, as an approval does: two workers write one after
    the other. Leaves nothing.
    """
    lock_batch(announcement.batch_id)
    found = (
        Announcement.objects.select_for_update(of=("self",))
        .select_related("batch", "event__venue")
        .get(pk=announcement.pk)
    )
    if not found.is_writing or found.batch is None:
        return None
    readers = readers_of(found, now=now, after=found.cursor)
    piece = list(islice(readers, size))
    orders = [
        announcement_order(
            announcement=found,
            reader=reader,
            batch=found.batch,
            due_at=found.starts_at,
        )
        for reader in deliverable(piece)
    ]
    new = enqueue_many(orders, now=now) if orders else 0
    found.written += new
    found.cursor = piece[-1].address if piece else found.cursor
    if len(piece) < size:
        found.status, found.cursor = AnnouncementStatus.REQUESTED, ""
        # People came and went while it was written: this is the number to approve.
        found.recipients = found.written
        found.batch.recipient_count = found.written
        found.batch.save(update_fields=["recipient_count"])
    found.save(update_fields=["written", "cursor", "status", "recipients"])
    return new if found.is_writing or new else None


def let_out(batch: OutboxBatch, now: datetime) -> None:
    """The second person said yes, in the transaction of that yes.

    Changes: the announcement; its letters get their minutes, `per_minute` each, never
    at night; whoever ended the news since the letter was written is skipped. Raises
    BatchNotReady while letters are still being written.
    """
    announcement = (
        Announcement.objects.select_for_update(of=("self",)).filter(batch=batch).first()
    )
    if announcement is None:
        return
    if not announcement.is_requested:
        raise BatchNotReady(batch.pk)
    _skip_who_left(announcement, batch, now=now)
    _spread(announcement, batch, now=now)
    announcement.status = AnnouncementStatus.APPROVED
    announcement.save(update_fields=["status"])


def taken_back(batch: OutboxBatch, now: datetime) -> None:
    """Withdrawn on the page of all letters: the announcement is, too."""
    Announcement.objects.filter(batch=batch).update(
        status=AnnouncementStatus.WITHDRAWN, cursor=""
    )


def _skip_who_left(
    announcement: Announcement, batch: OutboxBatch, *, now: datetime
) -> None:
    """Somebody may have ended the news between being read and being written."""
    waiting = _waiting(batch)
    letters = waiting.order_by("pk").values_list("pk", "email")
    last = 0
    while True:
        piece = list(letters.filter(pk__gt=last)[:PIECE])
        if not piece:
            return
        last = piece[-1][0]
        addresses = {email.lower() for _pk, email in piece}
        gone = addresses - still_reading(announcement, addresses, now=now)
        if gone:
            waiting.filter(
                pk__in=[pk for pk, email in piece if email.lower() in gone]
            ).update(status=Status.SKIPPED, last_error="unsubscribed")


def _spread(announcement: Announcement, batch: OutboxBatch, *, now: datetime) -> None:
    """One UPDATE a minute: the next `per_minute` letters in the order of their rows."""
    start = max(now, announcement.starts_at or now)
    waiting = _waiting(batch).order_by("pk")
    last = 0
    for minute in minutes_from(start):
        lot = list(
            waiting.filter(pk__gt=last).values_list("pk", flat=True)[
                : announcement.per_minute
            ]
        )
        if not lot:
            return
        last = lot[-1]
        _waiting(batch).filter(pk__gte=lot[0], pk__lte=last).update(due_at=minute)


def _waiting(batch: OutboxBatch) -> QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(batch=batch, status=Status.AWAITING_APPROVAL)
