"""How a trip is read on a page: by day, with its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django import template

from network.youth.reports_travel import Stop
from peace.language.dates import jst

register = template.Library()


@dataclass(frozen=True)
class DayOfTrip:
    """The stops of one day in Tokyo."""

    date: date
    stops: list[Stop]


@register.filter
def by_day(stops: Sequence[Stop]) -> list[DayOfTrip]:
    """STOPS, which are in order, cut into days."""
    days = groupby(stops, key=lambda stop: jst(stop.timeslot.starts_at).date())
    return [DayOfTrip(day, list(each)) for day, each in days]


@register.filter
def at_stop(
    counts: Mapping[int, tuple[int, int]], stop: Stop
) -> tuple[int, int] | None:
    """Who was counted at STOP and how many are expected; None where nobody is."""
    return counts.get(stop.timeslot.pk)


@register.filter
def compulsory(stops: Sequence[Stop]) -> int:
    """How many of STOPS nobody may miss."""
    return sum(stop.is_compulsory for stop in stops)
