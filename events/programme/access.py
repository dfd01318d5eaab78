"""The only way to an event: fetch and authorise in one call."""

from datetime import datetime

from django.http import Http404

from events.programme.models import Event, Programme, Timeslot
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


def staff_timeslot(event: Event, pk: str) -> Timeslot:
    """A timeslot of EVENT by what a form sent; 404 for anything else."""
    found = (
        event.timeslots.with_seats().filter(pk=int(pk)).first()
        if pk.isdecimal() and len(pk) < 10
        else None
    )
    if found is None:
        raise Http404
    return found


def coming_events(now: datetime) -> list[Event]:
    """Public events that are not over, soonest first, with programme and venue."""
    return list(Event.objects.public().coming(now).with_places().order_by("starts_at"))
