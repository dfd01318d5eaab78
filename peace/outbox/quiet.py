"""News do not leave at night: a telephone that rings beside a bed wakes somebody.

Only news (letters with an address that ends them) rest; a confirmation, an offer or
a reminder is waited for, or has a time of its own.
"""

from datetime import datetime, time, timedelta

from peace.language.dates import TOKYO, jst

# In Tokyo, which has no summer time: every night is as long as the other.
DAY_BEGINS, DAY_ENDS = time(8), time(21)
NIGHT = timedelta(hours=11)


def is_night(at: datetime) -> bool:
    return not DAY_BEGINS <= jst(at).time() < DAY_ENDS


def in_daytime(at: datetime) -> datetime:
    """AT itself, or the next morning."""
    if not is_night(at):
        return at
    local = jst(at)
    day = local.date() + timedelta(days=local.time() >= DAY_ENDS)
    return datetime.combine(day, DAY_BEGINS, tzinfo=TOKYO)


def past_night(at: datetime) -> datetime:
    """AT itself, or as far into the next day as AT is in the night.

    So what was spread over the night's minutes does not leave all at eight.
    """
    return at + NIGHT if is_night(at) else at


def morning_of(at: datetime) -> datetime:
    """When the day of AT began."""
    return datetime.combine(jst(at).date(), DAY_BEGINS, tzinfo=TOKYO)
