"""The only way to an event: fetch and authorise in one call."""

from datetime import datetime
from typing import Any

from django.http import Http404

from events.programme.models import (
    Event,
    Phrase,
    Programme,
    Storyteller,
    Timeslot,
    Venue,
)
from events.programme.models.event import PUBLIC


def public_event(slug: str) -> Event:
    """An event that a visitor may see; a draft answers like a missing one."""
    event = Event.objects.public().with_places().filter(slug=slug).first()
    if event is None:
        raise Http404
    return event


def public_event_with_timeslots(slug: str) -> tuple[Event, list[Timeslot]]:
    """The event and its timeslots with seats, in two statements at most.

    One statement when there are timeslots, which is where it counts: registering.
    """
    slots = list(
        Timeslot.objects.filter(event__slug=slug, event__status__in=PUBLIC)
        .select_related("event__programme", "event__venue")
        .with_seats()
        .with_support()
        .with_needs()
        .in_order()
    )
    event = slots[0].event if slots else public_event(slug)
    return event, slots


def public_programme(slug: str) -> Programme:
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def staff_event(slug: str) -> Event:
    """Any event, drafts too: for the city's own staff, whom the view has let in."""
    event = Event.objects.with_places().filter(slug=slug).first()
    if event is None:
        raise Http404
    return event


def staff_timeslot(event: Event, pk: int | str) -> Timeslot:
    """A timeslot of EVENT, with seats, by an address or by what a form sent; or 404."""
    typed = str(pk)
    found = (
        event.timeslots.with_seats().filter(pk=int(typed)).first()
        if typed.isdecimal() and len(typed) < 10
        else None
    )
    if found is None:
        raise Http404
    return found


def coming_events(now: datetime, *, programme: Programme | None = None) -> list[Event]:
    """Public events that are not over, soonest first, with programme and venue."""
    events = Event.objects.public().coming(now).with_places().order_by("starts_at")
    return list(events.filter(programme=programme) if programme else events)


def public_events() -> list[Event]:
    """All public events, past ones too, with programme and venue."""
    return list(Event.objects.public().with_places().order_by("starts_at", "pk"))


def public_timeslots() -> list[Timeslot]:
    """Those of all public events, with seats and support, for the open data."""
    slots = Timeslot.objects.filter(event__status__in=PUBLIC)
    return list(slots.with_seats().with_support().in_order())


def staff_venue(pk: int) -> Venue:
    return _or_404(Venue.objects.filter(pk=pk).first())


def staff_storyteller(pk: int) -> Storyteller:
    return _or_404(Storyteller.objects.filter(pk=pk).first())


def staff_phrase(pk: int) -> Phrase:
    return _or_404(Phrase.objects.filter(pk=pk).first())


def phrase_pressed(pressed: str) -> Phrase | None:
    """The phrase whose button was pressed, if it is still there."""
    if not pressed.isascii() or not pressed.isdigit() or len(pressed) > 18:
        return None
    return Phrase.objects.filter(pk=pressed).first()


def storyteller_of_calendar(code: str) -> Storyteller:
    """Whose secret address this is; an old one answers like none at all."""
    # PostgreSQL refuses a NUL in a text.
    code = code.replace("\0", "")
    return _or_404(Storyteller.objects.filter(calendar_code=code).first())


def _or_404(found: Any) -> Any:
    if found is None:
        raise Http404
    return found
