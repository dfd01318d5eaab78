"""Events as iCalendar (RFC 5545): stable UIDs, and a SEQUENCE that moves entries."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar
from icalendar import Event as Entry

from events.programme.models import Event
from peace.language.ruby import without_ruby


def events_calendar(events: Iterable[Event]) -> bytes:
    """A calendar of EVENTS in the language in force; nothing personal in it."""
    calendar = new_calendar()
    for event in events:
        calendar.add_component(
            entry(
                uid=f"event-{event.slug}",
                event=event,
                title=str(event.title),
                starts_at=event.starts_at,
                ends_at=event.ends_at,
                url=settings.SITE_URL + reverse("programme:event", args=[event.slug]),
            )
        )
    return calendar.to_ical()


def new_calendar() -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Kunitachi City//Peace programmes//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    return calendar


def entry(
    *,
    uid: str,
    event: Event,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    url: str,
    cancelled_at: datetime | None = None,
    revision: int = 0,
) -> Entry:
    """One entry. UID is made stable by the caller; the revision moves it later.

    REVISION counts what happened to this entry alone; it adds to the event's own.
    CANCELLED_AT takes one entry back while the event goes on: a higher SEQUENCE and
    STATUS:CANCELLED, which a calendar follows (RFC 5545, 3.8.1.11).

    Times in UTC: a TZID would need its VTIMEZONE beside it (RFC 5545, 3.2.19).
    Calendars cannot show readings, so easy Japanese leaves without them.
    """
    found = Entry()
    found.add("uid", f"{uid}@{settings.EMAIL_DOMAIN}")
    is_taken_back = cancelled_at is not None and not event.is_cancelled
    cancelled_at = cancelled_at or event.cancelled_at
    found.add("dtstamp", (cancelled_at or event.starts_at).astimezone(UTC))
    # Cancelling the event has raised its revision already.
    found.add("sequence", event.revision + revision + int(is_taken_back))
    found.add("summary", without_ruby(title))
    found.add("dtstart", starts_at.astimezone(UTC))
    found.add("dtend", ends_at.astimezone(UTC))
    place = f"{event.venue.name} {event.venue.address}"
    found.add("location", without_ruby(place))
    found.add("url", url)
    found.add("status", "CANCELLED" if cancelled_at else "CONFIRMED")
    return found
