"""An event as schema.org tells it to search engines (JSON-LD).

The same facts as on the page and in its language, without readings. What the words
mean: https://schema.org/Event, and what Google asks for besides
(developers.google.com/search/docs/appearance/structured-data/event).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from events.programme.choices import Openness
from events.programme.exports.addresses import picture_url
from events.programme.models import Event, Timeslot
from events.programme.reports import support_labels
from peace.language.dates import jst
from peace.language.ruby import without_ruby

_SCHEMA = "https://schema.org/"
# Whether one can still get a seat. Where nobody applies there is nothing to sell out.
_AVAILABILITY = {
    Openness.OPEN: "InStock",
    Openness.NOT_YET_OPEN: "PreOrder",
    Openness.FULL: "SoldOut",
    Openness.WAITING_LIST: "SoldOut",
    Openness.CLOSED: "SoldOut",
    Openness.NO_APPLICATION: "InStock",
    Openness.WALK_IN: "InStoreOnly",
    Openness.REST_WALK_IN: "InStoreOnly",
    Openness.AT_VENUE: "InStoreOnly",
    Openness.SELECTION: "LimitedAvailability",
}


def event_data(
    event: Event, timeslots: Sequence[Timeslot], *, now: datetime
) -> dict[str, Any]:
    """EVENT as a schema.org Event; TIMESLOTS with seats and support.

    Several timeslots become events within it, each with its own offer. No query.
    """
    state = event.openness(now, timeslots)
    whole = _described(event) | {
        "@context": _SCHEMA.rstrip("/"),
        "name": _named(event),
        "startDate": jst(event.starts_at).isoformat(),
        "endDate": jst(event.ends_at).isoformat(),
        "location": _place(event, timeslots),
        **_status(event),
        **_offer(event, state),
    }
    if len(timeslots) == 1:
        whole |= _capacity(timeslots[0])
    elif timeslots:
        whole["subEvent"] = [
            _timeslot(event, slot, state, now, whole["location"]) for slot in timeslots
        ]
    return whole


def _described(event: Event) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Event",
        "@id": f"{_url(event)}#event",
        "description": without_ruby(str(event.lead)),
        "url": _url(event),
        "image": [picture_url(event)],
        "inLanguage": "ja",  # what is spoken there, not what the page is written in
        "eventAttendanceMode": f"{_SCHEMA}OfflineEventAttendanceMode",
        "isAccessibleForFree": True,
        "keywords": without_ruby(str(event.programme.title)),
        "organizer": {
            "@type": "GovernmentOrganization",
            "name": without_ruby(_("国立市")),
            "url": f"{settings.SITE_URL}{reverse('home')}",
            "telephone": f"+81-{settings.OFFICE_PHONE.removeprefix('0')}",
        },
    }
    audience = without_ruby(str(event.audience))
    if audience:
        found["audience"] = {"@type": "Audience", "audienceType": audience}
    return found


def _timeslot(
    event: Event, slot: Timeslot, state: Openness, now: datetime, place: dict
) -> dict[str, Any]:
    own = slot.openness(state, now, has_waiting_list=event.has_waiting_list)
    found = {
        "@type": "Event",
        "name": f"{_named(event)} {without_ruby(str(slot.title))}",
        "startDate": jst(slot.starts_at).isoformat(),
        "endDate": jst(slot.ends_at).isoformat(),
        "doorTime": jst(slot.opens_doors_at).isoformat(),
        "eventAttendanceMode": f"{_SCHEMA}OfflineEventAttendanceMode",
        "location": place,
        **_capacity(slot),
        **_offer(event, own),
    }
    is_off = event.is_cancelled or slot.is_cancelled
    status = "EventCancelled" if is_off else "EventScheduled"
    return found | {"eventStatus": f"{_SCHEMA}{status}"}


def _status(event: Event) -> dict[str, str]:
    if event.is_cancelled:
        return {"eventStatus": f"{_SCHEMA}EventCancelled"}
    if event.moved_from:
        return {
            "eventStatus": f"{_SCHEMA}EventRescheduled",
            "previousStartDate": jst(event.moved_from).isoformat(),
        }
    return {"eventStatus": f"{_SCHEMA}EventScheduled"}


def _offer(event: Event, state: Openness) -> dict[str, Any]:
    """Free of charge; none for what is over or called off."""
    if state not in _AVAILABILITY:
        return {}
    page = "registration:register" if state.can_apply else "programme:event"
    offer = {
        "@type": "Offer",
        "price": 0,
        "priceCurrency": "JPY",
        "availability": f"{_SCHEMA}{_AVAILABILITY[state]}",
        "url": settings.SITE_URL + reverse(page, args=[event.slug]),
    }
    if event.opens_at and not state.needs_no_application:
        offer["validFrom"] = jst(event.opens_at).isoformat()
    if event.closes_at and not state.needs_no_application:
        offer["validThrough"] = jst(event.closes_at).isoformat()
    return {"offers": offer}


def _capacity(slot: Timeslot) -> dict[str, int]:
    """Seats, where they are counted. How many are left changes by the minute."""
    seats = getattr(slot, "capacity", 0)
    return {"maximumAttendeeCapacity": seats} if seats else {}


def _place(event: Event, timeslots: Sequence[Timeslot]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "@type": "Place",
        "name": without_ruby(str(event.venue.name)),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": without_ruby(str(event.venue.address)),
            "addressRegion": without_ruby(_("東京都")),
            "addressCountry": "JP",
        },
    }
    if "国立市" in event.venue.address.in_language("ja"):  # the summit tours the cities
        found["address"]["addressLocality"] = without_ruby(_("国立市"))
    support = support_labels(slot for slot in timeslots if hasattr(slot, "support"))
    if support:
        # An Event has no word for access; the place, with what is there, has.
        found["amenityFeature"] = [
            {
                "@type": "LocationFeatureSpecification",
                "name": without_ruby(label),
                "value": True,
            }
            for label in support
        ]
    return found


def _named(event: Event) -> str:
    occasion = without_ruby(str(event.occasion))
    title = without_ruby(str(event.title))
    return f"{occasion} {title}" if occasion else title


def _url(event: Event) -> str:
    return settings.SITE_URL + reverse("programme:event", args=[event.slug])
