"""The demo's calendar: everything is a function of `now`, on the clock of Tokyo."""

from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from django.utils import timezone

from peace.language.dates import jst

STEP = timedelta(minutes=5)
LAST_MINUTE = timedelta(hours=23, minutes=59)
# A demo that is started again keeps its rows as long as a door stays open this long.
ENOUGH = timedelta(minutes=30)


class Times(NamedTuple):
    """When the doors of a timeslot open, when it starts and when it ends."""

    doors_at: datetime
    starts_at: datetime
    ends_at: datetime


def at(day: date, clock: str) -> datetime:
    """That time of that day in Tokyo; CLOCK as "14:30"."""
    return datetime.combine(
        day, time.fromisoformat(clock), tzinfo=timezone.get_default_timezone()
    )


def day_of(spec: dict[str, Any], now: datetime) -> date:
    """The first day of an event: so many days from today, then the next WEEKDAY."""
    day = jst(now).date() + timedelta(days=spec["in_days"])
    if "weekday" in spec:
        day += timedelta(days=(spec["weekday"] - day.weekday()) % 7)
    return day


def last_day_of(spec: dict[str, Any], now: datetime) -> date:
    if "last_in_days" not in spec:
        return day_of(spec, now)
    return jst(now).date() + timedelta(days=spec["last_in_days"])


def times_of(spec: dict[str, Any], now: datetime) -> list[Times]:
    """The times of an event's timeslots."""
    if spec["in_days"] == 0:
        return todays_times(now)[: len(spec["timeslots"])]
    found = []
    for slot in spec["timeslots"]:
        day = day_of(spec, now)
        last = last_day_of(spec, now) if slot.get("last_day") else day
        starts_at = at(day, slot["start"])
        doors_at = (
            at(day, slot["doors"])
            if "doors" in slot
            else starts_at - timedelta(minutes=15)
        )
        found.append(Times(doors_at, starts_at, at(last, slot["end"])))
    return found


def todays_times(now: datetime) -> list[Times]:
    """Three timeslots around NOW: one over or running, one with open doors, one later.

    The second ends at least two hours after NOW. Everything stays within the day of
    Tokyo while that is possible: late in the evening it is not.
    """
    local = jst(now)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0)
    base = midnight + (local - midnight) // STEP * STEP
    evening = midnight + LAST_MINUTE
    first = max(base - timedelta(minutes=75), midnight)
    second_ends = base + timedelta(minutes=150)
    if second_ends > evening:
        second_ends = max(evening, base + timedelta(minutes=125))
    third = second_ends + timedelta(minutes=10)
    third_ends = third + timedelta(minutes=45)
    if third_ends > evening >= third + timedelta(minutes=20):
        third_ends = evening
    return [
        Times(first - timedelta(minutes=15), first, first + timedelta(minutes=50)),
        Times(base - timedelta(minutes=10), base + timedelta(minutes=25), second_ends),
        Times(second_ends - timedelta(minutes=30), third, third_ends),
    ]


def hour_passed(now: datetime) -> time:
    """The full hour before this one; just after midnight, midnight itself."""
    return time(max(jst(now).hour - 1, 0))


def doors_are_open(times: list[Times], now: datetime) -> bool:
    """Whether somebody could be admitted now and for a while yet."""
    return any(each.doors_at <= now <= each.ends_at - ENOUGH for each in times)
