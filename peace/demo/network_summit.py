"""The summit in the demo: half of the cities replied; last year's is complete."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from events.door.usecases.remove_events import remove_events
from events.programme.choices import EventStatus
from events.programme.models import Event
from events.programme.usecases.copy_event import copy_event
from events.registration.choices import AgeBand, Visit
from events.registration.models import WalkIn
from network.cities.models import Municipality
from network.summit.choices import GuestKind, SlotKind
from network.summit.models import StageSlot, Summit, SummitGuest, SummitReply
from network.summit.usecases.hall import hall_of
from network.summit.usecases.plan import Seats, open_to_cities, plan_summit
from network.summit.usecases.reply import Answer, Guest, reply
from network.summit.usecases.stage import (
    SlotPlan,
    begin_slot,
    end_slot,
    save_slot,
)
from peace.demo.texts import texts
from peace.language.dates import fiscal_year_begins, jst

SLUG, LAST_SLUG = "summit", "summit-last-year"
A_YEAR = timedelta(days=364)  # The same day of the week.
SEATS = Seats(
    mayor_seats=1, staff_seats=2, youth_seats=1, citizen_seats=6, hall_seats=1000
)
WALKED_IN = 412
# From 13:00 of the day: five in the afternoon, a month before.
BEFORE = timedelta(days=-31, hours=4)
# Which cities report; the demo's own among them.
REPORTING = ("132080", "132098", "132128", "132152")


def remove_summits() -> None:
    """They hold on to their events, so they go before those."""
    SummitGuest.objects.all().delete()
    Summit.objects.all().delete()
    remove_events(slugs=[LAST_SLUG])


def load_summits(
    *, demo_city: str, names: Iterator[tuple[str, str]], actor: str, now: datetime
) -> None:
    """On the demo's event of the summit; the city of the demo has yet to reply."""
    event = Event.objects.get(slug=SLUG)
    cities = list(Municipality.objects.members())
    last = _last_years(event, cities, names, actor=actor, now=now)
    summit = plan_summit(
        event=event,
        seats=SEATS,
        reply_by=event.starts_at + BEFORE,
        actor=actor,
        now=now - timedelta(days=12),
    )
    _stage(summit, actor=actor, now=now - timedelta(days=11))
    open_to_cities(summit=summit, actor=actor, now=now - timedelta(days=10))
    for place, city in enumerate(cities):
        if city.pk == demo_city or place % 2:
            continue
        _reply(summit, city, place, names, now=now - timedelta(days=9 - place % 7))
    if last:
        _came(last, actor=actor)


def _last_years(
    event: Event,
    cities: list[Municipality],
    names: Iterator[tuple[str, str]],
    *,
    actor: str,
    now: datetime,
) -> Summit | None:
    """A copy of the event a year earlier; none if that is the same fiscal year."""
    day = jst(event.starts_at - A_YEAR).date()
    then = event.starts_at - A_YEAR
    if fiscal_year_begins(then) == fiscal_year_begins(event.starts_at):
        return None
    copy = copy_event(event=event, first_day=day, slug=LAST_SLUG, actor=actor, now=now)
    Event.objects.filter(pk=copy.pk).update(status=EventStatus.PUBLISHED, previous=None)
    copy.refresh_from_db()
    asked = then - timedelta(days=60)
    summit = plan_summit(
        event=copy,
        seats=SEATS,
        reply_by=then + BEFORE,
        actor=actor,
        now=asked,
    )
    _stage(summit, actor=actor, now=asked)
    open_to_cities(summit=summit, actor=actor, now=asked)
    for place, city in enumerate(cities):
        _reply(summit, city, place, names, now=asked + timedelta(days=1))
    return summit


def _reply(
    summit: Summit,
    city: Municipality,
    place: int,
    names: Iterator[tuple[str, str]],
    *,
    now: datetime,
) -> None:
    """Every ninth city stays away; some send a deputy, some a person who signs."""
    kinds = [GuestKind.MAYOR, GuestKind.STAFF, GuestKind.YOUTH]
    guests = []
    for number, kind in enumerate([*kinds, GuestKind.STAFF]):
        if kind == GuestKind.STAFF and number == 3 and place % 3:
            continue
        name, kana = next(names)
        position = {
            GuestKind.MAYOR: "副市長（代理）" if place % 5 == 4 else "",
            GuestKind.STAFF: "平和担当",
            GuestKind.YOUTH: "",
        }[kind]
        needs = ("SIGN_LANGUAGE",) if (place + number) % 11 == 3 else ()
        if (place + number) % 13 == 5:
            needs = ("WHEELCHAIR",)
        guests.append(Guest(kind, name, kana, position, needs))
    reply(
        summit=summit,
        municipality=city,
        answer=Answer(
            comes=place % 9 != 8,
            guests=guests,
            citizens=place * 5 % 7,
            remark="市のバスで行きます。" if place % 8 == 2 else "",
        ),
        seen=None,
        actor=f"city:{city.code}",
        now=now,
    )


def _stage(summit: Summit, *, actor: str, now: datetime) -> None:
    reporting = list(Municipality.objects.filter(pk__in=REPORTING))
    after = None
    for spec in texts("stage"):
        made = save_slot(
            summit=summit,
            slot=None,
            plan=SlotPlan(
                kind=spec["kind"],
                title=spec["title"],
                speakers=spec.get("speakers", {}),
                minutes=spec["minutes"],
                has_interpreter=spec["kind"] != SlotKind.BREAK,
                cities=reporting if spec["kind"] == SlotKind.YOUTH else (),
                after=after,
            ),
            actor=actor,
            now=now,
        )
        after = made.pk


def _came(summit: Summit, *, actor: str) -> None:
    """Last year's day: nearly all of the cities' people, and 412 walk-ins."""
    slot = hall_of(summit)
    doors = slot.opens_doors_at
    guests = list(SummitGuest.objects.filter(reply__summit=summit))
    for number, guest in enumerate(guests):
        if number % 17 != 16:
            guest.arrived_at = doors + timedelta(minutes=number % 28)
            guest.arrived_by = actor
    SummitGuest.objects.bulk_update(guests, ["arrived_at", "arrived_by"])
    for each in SummitReply.objects.filter(summit=summit):
        each.citizens_arrived = max(0, each.citizens - each.pk % 2)
        each.save(update_fields=["citizens_arrived"])
    general = slot.quotas.get(kind="GENERAL")
    WalkIn.objects.bulk_create(
        WalkIn(
            id=uuid5(NAMESPACE_URL, f"demo:summit:{slot.pk}:{number}"),
            timeslot=slot,
            quota=general,
            actor=actor,
            at=doors + timedelta(seconds=number * 9),
            age_band=("", *AgeBand.values)[number % 6],
            visit=Visit.FIRST if number % 4 == 1 else "",
        )
        for number in range(WALKED_IN)
    )
    slot.quotas.filter(pk=general.pk).update(taken=WALKED_IN)
    at = summit.event.starts_at + timedelta(minutes=2)
    for part in StageSlot.objects.filter(summit=summit):
        begin_slot(slot=part, actor=actor, now=at)
        at += timedelta(minutes=part.minutes + 1)
        end_slot(slot=part, actor=actor, now=at)
