"""The letter of an announcement: the text, the event, why you get it, how to end it."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from events.outreach.choices import ReaderKind
from events.outreach.models import Announcement
from events.outreach.readers import Reader
from events.registration.choices import PAST_NEWS
from events.registration.letters import office_values
from peace.language.dates import date_long, time_range
from peace.outbox.choices import Channel, LetterClass
from peace.outbox.letter import Letter, Recipient, render_letter
from peace.outbox.models import OutboxBatch

KIND = "announcement"
# Participants' letters are told apart: they may take their yes back by their own page.
KINDS = dict.fromkeys(ReaderKind, KIND) | {ReaderKind.PARTICIPANT: PAST_NEWS}


def announcement_order(
    *,
    announcement: Announcement,
    reader: Reader,
    batch: OutboxBatch,
    due_at: datetime | None,
) -> dict[str, Any]:
    """What `enqueue_many` wants: one letter a person and announcement, by its key."""
    end_url = reader.end_url(announcement.pk)
    return {
        "key": f"{announcement.about}:{reader.digest}",
        "kind": KINDS[reader.kind],
        "letter_class": LetterClass.B,
        "recipient": Recipient(name="", email=reader.email),
        "language": reader.language,
        "letter": announcement_letter(announcement, reader, end_url=end_url),
        "about": announcement.about,
        "channel": Channel.EMAIL,
        "batch": batch,
        "due_at": due_at,
        "not_after": announcement.not_after,
        "unsubscribe_url": end_url,
    }


def announcement_letter(
    announcement: Announcement, reader: Reader, *, end_url: str
) -> Letter:
    """As READER gets it; a language that is missing is in Japanese."""
    language = reader.language
    with translation.override(language):
        values = {
            "reader_name": reader.name,
            "subject": announcement.subject.in_language(language),
            "text": announcement.text.in_language(language).strip(),
            **_of_event(announcement, language),
            "why": _why(reader.kind),
            "end_url": end_url,
            **office_values(),
        }
    return render_letter("outreach/announcement", language, values)


def _of_event(announcement: Announcement, language: str) -> dict[str, str]:
    event = announcement.event
    if event is None:
        # What it leads to is then the list of all events.
        home = settings.SITE_URL + reverse("home")
        empty = dict.fromkeys(("event_title", "date", "time_range", "venue"), "")
        return empty | {"link": home}
    return {
        "event_title": event.title.in_language(language),
        "date": date_long(event.starts_at, language),
        "time_range": time_range(event.starts_at, event.ends_at, language),
        "venue": event.venue.name.in_language(language),
        "link": f"{settings.SITE_URL}/s/{announcement.source_code}?l={language}",
    }


def _why(kind: ReaderKind) -> str:
    """Why you get this, in the language in force."""
    return {
        ReaderKind.SUBSCRIBER: _(
            "このメールは、お知らせメールに登録した方にお送りしています。"
        ),
        ReaderKind.PARTICIPANT: _(
            "このメールは、催しに申し込んだときに、"
            "お知らせを希望した方にお送りしています。"
        ),
        ReaderKind.CONTACT: _(
            "このメールは、市の平和事業の連絡先として"
            "お知らせいただいたアドレスにお送りしています。"
        ),
        ReaderKind.MEMBER: _(
            "このメールは、平和ネットの市の担当の方にお送りしています。"
        ),
    }[kind]
