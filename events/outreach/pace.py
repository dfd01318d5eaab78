"""When the letters of an announcement leave: a few a minute, and never at night."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from peace.outbox.quiet import in_daytime

_MINUTE = timedelta(minutes=1)


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
