"""Public pages: what is coming, a programme, an event."""

from datetime import datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from events.programme.access import (
    coming_events,
    public_event_with_timeslots,
    public_programme,
)
from events.programme.eligibility import sentences
from events.programme.models import Event, Programme, Timeslot
from events.programme.narrowing import Narrowing
from events.programme.needs import Needs, offer_groups
from events.programme.reports import by_month, listings, support_choices

# The same for everybody, so it may be a few seconds old. The seats that count are
# counted when somebody registers.
FRESH_SECONDS = 5
# A page stays light on a phone (design: 60 KB), however much is planned.
PER_PAGE = 15


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def home(request: HttpRequest) -> HttpResponse:
    """What is coming, by month; narrowed by programme and by what one has to do."""
    now = timezone.now()
    narrowing = Narrowing(
        programme=request.GET.get("programme", ""), way=request.GET.get("way", "")
    )
    rows = narrowing.of(listings(coming_events(now), now=now))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "events/programme/home.html",
        {
            "months": by_month(page.object_list),
            "page": page,
            "page_query": narrowing.page_query,
            "count": len(rows),
            "programme_choices": narrowing.programme_choices(
                Programme.objects.order_by("position")
            ),
            "way_choices": narrowing.way_choices(),
            "now": now,
        },
    )


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """One programme: what it is, what is coming, what has been."""
    found = public_programme(slug)
    now = timezone.now()
    events = Event.objects.public().filter(programme=found).with_places()
    return render(
        request,
        "events/programme/programme.html",
        {
            "programme": found,
            "coming": listings(list(events.coming(now).order_by("starts_at")), now=now),
            "past": listings(list(events.past(now).order_by("-starts_at")), now=now),
        },
    )


@require_safe
@login_not_required
@cache_page(FRESH_SECONDS, cache="pages")
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """One event: what, when, where, who, how to apply, seats left."""
    found, slots = public_event_with_timeslots(slug)
    return render(
        request,
        "events/programme/event.html",
        event_context(found, slots, now=timezone.now()),
    )


def event_context(
    event: Event, timeslots: list[Timeslot], *, now: datetime
) -> dict[str, Any]:
    """What the page of an event is drawn from; TIMESLOTS with seats and support."""
    needs = Needs.of(event, timeslots)
    rule = needs.rules.of_event
    return {
        "event": event,
        "timeslots": timeslots,
        "openness": event.openness(now, timeslots),
        "rule": sentences(rule, event.starts_at) if rule else [],
        "rules": needs.rules,
        "support": offer_groups(
            [kind for kind, _label in support_choices(timeslots)],
            needs.offers,
            [slot for slot in timeslots if slot.takes_applications],
            now=now,
        ),
        "takes_applications": any(slot.takes_applications for slot in timeslots),
        "has_lottery": any(slot.is_lottery for slot in timeslots),
    }
