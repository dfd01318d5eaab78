"""Remind the cities that have not said who comes."""

from datetime import datetime, time, timedelta

from django.db import transaction

from events.programme.choices import EventStatus
from network.summit import letters
from network.summit.models import Summit
from network.summit.reports import late_cities
from peace.language.dates import TOKYO, jst

# Days before the deadline, at the hour at which the offices open.
DAYS_BEFORE = (7, 1)
AT = time(9)


def remind_late_cities(*, now: datetime) -> int:
    """Write the reminders that are due: 7 days before the deadline, and 1; how many.

    To the coordinators of cities without a reply, class B, with a key of its own for
    each person and day: twice, late or on two machines makes no second letter. A
    reminder that was missed is not sent once the next is due.
    """
    coming = Summit.objects.opened().filter(reply_by__gt=now)
    coming = coming.exclude(event__status=EventStatus.CANCELLED)
    written = 0
    for summit in coming.select_related("event__venue"):
        days = _due(summit, now)
        if days is None:
            continue
        with transaction.atomic():
            written += letters.reminder(
                summit=summit, cities=late_cities(summit), days=days, now=now
            )
    return written


def _due(summit: Summit, now: datetime) -> int | None:
    last_day = jst(summit.reply_by).date()
    due = [
        days
        for days in DAYS_BEFORE
        if datetime.combine(last_day - timedelta(days=days), AT, tzinfo=TOKYO) <= now
    ]
    return min(due, default=None)
