"""Loads the demo programme: the city's real programmes, moved to dates around today."""

from collections import Counter
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from django.db import transaction

from events.door.usecases.remove_events import remove_events
from events.programme.choices import Admission, EventStatus, Speaker
from events.programme.models import (
    Event,
    Programme,
    Quota,
    Timeslot,
    Venue,
)
from events.registration.models import Registration, Seat
from events.registration.usecases.cancel_event import cancel_event
from network.cities.usecases.load_municipalities import load_municipalities
from peace.accounts.models import User
from peace.demo import history, lotteries
from peace.demo.days import (
    Times,
    at,
    day_of,
    doors_are_open,
    last_day_of,
    times_of,
)
from peace.demo.letter_texts import load_texts
from peace.demo.letters import settle_past
from peace.demo.library import load_draft, load_library, load_tellings
from peace.demo.line import stand_in_line, walk_in
from peace.demo.needs import load_needs, load_offers
from peace.demo.network import load_network
from peace.demo.network_summit import remove_summits
from peace.demo.outreach import load_outreach, remove_outreach
from peace.demo.people import load_people
from peace.demo.reminders import load_rules, remind, show_fates
from peace.demo.texts import event_slugs, texts
from peace.language.dates import jst
from peace.outbox.usecases.approve import approve

TODAY, TOMORROW = "talks-today", "talks-tomorrow"


@transaction.atomic
def load_demo(*, now: datetime) -> bool:
    """Load the demo programme around NOW; False when it is there and still fits.

    Repeating it changes nothing as long as "today" is today and a door of today's
    talks stays open for half an hour. After that every event of the demo (those
    slugs, no others) is deleted with all its registrations, those that a visitor
    made included, and built again on the new dates, in this one transaction: dates
    of events that have been registered for, scanned and written about cannot be
    moved honestly. Programmes, venues and people are kept and corrected. The audit
    trail grows with each loading. No letter leaves.
    """
    if _still_fits(now):
        return False
    remove_outreach()
    remove_summits()
    remove_events(slugs=event_slugs())
    load_municipalities()
    _load_places(now)
    people = load_people(now=now)
    staff = people["staff"].actor
    numbers = count(1)
    for spec in texts("events"):
        event = _load_event(spec, now=now)
        lotteries.seal(event=event, spec=spec, staff=staff)
        history.tell(event=event, spec=spec, numbers=numbers, staff=staff, now=now)
        stand_in_line(event=event, spec=spec, numbers=numbers, staff=staff, now=now)
        walk_in(event=event, spec=spec, staff=staff, now=now)
        lotteries.draw(event=event, spec=spec, staff=staff, now=now)
        if "cancel_reason" in spec:
            _cancel(event, spec["cancel_reason"], people, now=now)
    load_network(people=people, now=now)
    load_library(staff=staff, now=now)
    load_tellings()
    load_draft(staff=staff, now=now)
    load_outreach(staff=staff, now=now)
    load_texts(event=Event.objects.filter(slug=TOMORROW).first(), staff=staff, now=now)
    _open_doors(staff, now=now)
    remind(now=now)
    settle_past(events=_events(), staff=staff, now=now)
    show_fates()
    return True


def summary() -> dict[str, int]:
    """How many of what the demo holds."""
    events = _events()
    parties = Registration.objects.filter(event__in=events)
    by_state = Counter(parties.values_list("status", flat=True))
    seats = Seat.objects.filter(registration__in=parties)
    return {
        "events": len(events),
        "registrations": sum(by_state.values()),
        "cancelled": by_state["CANCELLED"],
        "seats": seats.confirmed().count(),
        "admitted": seats.admitted().count(),
    }


def _events() -> list[Event]:
    return list(Event.objects.filter(slug__in=event_slugs()))


def _still_fits(now: datetime) -> bool:
    events = {event.slug: event for event in _events()}
    if len(events) < len(event_slugs()):
        return False
    tomorrow = jst(now).date() + timedelta(days=1)
    if jst(events[TOMORROW].starts_at).date() != tomorrow:
        return False
    today = events[TODAY]
    times = [
        Times(slot.opens_doors_at, slot.starts_at, slot.ends_at)
        for slot in today.timeslots.all()
    ]
    return today.takes_applications_at(now) and doors_are_open(times, now)


def _load_places(now: datetime) -> None:
    """Programmes with their rules, and venues."""
    for row in texts("places")["venues"]:
        Venue.objects.update_or_create(slug=row["slug"], defaults=row)
    for row in texts("places")["programmes"]:
        programme, _new = Programme.objects.update_or_create(
            slug=row["slug"], defaults=row
        )
        load_rules(programme, now=now)


def _load_event(spec: dict[str, Any], *, now: datetime) -> Event:
    times = times_of(spec, now)
    day, last_day = day_of(spec, now), last_day_of(spec, now)
    starts_at = min(
        (each.starts_at for each in times), default=at(day, spec.get("starts", "10:00"))
    )
    ends_at = max(
        (each.ends_at for each in times),
        default=at(last_day, spec.get("ends", "17:00")),
    )
    words = (
        "title",
        "short_title",
        "occasion",
        "lead",
        "body",
        "hours",
        "audience",
        "bring",
    )
    event = Event.objects.create(
        slug=spec["slug"],
        status=EventStatus.PUBLISHED,
        programme=Programme.objects.get(slug=spec["programme"]),
        venue=Venue.objects.get(slug=spec["venue"]),
        starts_at=starts_at,
        ends_at=ends_at,
        opens_at=_opens_at(spec, now),
        published_at=min(now, starts_at) - timedelta(days=30),
        changed_at=min(now, starts_at) - timedelta(days=30),
        closes_at=_closes_at(spec, times, now),
        asks_consent=spec.get("asks_consent", False),
        speaker=spec.get("speaker", Speaker.NOBODY),
        has_content_note=spec.get("has_content_note", False),
        support_date=(
            day - timedelta(days=spec["support_days_before"])
            if "support_days_before" in spec
            else None
        ),
        **{word: spec.get(word, {}) for word in words},
    )
    for slot, moments in zip(spec["timeslots"], times, strict=True):
        row = Timeslot.objects.create(
            event=event,
            **texts("timeslots")[slot["text"]],
            **moments._asdict(),
            admission=slot.get("admission", Admission.APPLICATION),
            walk_ins_from=_walk_ins_from(slot, now),
        )
        load_offers(row, spec)
        if "capacity" in slot:
            Quota.objects.create(timeslot=row, capacity=slot["capacity"])
        for kind, capacity in slot.get("quotas", {}).items():
            Quota.objects.create(
                timeslot=row,
                kind=kind,
                capacity=capacity,
                releases_at=_releases_at(slot, day),
            )
    load_needs(event, spec)
    return event


def _releases_at(slot: dict[str, Any], day: date) -> datetime | None:
    if "releases_days_before" not in slot:
        return None
    return at(day - timedelta(days=slot["releases_days_before"]), "09:00")


def _walk_ins_from(slot: dict[str, Any], now: datetime) -> datetime | None:
    if "walk_ins_hours_ago" not in slot:
        return None
    return now - timedelta(hours=slot["walk_ins_hours_ago"])


def _opens_at(spec: dict[str, Any], now: datetime) -> datetime | None:
    if "opens_in_days" not in spec:
        return None
    return at(jst(now).date() + timedelta(days=spec["opens_in_days"]), "09:00")


def _closes_at(
    spec: dict[str, Any], times: list[Times], now: datetime
) -> datetime | None:
    if "closes" not in spec:
        return None
    if spec["closes"] == "LAST_START":
        return max(each.starts_at for each in times)
    return at(day_of(spec, now) - timedelta(days=spec["closes"]), "23:59")


def _cancel(
    event: Event, reason: dict[str, str], people: dict[str, User], *, now: datetime
) -> None:
    """Cancelled yesterday by one member of staff; another let the letters out."""
    moment = now - timedelta(days=1)
    batch = cancel_event(
        event=event, reason=reason, actor=people["staff"].actor, now=moment
    )
    if batch:
        approve(
            batch=batch,
            by=people["approver"].actor,
            now=moment + timedelta(minutes=20),
        )


def _open_doors(staff: str, *, now: datetime) -> None:
    """Who came: to the past talk, and to what has begun today."""
    for slug in ("past-talk", TODAY):
        event = Event.objects.get(slug=slug)
        begun = event.timeslots.filter(starts_at__lte=now).in_order()
        history.open_door(event=event, timeslots=list(begun), staff=staff, now=now)
