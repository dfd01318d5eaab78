"""The only ways to a device: its token, or staff of the event."""

from datetime import datetime
from uuid import UUID

from django.http import Http404, HttpRequest

from events.door.models import ScannerDevice
from events.door.models.device import hash_secret
from events.door.usecases.record_scans import DoorDevice
from events.door.verdict import Slot
from events.programme.models import Event
from events.programme.models.timeslot import DOORS_BEFORE
from events.registration.models import WalkIn
from peace.compiled import CompiledSelect


class NotADevice(Exception):
    """The token is unknown, expired or revoked: 401.

    `reason` is "revoked" or "device": a revoked phone wipes everything, another one
    keeps what it has not sent until it is paired again.
    """

    def __init__(self, reason: str = "device") -> None:
        super().__init__(reason)
        self.reason = reason


_COLUMNS = (
    "id",
    "name",
    "event_id",
    "event__slug",
    "event__title",
    "expires_at",
    "revoked_at",
    "last_seen_at",
    "event__timeslots__id",
    "event__timeslots__title",
    "event__timeslots__starts_at",
    "event__timeslots__ends_at",
    "event__timeslots__doors_at",
)
_BY_TOKEN = CompiledSelect(
    lambda: ScannerDevice.objects.filter(token_hash="").values_list(*_COLUMNS)
)


def device_at_door(request: HttpRequest, now: datetime) -> DoorDevice:
    """The device that sent REQUEST, with its event's timetable, in one statement.

    Raises NotADevice.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise NotADevice
    rows = list(_BY_TOKEN.rows(hash_secret(token.strip())))
    if not rows:
        raise NotADevice
    device_id, name, event_id, slug, title, expires_at, revoked_at, seen_at = rows[0][
        :8
    ]
    if revoked_at is not None:
        raise NotADevice("revoked")
    if expires_at <= now:
        raise NotADevice
    slots = {
        slot_id: Slot(
            id=slot_id,
            title=slot_title,
            starts_at=starts_at,
            ends_at=ends_at,
            doors_at=doors_at or starts_at - DOORS_BEFORE,
        )
        for slot_id, slot_title, starts_at, ends_at, doors_at in (
            row[8:] for row in rows if row[8] is not None
        )
    }
    return DoorDevice(
        id=device_id,
        name=name,
        event_id=event_id,
        event_slug=slug,
        event_title=title,
        expires_at=expires_at,
        last_seen_at=seen_at,
        slots=slots,
    )


def staff_walk_in(event: Event, tap_id: UUID) -> WalkIn:
    """A walk-in of this event, for the city's own staff."""
    found = (
        WalkIn.objects.filter(timeslot__event=event, pk=tap_id)
        .select_related("timeslot")
        .first()
    )
    if found is None:
        raise Http404
    return found


def staff_device(event: Event, device_id: UUID) -> ScannerDevice:
    """A device of this event, for the city's own staff."""
    found = ScannerDevice.objects.filter(event=event, pk=device_id).first()
    if found is None:
        raise Http404
    return found
