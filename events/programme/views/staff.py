"""Staff pages about what is offered: the calendar of events."""

from dataclasses import replace
from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.programme.models import Event
from events.programme.reports import Listing, by_month, listings
from peace.accounts.access import staff_required
from peace.language.dates import jst


@require_safe
@staff_required
def calendar(request: HttpRequest) -> HttpResponse:
    """All events, drafts too: today's, then what is coming, then what has been."""
    now = timezone.now()
    today = jst(now).date()
    events = list(Event.objects.with_places().order_by("starts_at"))
    rows = listings(events, now=now)
    return render(
        request,
        "events/programme/staff/calendar.html",
        {
            "today": today,
            "running": [
                _of_day(row, today) for row in rows if _runs_on(row.event, today)
            ],
            "months": by_month(row for row in rows if row.day > today),
            "past": [row for row in reversed(rows) if row.event.ends_at <= now],
        },
    )


def _of_day(row: Listing, day: date) -> Listing:
    """Of a trip, which lasts from its training days to the summit, only DAY."""
    if not row.event.is_internal:
        return row
    today = [slot for slot in row.timeslots if jst(slot.starts_at).date() == day]
    return replace(row, timeslots=today)


def _runs_on(event: Event, day: date) -> bool:
    last = jst(event.ends_at - timedelta(seconds=1)).date()
    return jst(event.starts_at).date() <= day <= last
