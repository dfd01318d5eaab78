"""When the letters of an announcement leave: a few a minute, and never at night."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from peace.language.dates import TOKYO, jst

# A telephone that rings beside a bed wakes somebody: nothing from 21 to 8 (Tokyo).
DAY_BEGINS, DAY_ENDS = time(8), time(21)
_MINUTE = timedelta(minutes=1)


def in_daytime(at: datetime) -> datetime:
    """AT itself, or the next morning."""
    local = jst(at)
    if DAY_BEGINS <= local.time() < DAY_ENDS:
        return at
    day = local.date() + timedelta(days=local.time() >= DAY_ENDS)
    return datetime.combine(day, DAY_BEGINS, tzinfo=TOKYO)


def minutes_from(start: datetime) -> Iterator[datetime]:
    """START and every minute after it, the nights left out."""
    moment = in_daytime(start)
    while True:
        yield moment
        moment = in_daytime(moment + _MINUTE)


def last_leaves_at(start: datetime, *, letters: int, per_minute: int) -> datetime:
    """When the last of LETTERS leaves."""
    rounds = max(0, -(-letters // max(1, per_minute)) - 1)
    moments = minutes_from(start)
    found = next(moments)
    for _number in range(rounds):
        found = next(moments)
    return found
