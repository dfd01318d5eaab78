"""A storyteller's own calendar: where they tell, when, what; no visitor in it."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse

from events.programme.exports.calendar import entry, new_calendar
from events.programme.models import Event, Telling


def storyteller_calendar(tellings: Iterable[Telling]) -> bytes:
    """One entry a telling; a cancelled event leaves the calendar by its status.

    A talk at a school, which no public page shows, has no address.
    """
    calendar = new_calendar()
    for telling in tellings:
        slot = telling.timeslot
        event = slot.event
        calendar.add_component(
            entry(
                uid=f"telling-{event.slug}-{slot.pk}",
                event=event,
                title=f"{telling.get_story_display()} {event.title}",
                starts_at=slot.starts_at,
                ends_at=slot.ends_at,
                cancelled_at=slot.cancelled_at,
                url="" if event.is_internal else _page(event),
            )
        )
    return calendar.to_ical()


def _page(event: Event) -> str:
    return settings.SITE_URL + reverse("programme:event", args=[event.slug])
