"""An event without timeslots, as a device sees it: one timeslot with the id 0."""

from datetime import datetime
from typing import Any

from events.door.incoming import DoorDevice
from events.door.reports_line import heads_by_hour, helper_moments
from events.door.usecases.record_walk_ins import WHOLE_EVENT
from events.programme.models import Event
from events.programme.models.timeslot import EARLY


def whole_event(device: DoorDevice, *, now: datetime) -> list[dict[str, Any]]:
    """What GET /scanner/api/timeslots lists for an exhibition: heads, no seats."""
    event = Event.objects.get(pk=device.event_id)
    moments = helper_moments(event)
    is_open = event.starts_at - EARLY <= now < event.ends_at
    return [
        {
            "id": WHOLE_EVENT,
            "title": event.title.in_language("ja"),
            "starts_at": event.starts_at.isoformat(),
            "ends_at": event.ends_at.isoformat(),
            "doors_at": event.starts_at.isoformat(),
            "closes_at": event.ends_at.isoformat(),
            "capacity": 0,
            "expected": 0,
            "admitted": 0,
            "walk_ins": len(moments),
            "free": None,
            "takes_walk_ins": is_open and not event.is_cancelled,
            "line": 0,
            "by_hand": True,
            "hours": heads_by_hour(moments, now=now),
        }
    ]
