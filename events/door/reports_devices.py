"""The devices at the doors as staff see them: in reach, charged, up to date."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from events.door.choices import Verdict
from events.door.models import ScannerDevice
from events.programme.models import Event

# A device asks for the counts every 15 seconds; after a minute it is out of reach.
SILENT_SECONDS = 60
LOW_BATTERY = 20
# A few readings wait for a moment whenever the signal is weak.
MANY_UNSENT = 10
# A device renews its list every minute while it is in reach.
OLD_LIST_MINUTES = 10


@dataclass(frozen=True)
class DeviceLine:
    """A device as staff see it. `decided`: scans by which it let people in itself."""

    device: ScannerDevice
    scans: int
    decided: int
    now: datetime

    @property
    def works(self) -> bool:
        return self.device.works_at(self.now)

    @property
    def is_stopped(self) -> bool:
        """Staff ended it, before its day was over."""
        return self.device.revoked_at is not None

    @property
    def is_connected(self) -> bool:
        return self.works and self._seconds_silent < SILENT_SECONDS

    @property
    def is_silent(self) -> bool:
        return self.works and not self.is_connected

    @property
    def minutes_silent(self) -> int:
        return int(self._seconds_silent // 60)

    @property
    def is_low(self) -> bool:
        battery = self.device.battery
        return self.works and battery is not None and battery < LOW_BATTERY

    @property
    def unsent(self) -> int:
        return (self.device.queue_length or 0) if self.works else 0

    @property
    def has_many_unsent(self) -> bool:
        """More waits on it than a moment without signal explains, or it is silent."""
        return self.unsent >= MANY_UNSENT or (self.is_silent and self.unsent > 0)

    @property
    def list_minutes(self) -> int | None:
        """How old its list is; None: it did not say, or does not decide by itself."""
        made = self.device.list_at
        if made is None or not self.works:
            return None
        return max(0, int((self.now - made).total_seconds() // 60))

    @property
    def has_old_list(self) -> bool:
        minutes = self.list_minutes
        return minutes is not None and minutes >= OLD_LIST_MINUTES

    @property
    def _seconds_silent(self) -> float:
        seen = self.device.last_seen_at or self.device.paired_at
        return (self.now - seen).total_seconds()


def device_lines(event: Event, *, now: datetime) -> list[DeviceLine]:
    """The devices of EVENT, the working ones first: one statement."""
    devices = (
        ScannerDevice.objects.filter(event=event)
        .annotate(
            scans=Count("scan"),
            decided=Count("scan", filter=Q(scan__said=Verdict.ADMITTED)),
        )
        .order_by("-paired_at")
    )
    lines = [DeviceLine(d, scans=d.scans, decided=d.decided, now=now) for d in devices]
    return sorted(lines, key=lambda line: not line.works)
