"""What the page of all letters is told about the batch of an announcement."""

from django.urls import reverse

from events.outreach.letters.announcement import KIND
from events.outreach.models import Announcement
from events.outreach.reports_announcements import audience_words
from events.outreach.usecases.write_announcements import let_out, taken_back
from peace.outbox.batches import BatchKind, BatchNote
from peace.outbox.models import OutboxBatch

__all__ = ["BATCHES", "KIND"]


def _note(batch: OutboxBatch) -> BatchNote | None:
    found = Announcement.objects.filter(batch=batch).first()
    if found is None:
        return None
    return BatchNote(
        title=found.subject.in_language("ja"),
        text=audience_words(found, people=batch.recipient_count),
        url=reverse("staff:news-announcement", args=[found.pk]),
        is_ready=found.is_requested,
    )


BATCHES = BatchKind(note=_note, approved=let_out, withdrawn=taken_back)
