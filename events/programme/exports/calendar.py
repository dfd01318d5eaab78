"""Events as iCalendar (RFC 5545): stable UIDs, and a SEQUENCE that moves entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.urls import reverse
from icalendar import Calendar, vCalAddress, vText
from icalendar import Event as Entry

from events.programme.models import Event
from peace.language.ruby import without_ruby

REFRESH = timedelta(hours=12)


def events_calendar(events: Iterable[Event], *, name: str = "") -> bytes:
    """A calendar of EVENTS in the language in force; nothing personal in it.

    With a NAME it is a feed: programs show the name, and ask again twice a day.
    """
    calendar = new_calendar()
    if name:
        plain = without_ruby(name)
        calendar.add("name", plain)  # RFC 7986, 5.1; the next line is for older ones
        calendar.add("x-wr-calname", plain)
        calendar.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
        calendar.add("x-published-ttl", "PT12H")
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


def new_calendar(*, takes_back: bool = False) -> Calendar:
    """An empty calendar; TAKES_BACK when all that follows is cancelled.

    CANCEL lets mail programs offer to remove the entries (RFC 5546, 3.2.5); a mixture
    is published as it stands, each entry with its own STATUS.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Kunitachi City//Peace programmes//JA")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if takes_back else "PUBLISH")
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
    """
    told = told_of(
        event=event,
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        cancelled_at=cancelled_at,
        revision=revision,
    )
    return told.entry(uid=uid, url=url)


@dataclass(frozen=True)
class Told:
    """What an entry tells, as plain values: the same for everybody who has a seat."""

    told_at: datetime
    sequence: int
    title: str
    starts_at: datetime
    ends_at: datetime
    place: str
    is_cancelled: bool
    # The domain that makes a UID unique, and whose entry it is.
    domain: str
    organizer: str

    def entry(self, *, uid: str, url: str) -> Entry:
        """Times in UTC: a TZID would need its VTIMEZONE beside it (RFC 5545, 3.2.19).

        Calendars cannot show readings, so easy Japanese leaves without them.
        """
        found = Entry()
        found.add("uid", f"{uid}@{self.domain}")
        found.add("dtstamp", self.told_at.astimezone(UTC))
        found.add("sequence", self.sequence)
        found.add("summary", without_ruby(self.title))
        found.add("dtstart", self.starts_at.astimezone(UTC))
        found.add("dtend", self.ends_at.astimezone(UTC))
        found.add("location", without_ruby(self.place))
        if url:
            found.add("url", url)
        found.add("organizer", _organizer(self.organizer))
        found.add("status", "CANCELLED" if self.is_cancelled else "CONFIRMED")
        return found


def told_of(
    *,
    event: Event,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    cancelled_at: datetime | None = None,
    revision: int = 0,
) -> Told:
    """As `entry` takes it."""
    is_taken_back = cancelled_at is not None and not event.is_cancelled
    cancelled_at = cancelled_at or event.cancelled_at
    return Told(
        told_at=cancelled_at or event.changed_at or event.starts_at,
        # Cancelling the event has raised its revision already.
        sequence=event.revision + revision + int(is_taken_back),
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        place=f"{event.venue.name} {event.venue.address}",
        is_cancelled=cancelled_at is not None,
        domain=settings.EMAIL_DOMAIN,
        organizer=settings.DEFAULT_FROM_EMAIL,
    )


def _organizer(sender: str) -> vCalAddress:
    """Whose entry it is: both methods ask for one (RFC 5546, 3.2.1 and 3.2.5)."""
    name, email = parseaddr(sender)
    found = vCalAddress(f"mailto:{email}")
    found.params["cn"] = vText(name)
    return found
