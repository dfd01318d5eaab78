"""Reads what a device says of itself when it asks for the counts."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.dateparse import parse_datetime

from events.door.usecases.note_contact import DeviceStatus

# More than a device can hold; beyond it something else is speaking.
MOST_UNSENT = 100_000


def read_status(query: Mapping[str, str], *, now: datetime) -> DeviceStatus:
    """`battery`, `queue` and `list` of an address; all optional.

    What makes no sense counts as not said: a door is not cut off from its counts
    because a phone misjudges its battery.
    """
    return DeviceStatus(
        battery=_number(query.get("battery", ""), most=100),
        queue=_number(query.get("queue", ""), most=MOST_UNSENT),
        list_at=_moment(query.get("list", ""), now),
    )


def _number(text: str, *, most: int) -> int | None:
    if not (text.isascii() and text.isdecimal() and len(text) <= 6):
        return None
    return int(text) if int(text) <= most else None


def _moment(text: str, now: datetime) -> datetime | None:
    """A list is made by the server: by its clock, and never in the future."""
    try:
        at = parse_datetime(text)
    except ValueError:
        return None
    return min(at, now) if at and at.tzinfo else None
