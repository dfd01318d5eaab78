"""Note that a device is within reach."""

from datetime import datetime, timedelta

from events.door.models import ScannerDevice
from events.door.usecases.record_scans import DoorDevice

# Often enough for the board, rarely enough not to write with every request.
EVERY = timedelta(seconds=20)


def note_contact(*, device: DoorDevice, now: datetime) -> None:
    """Set the device's `last_seen_at`, at most every 20 seconds. One row, no lock."""
    if device.last_seen_at is None or now - device.last_seen_at > EVERY:
        ScannerDevice.objects.filter(pk=device.id).update(last_seen_at=now)
