"""The only ways to a device: its token, or staff of the event."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.http import Http404, HttpRequest

from events.door.counting_code import read_counting_code
from events.door.incoming import DoorDevice
from events.door.models import Conflict, PaperEntry, ScannerDevice
from events.door.models.device import hash_secret
from events.door.rehearsal import with_doors_open
from events.door.verdict import Slot
from events.programme.models import Event, Timeslot
from events.programme.models.timeslot import DOORS_BEFORE
from events.registration.models import WalkIn
from peace.compiled import CompiledSelect

# How long before and after its hours a roll can be called.
ROLL_HOURS = timedelta(hours=12)


class NotADevice(Exception):
    """The token is unknown, expired or revoked: 401.

    `reason` is "revoked" or "device": a revoked phone wipes everything, another one
    keeps what it has not sent until it is paired again.
    """

    def __init__(
        self, reason: str = "device", device: DoorDevice | None = None
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.device = device


_COLUMNS = (
    "id",
    "name",
    "event_id",
    "event__slug",
    "event__title",
    "expires_at",
    "revoked_at",
    "last_seen_at",
    "role",
    "is_rehearsal",
    "event__has_roll_call",
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

    Raises NotADevice, which carries the device where it was one until it was stopped
    or its day ended: what it still holds is evidence.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme != "Bearer" or not token:
        raise NotADevice
    rows = list(_BY_TOKEN.rows(hash_secret(token.strip())))
    if not rows:
        raise NotADevice
    (
        device_id,
        name,
        event_id,
        slug,
        title,
        expires_at,
        revoked_at,
        seen_at,
        role,
        is_rehearsal,
        has_roll_call,
    ) = rows[0][:11]
    device = DoorDevice(
        id=device_id,
        name=name,
        event_id=event_id,
        event_slug=slug,
        event_title=title,
        expires_at=expires_at,
        last_seen_at=seen_at,
        role=role,
        is_rehearsal=is_rehearsal,
        has_roll_call=has_roll_call,
        stops_at=min(revoked_at or expires_at, expires_at),
        slots=_slots(
            (row[11:] for row in rows),
            is_rehearsal=is_rehearsal,
            has_roll_call=has_roll_call,
        ),
    )
    if revoked_at is not None:
        raise NotADevice("revoked", device)
    if expires_at <= now:
        raise NotADevice("device", device)
    return device


def _slots(
    rows: Iterable[list], *, is_rehearsal: bool, has_roll_call: bool
) -> dict[int, Slot]:
    slots = {
        slot_id: Slot(
            id=slot_id,
            title=slot_title,
            starts_at=starts_at,
            ends_at=ends_at,
            doors_at=doors_at or starts_at - DOORS_BEFORE,
        )
        for slot_id, slot_title, starts_at, ends_at, doors_at in rows
        if slot_id is not None
    }
    if is_rehearsal:
        return {slot_id: with_doors_open(slot) for slot_id, slot in slots.items()}
    if has_roll_call:
        return {slot_id: _for_a_roll(slot) for slot_id, slot in slots.items()}
    return slots


def _for_a_roll(slot: Slot) -> Slot:
    """Whoever is there is there: a train that is late keeps nobody from being counted.

    The helper names the timeslot, so that several are open at once does no harm.
    """
    return replace(
        slot, doors_at=slot.doors_at - ROLL_HOURS, ends_at=slot.ends_at + ROLL_HOURS
    )


def slot_of_device(device: DoorDevice, timeslot_id: int) -> Timeslot:
    """A timeslot of the device's own event."""
    found = (
        Timeslot.objects.filter(event_id=device.event_id, pk=timeslot_id)
        .select_related("event")
        .first()
    )
    if found is None:
        raise Http404
    return found


def counting_event(code: str) -> Event:
    """The public event of a signed code on the wall."""
    slug = read_counting_code(code)
    found = Event.objects.public().with_places().filter(slug=slug).first()
    if slug is None or found is None:
        raise Http404
    return found


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


def staff_conflict(event: Event, conflict_id: int) -> Conflict:
    """A conflict card of this event, for the city's own staff."""
    found = _conflict_of(event.pk, conflict_id)
    if found is None:
        raise Http404
    return found


def conflict_at_door(device: DoorDevice, conflict_id: int) -> Conflict | None:
    """A conflict card of the device's event, or None."""
    return _conflict_of(device.event_id, conflict_id)


def _conflict_of(event_id: int, conflict_id: int) -> Conflict | None:
    if not 0 < conflict_id < 2**31:
        return None
    return (
        Conflict.objects.filter(event=event_id, pk=conflict_id)
        .select_related("scan")
        .first()
    )


def staff_paper(event: Event, entry_id: UUID) -> PaperEntry:
    """A paper list of this event that was typed in, for the city's own staff."""
    found = (
        PaperEntry.objects.filter(timeslot__event=event, pk=entry_id)
        .select_related("timeslot")
        .first()
    )
    if found is None:
        raise Http404
    return found


def paper_draft(event: Event, timeslot: str, *, actor: str) -> PaperEntry | None:
    """What ACTOR is typing in for a timeslot of this event, or None."""
    if not (timeslot.isdecimal() and len(timeslot) < 10):
        return None
    return (
        PaperEntry.objects.drafts()
        .filter(timeslot__event=event, timeslot=int(timeslot), actor=actor)
        .select_related("timeslot")
        .first()
    )
