"""Subscribers, contacts and announcements, made as the pages make them."""

from datetime import datetime
from typing import Any

from django.utils import timezone

from events.outreach.choices import AnnouncementAudience
from events.outreach.models import Announcement, Subscription
from events.outreach.usecases.announce import (
    Draft,
    request_announcement,
    save_announcement,
)
from events.outreach.usecases.write_announcements import write_announcements
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.approve import approve

WRITER, SECOND = "user:1", "user:2"


def subscriber(
    email: str = "reader@example.jp", *, now: datetime | None = None, **values: Any
) -> Subscription:
    """Somebody who confirmed; `status` may say otherwise."""
    moment = now or timezone.now()
    return Subscription.objects.create(
        **{
            "email": email,
            "topics": ["TALKS"],
            "status": "ACTIVE",
            "asked_at": moment,
            "confirmed_at": moment,
            **values,
        }
    )


def draft(**values: Any) -> Draft:
    return Draft(
        **{
            "subject": {"ja": "講話のお知らせ", "en": "News of talks"},
            "text": {"ja": "話を聞きます。", "en": "Come and listen."},
            "audience": AnnouncementAudience.SUBSCRIBERS,
            **values,
        }
    )


def announcement(*, now: datetime | None = None, **values: Any) -> Announcement:
    return save_announcement(
        announcement=None,
        draft=draft(**values),
        actor=WRITER,
        now=now or timezone.now(),
    )


def requested(*, now: datetime | None = None, **values: Any) -> Announcement:
    """Asked for, and all its letters written."""
    moment = now or timezone.now()
    made = request_announcement(
        announcement=announcement(now=moment, **values), actor=WRITER, now=moment
    )
    write_announcements(now=moment)
    return fresh(made)


def approved(*, now: datetime | None = None, **values: Any) -> Announcement:
    moment = now or timezone.now()
    made = requested(now=moment, **values)
    approve(batch=made.batch, by=SECOND, now=moment)
    return fresh(made)


def fresh(of: Announcement) -> Announcement:
    return Announcement.objects.select_related("batch", "event").get(pk=of.pk)


def letters(of: Announcement) -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(batch=of.batch).order_by("pk"))
