"""A visitor counts themselves with the QR on the wall."""

from datetime import datetime
from uuid import UUID

from events.door.models import HandCount
from events.programme.models import Event
from events.programme.models.timeslot import EARLY

BY_VISITOR = "visitor"


class NotCountingNow(Exception):
    """The event has not begun, is over, or does not take place."""


def counts_visitors_at(event: Event, now: datetime) -> bool:
    """Whether visitors of EVENT can count themselves now."""
    return event.is_published and event.starts_at - EARLY <= now < event.ends_at


def count_visitor(
    *, event: Event, tap_id: UUID, age_band: str, visit: str, now: datetime
) -> None:
    """Count one visitor of EVENT: one row, no lock, no audit entry, nothing leaves.

    The same TAP_ID again, from a double tap or a reload, counts nobody. Who it is
    is not asked and cannot be known. Raises NotCountingNow.
    """
    if not counts_visitors_at(event, now):
        raise NotCountingNow
    HandCount.objects.get_or_create(
        pk=tap_id,
        defaults={
            "event": event,
            "is_by_visitor": True,
            "age_band": age_band,
            "visit": visit,
            "actor": BY_VISITOR,
            "at": now,
        },
    )
