"""Write an announcement, ask for its sending, take it back; a second person decides."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from events.outreach.choices import (
    AnnouncementAudience,
    AnnouncementStatus,
    ReaderKind,
    SourceKind,
)
from events.outreach.letters.announcement import KIND, announcement_letter
from events.outreach.models import Announcement, Source
from events.outreach.readers import Reader
from events.outreach.reports_audience import measure
from events.programme.models import Event, Programme
from peace.audit.usecases import record
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.approve import withdraw
from peace.outbox.usecases.enqueue import enqueue
from peace.outbox.usecases.take_back import take_back_keys

STREAM = "outreach"


class NotADraft(Exception):
    """Its letters are being written or have left: it is not changed any more."""


class NobodyToReach(Exception):
    """The audience is empty."""


class TooLate(Exception):
    """The event has begun, or an exhibition has ended: nothing about it leaves."""


@dataclass(frozen=True)
class Draft:
    """What staff typed. `topics` narrow SUBSCRIBERS, `programme` PARTICIPANTS."""

    subject: dict[str, str]
    text: dict[str, str]
    audience: AnnouncementAudience
    topics: Sequence[str] = field(default=())
    programme: Programme | None = None
    event: Event | None = None
    per_minute: int = 60
    starts_at: datetime | None = None

    def values(self) -> dict[str, Any]:
        """The columns; what does not narrow this audience is left out."""
        to_subscribers = self.audience == AnnouncementAudience.SUBSCRIBERS
        to_participants = self.audience == AnnouncementAudience.PARTICIPANTS
        return {
            "subject": self.subject,
            "text": self.text,
            "audience": self.audience,
            "topics": list(self.topics) if to_subscribers else [],
            "programme": self.programme if to_participants else None,
            "event": self.event,
            "per_minute": self.per_minute,
            "starts_at": self.starts_at,
        }


@transaction.atomic
def save_announcement(
    *, announcement: Announcement | None, draft: Draft, actor: str, now: datetime
) -> Announcement:
    """A new draft, or another version of one. An audit entry; leaves nothing.

    Locks the row: a request that comes at once sees one version or the other. Raises
    NotADraft.
    """
    if announcement is None:
        saved = Announcement(written_by=actor, created_at=now)
    else:
        saved = _locked_draft(announcement)
    for name, value in draft.values().items():
        setattr(saved, name, value)
    saved.save()
    _record("announcement.saved", saved, actor=actor, now=now)
    return saved


@transaction.atomic
def remove_announcement(
    *, announcement: Announcement, actor: str, now: datetime
) -> None:
    """Throw a draft away. An audit entry. Raises NotADraft."""
    found = _locked_draft(announcement)
    _record("announcement.removed", found, actor=actor, now=now)
    found.delete()


@transaction.atomic
def request_announcement(
    *, announcement: Announcement, actor: str, now: datetime
) -> Announcement:
    """Ask a second person to let it out; its letters are written from now on.

    Changes: the row becomes WRITING, with its batch and the number of its readers,
    and gets the short link that is counted. Locks the row: two clicks are one request.
    Leaves nothing: `write_piece` puts the letters into the outbox, piece by piece, and
    nobody can approve them before the last. An audit entry. Raises NotADraft,
    NobodyToReach, TooLate.
    """
    found = _locked_draft(announcement)
    if found.not_after and found.not_after <= now:
        raise TooLate
    readers = measure(found, now=now).readers
    if not readers:
        raise NobodyToReach
    found.batch = OutboxBatch.objects.create(
        kind=KIND,
        about=found.about,
        recipient_count=readers,
        requested_by=actor,
        requested_at=now,
    )
    found.status = AnnouncementStatus.WRITING
    found.recipients, found.requested_at = readers, now
    found.save()
    if found.event:
        Source.objects.get_or_create(
            code=found.source_code,
            defaults={
                "kind": SourceKind.NEWS,
                "place": found.subject.in_language("ja")[:80],
                "event": found.event,
                "created_at": now,
                "created_by": actor,
            },
        )
    _record("announcement.requested", found, actor=actor, now=now, readers=readers)
    return found


@transaction.atomic
def withdraw_announcement(
    *, announcement: Announcement, actor: str, now: datetime
) -> int:
    """Take back what has not left; returns how many letters stay here.

    Before the approval that is all of it; after it, what still waits for its minute.
    Whoever wrote it may, too. Changes: the row, the batch, its waiting letters. Locks
    the batch, then the row. An audit entry. Raises NotADraft when there is nothing
    to take back.
    """
    # In the order of an approval, which may come at the same moment.
    lock_batch(announcement.batch_id)
    found = _locked(announcement)
    batch = found.batch
    if batch is None or found.is_withdrawn:
        raise NotADraft(found.pk)
    if batch.is_open:
        kept = withdraw(batch=batch, by=actor, now=now)
    else:
        kept = take_back_keys(starting_with=f"{found.about}:")
    Announcement.objects.filter(pk=found.pk).update(
        status=AnnouncementStatus.WITHDRAWN, cursor=""
    )
    _record("announcement.withdrawn", found, actor=actor, now=now, letters=kept)
    return kept


@transaction.atomic
def send_test_copy(
    *, announcement: Announcement, to: str, actor: str, now: datetime
) -> int:
    """The letter in each language that has a text, to the one who wrote it; how many.

    Changes nothing but the outbox. Once a second: a double click is one copy.
    """
    for language in announcement.languages:
        reader = Reader(ReaderKind.SUBSCRIBER, "0", to, language)
        letter = announcement_letter(
            announcement, reader, end_url=reader.end_url(announcement.pk)
        )
        enqueue(
            key=f"{KIND}-test:{announcement.pk}:{actor}:{language}:{now:%Y%m%d%H%M%S}",
            kind=f"{KIND}_test",
            letter_class=LetterClass.B,
            recipient=Recipient(name="", email=to),
            channel=Channel.EMAIL,
            language=language,
            letter=Letter(f"【試し】{letter.subject}", letter.text),
            about=announcement.about,
            now=now,
        )
    return len(announcement.languages)


def lock_batch(pk: int | None) -> None:
    """Wait for whoever decides on these letters; the batch is locked before the row."""
    if pk is not None:
        OutboxBatch.objects.select_for_update().filter(pk=pk).first()


def _locked(announcement: Announcement) -> Announcement:
    return (
        Announcement.objects.select_for_update(of=("self",))
        .select_related("batch", "event__venue")
        .get(pk=announcement.pk)
    )


def _locked_draft(announcement: Announcement) -> Announcement:
    found = _locked(announcement)
    if not found.is_draft:
        raise NotADraft(found.pk)
    return found


def _record(
    verb: str, announcement: Announcement, *, actor: str, now: datetime, **detail: int
) -> None:
    record(
        stream=STREAM,
        verb=verb,
        actor=actor,
        about=announcement.about,
        detail=dict(detail),
        now=now,
    )
