"""Reads a line and the hours of a day for the door: numbers and people, no names."""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from events.door.models import HandCount
from events.programme.choices import Admission
from events.programme.models import Event, Quota, Timeslot
from events.programme.usecases.seats import free_seats
from events.registration.models import WalkIn
from events.registration.usecases.line import offers_stop_at
from events.registration.usecases.line_at_door import parties_in_line
from peace.language.dates import jst

# A helper sees the next few; whoever is behind them is asked for later.
NEXT_PARTIES = 8


def door_line(timeslot: Timeslot, *, now: datetime) -> dict[str, Any]:
    """The line of TIMESLOT as a device shows it: free seats, and who is next."""
    quotas = list(Quota.objects.filter(timeslot=timeslot))
    stops_at = offers_stop_at(timeslot, timeslot.event)
    parties = parties_in_line(timeslot=timeslot)
    here = [each for each in parties if not each.is_absent]
    absent = [each for each in parties if each.is_absent]
    over = WalkIn.objects.over().filter(timeslot=timeslot).count()
    free = sum(free_seats(quotas, from_the_line=True).values())
    return {
        "is_open": now >= stops_at,
        "opens_at": stops_at.isoformat(),
        "free": max(0, free - over),
        "waiting": len(parties),
        "parties": [
            {
                "number": each.number,
                "people": each.people,
                "accepts_fewer": each.accepts_fewer,
                "absent": each.is_absent,
            }
            for each in (*here[:NEXT_PARTIES], *absent[:NEXT_PARTIES])
        ],
    }


def heads_by_hour(moments: Iterable[datetime], *, now: datetime) -> dict[int, int]:
    """How many of MOMENTS fall into each hour of today in Tokyo, without gaps."""
    today = jst(now).date()
    local = [jst(each) for each in moments]
    hours = Counter(each.hour for each in local if each.date() == today)
    if not hours:
        return {}
    return {hour: hours[hour] for hour in range(min(hours), max(hours) + 1)}


def helper_moments(place: Timeslot | Event) -> list[datetime]:
    """When helpers counted a head here."""
    if isinstance(place, Event):
        by_hand = HandCount.objects.counted().by_helpers().filter(event=place)
        return list(by_hand.values_list("at", flat=True))
    heads = WalkIn.objects.counted().filter(timeslot=place)
    return list(heads.values_list("at", flat=True))


def visitor_moments(event: Event) -> list[datetime]:
    """When visitors of EVENT counted themselves."""
    heads = HandCount.objects.counted().by_visitors().filter(event=event)
    return list(heads.values_list("at", flat=True))


@dataclass(frozen=True)
class HourLine:
    """One hour of today: a row, and its bar against the fullest hour."""

    hour: int
    heads: int
    most: int


def hour_lines(hours: dict[int, int]) -> list[HourLine]:
    most = max(hours.values(), default=0)
    return [HourLine(hour, heads, most) for hour, heads in hours.items()]


@dataclass(frozen=True)
class Heads:
    """Who was counted besides: by helpers where there are no timeslots, by themselves.

    The two are never added up, as the same person may be in both.
    """

    by_helpers: int
    by_visitors: int
    helper_lines: list[HourLine]
    visitor_lines: list[HourLine]
    has_no_timeslots: bool
    is_open_to_all: bool

    @property
    def is_shown(self) -> bool:
        return bool(self.is_open_to_all or self.by_visitors or self.by_helpers)


def heads_of(event: Event, *, ways: Collection[str], now: datetime) -> Heads:
    """Heads of EVENT beyond its registrations and walk-ins.

    WAYS: the admissions of its timeslots. Only where entry is free does anybody count
    so: elsewhere nothing is asked of the database.
    """
    is_open = not ways or Admission.FREE_ENTRY in ways
    helpers = helper_moments(event) if not ways else []
    visitors = visitor_moments(event) if is_open else []
    return Heads(
        by_helpers=len(helpers),
        by_visitors=len(visitors),
        helper_lines=hour_lines(heads_by_hour(helpers, now=now)),
        visitor_lines=hour_lines(heads_by_hour(visitors, now=now)),
        has_no_timeslots=not ways,
        is_open_to_all=is_open,
    )
