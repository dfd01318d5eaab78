"""The trip as iCalendar, for the calendars of a delegate's family."""

from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.urls import reverse
from icalendar import Event as Entry

from events.programme.exports.calendar import entry, new_calendar
from network.youth.models import YouthProgramme
from network.youth.reports_itinerary import itinerary
from peace.language.ruby import without_ruby


def trip_calendar(programme: YouthProgramme, *, now: datetime) -> bytes:
    """One entry a timeslot; a day that has none is an entry of the whole day.

    It leads to the public rules, never to the personal link: families share their
    calendars. UIDs belong to year and timeslot, so that a later file moves them.
    """
    url = settings.SITE_URL + reverse("youth:rules", args=[programme.year])
    calendar = new_calendar()
    for day in itinerary(programme):
        for slot in day.slots:
            calendar.add_component(
                entry(
                    uid=f"youth-{programme.year}-{slot.pk}",
                    event=slot.event,
                    title=f"{slot.event.title} {slot.title}",
                    starts_at=slot.starts_at,
                    ends_at=slot.ends_at,
                    url=url,
                )
            )
        if not day.slots:
            found = Entry()
            uid = f"youth-{programme.year}-{day.on.isoformat()}"
            found.add("uid", f"{uid}@{settings.EMAIL_DOMAIN}")
            found.add("dtstamp", now.astimezone(UTC))
            title = f"{programme.title} {day.what}"
            found.add("summary", without_ruby(title))
            found.add("dtstart", day.on)
            found.add("dtend", day.on + timedelta(days=1))
            found.add("url", url)
            calendar.add_component(found)
    return calendar.to_ical()
