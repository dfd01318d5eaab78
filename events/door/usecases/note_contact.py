"""Note that a device is within reach, and what it says of itself."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from events.door.incoming import DoorDevice
from events.door.models import ScannerDevice

# Often enough for the board, rarely enough not to write with every request.
EVERY = timedelta(seconds=20)
# A change that staff should see at once.
MUCH_BATTERY = 5
MUCH_UNSENT = 10


@dataclass(frozen=True)
class DeviceStatus:
    """What a device said of itself; None where it did not.

    BATTERY in percent, QUEUE in records that are not sent yet, LIST_AT when the list
    was made by which it decides alone.
    """

    battery: int | None = None
    queue: int | None = None
    list_at: datetime | None = None

    @property
    def fields(self) -> dict[str, object]:
        told = {
            "battery": self.battery,
            "queue_length": self.queue,
            "list_at": self.list_at,
        }
        return {name: value for name, value in told.items() if value is not None}


def note_contact(
    *, device: DoorDevice, status: DeviceStatus = DeviceStatus(), now: datetime
) -> None:
    """Set the device's `last_seen_at`, and what of STATUS it said.

    At most every 20 seconds, at once where something changed much: one conditional
    UPDATE of one row, no lock before it. What it did not say stays as it was.
    """
    due = Q(last_seen_at__isnull=True) | Q(last_seen_at__lt=now - EVERY)
    ScannerDevice.objects.filter(due | _changed_much(status), pk=device.id).update(
        last_seen_at=now, **status.fields
    )


def _changed_much(status: DeviceStatus) -> Q:
    changed = Q(pk__in=[])
    if status.battery is not None:
        changed |= _far("battery", status.battery, MUCH_BATTERY)
    if status.queue is not None:
        changed |= _far("queue_length", status.queue, MUCH_UNSENT)
        # The first that waits, and the last that left.
        changed |= Q(queue_length=0) if status.queue else Q(queue_length__gt=0)
    if status.list_at is not None:
        changed |= Q(list_at__isnull=True)
    return changed


def _far(field: str, value: int, much: int) -> Q:
    return (
        Q(**{f"{field}__isnull": True})
        | Q(**{f"{field}__lte": value - much})
        | Q(**{f"{field}__gte": value + much})
    )
