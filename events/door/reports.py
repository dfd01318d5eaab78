"""Counts people at the door, for staff and for the devices."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Q

from events.door.models import ScannerDevice
from events.programme.choices import Admission
from events.programme.models import Event, Timeslot
from events.registration.models import Seat, WalkIn

# A device asks for the counts every 10 seconds; after a minute it is out of reach.
SILENT_SECONDS = 60


@dataclass(frozen=True)
class SlotCount:
    """One timeslot at this moment, in people."""

    timeslot: Timeslot
    expected: int
    admitted: int
    walk_ins: int
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
        return max(0, self.capacity - self.timeslot.taken)  # type: ignore[attr-defined]

    @property
    def waiting(self) -> int:
        """Parties in the line of this timeslot."""
        return self.timeslot.line  # type: ignore[attr-defined]

    @property
    def tap(self) -> UUID:
        """A new id for the next tap."""
        return uuid4()

    @property
    def books_at_venue(self) -> bool:
        return self.timeslot.admission == Admission.AT_VENUE

    @property
    def can_open_to_walk_ins(self) -> bool:
        """Seats that were for applications can be opened to whoever comes."""
        return self.timeslot.takes_applications_at(self.now)

    @property
    def takes_walk_ins(self) -> bool:
        return self.timeslot.takes_walk_ins_at(self.now)

    @property
    def is_over(self) -> bool:
        return self.timeslot.ends_at <= self.now

    @property
    def is_open(self) -> bool:
        """The doors are open."""
        return self.timeslot.opens_doors_at <= self.now and not self.is_over


def slot_counts(event: Event, *, now: datetime) -> list[SlotCount]:
    """Every timeslot of EVENT: who is expected, who is in, who walked in."""
    slots = Timeslot.objects.filter(event=event).with_seats().in_order()
    confirmed = Seat.objects.confirmed().filter(timeslot__event=event)
    people = {
        slot_id: (expected, admitted)
        for slot_id, expected, admitted in confirmed.order_by()
        .values_list("timeslot")
        .annotate(
            expected=Count("pk"),
            admitted=Count("pk", filter=Q(admitted_at__isnull=False)),
        )
    }
    walked_in = dict(
        WalkIn.objects.counted()
        .filter(timeslot__event=event)
        .order_by()
        .values_list("timeslot")
        .annotate(heads=Count("pk"))
    )
    return [
        SlotCount(
            timeslot=slot,
            expected=people.get(slot.pk, (0, 0))[0],
            admitted=people.get(slot.pk, (0, 0))[1],
            walk_ins=walked_in.get(slot.pk, 0),
            now=now,
        )
        for slot in slots
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
