"""Counts people at the door, for staff and for the devices."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from events.door.models import ScannerDevice
from events.programme.models import Event, Timeslot
from events.registration.choices import SeatStatus

# A device asks for the counts every 10 seconds; after a minute it is out of reach.
SILENT_SECONDS = 60


@dataclass(frozen=True)
class SlotCount:
    """One timeslot at this moment, in people."""

    timeslot: Timeslot
    expected: int
    admitted: int
    now: datetime

    @property
    def capacity(self) -> int:
        return self.timeslot.capacity  # type: ignore[attr-defined]

    @property
    def still_to_come(self) -> int:
        return 0 if self.is_over else self.expected - self.admitted

    @property
    def absent(self) -> int:
        return self.expected - self.admitted if self.is_over else 0

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.expected)

    @property
    def is_over(self) -> bool:
        return self.timeslot.ends_at <= self.now

    @property
    def is_open(self) -> bool:
        """The doors are open."""
        return self.timeslot.opens_doors_at <= self.now and not self.is_over


def slot_counts(event: Event, *, now: datetime) -> list[SlotCount]:
    """Every timeslot of EVENT with who is expected and who is in; one statement."""
    held = Q(seats__status=SeatStatus.CONFIRMED)
    slots = (
        Timeslot.objects.filter(event=event)
        .with_seats()
        .annotate(
            expected=Count("seats", filter=held),
            admitted=Count("seats", filter=held & Q(seats__admitted_at__isnull=False)),
        )
        .in_order()
    )
    return [
        SlotCount(timeslot=s, expected=s.expected, admitted=s.admitted, now=now)
        for s in slots
    ]


@dataclass(frozen=True)
class DeviceLine:
    """A device as staff see it."""

    device: ScannerDevice
    scans: int
    now: datetime

    @property
    def works(self) -> bool:
        return self.device.works_at(self.now)

    @property
    def is_connected(self) -> bool:
        seen = self.device.last_seen_at
        return bool(
            self.works and seen and (self.now - seen).total_seconds() < SILENT_SECONDS
        )


def device_lines(event: Event, *, now: datetime) -> list[DeviceLine]:
    """The devices of EVENT, the working ones first, with how much they have read."""
    devices = (
        ScannerDevice.objects.filter(event=event)
        .annotate(scans=Count("scan"))
        .order_by("-paired_at")
    )
    lines = [DeviceLine(device=d, scans=d.scans, now=now) for d in devices]
    return sorted(lines, key=lambda line: not line.works)
