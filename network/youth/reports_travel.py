"""Who was where on the trip and its training days, read from the door's records."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from events.programme.models import Timeslot
from events.registration.models import Seat
from network.youth.choices import StopKind
from network.youth.models import Delegate, TripStop, YouthProgramme


@dataclass(frozen=True)
class Stop:
    """A timeslot of the trip, and what it is."""

    timeslot: Timeslot
    kind: StopKind

    @property
    def is_training(self) -> bool:
        return self.kind == StopKind.TRAINING

    @property
    def is_muster(self) -> bool:
        return self.kind == StopKind.MUSTER

    @property
    def is_compulsory(self) -> bool:
        return self.kind != StopKind.PART


@dataclass(frozen=True)
class Mark:
    """One delegate at one stop. `at` is when they were counted, None when not."""

    stop: Stop
    at: datetime | None
    is_over: bool

    @property
    def was_there(self) -> bool:
        return self.at is not None

    @property
    def is_missed(self) -> bool:
        """It is over, it was compulsory, and nobody counted them."""
        return self.is_over and self.at is None and self.stop.is_compulsory


@dataclass(frozen=True)
class AttendanceLine:
    """All stops at which a delegate has, or had, a place."""

    delegate: Delegate
    marks: Sequence[Mark]

    @property
    def missed(self) -> list[Mark]:
        return [mark for mark in self.marks if mark.is_missed]

    @property
    def last_seen(self) -> Mark | None:
        seen = [mark for mark in self.marks if mark.at is not None]
        return max(
            seen, key=lambda mark: mark.at or mark.stop.timeslot.starts_at, default=None
        )


@dataclass(frozen=True)
class Attendance:
    """The trip's stops in order, and a line for each delegate, by city."""

    stops: Sequence[Stop]
    lines: Sequence[AttendanceLine]

    @cached_property
    def with_missed(self) -> list[AttendanceLine]:
        return [line for line in self.lines if line.missed]

    def of(self, delegate: Delegate) -> AttendanceLine | None:
        return next((line for line in self.lines if line.delegate == delegate), None)


def stops_of(programme: YouthProgramme) -> list[Stop]:
    """The timeslots of the trip's event that take place, in order. One statement."""
    if programme.trip_id is None:
        return []
    slots = (
        Timeslot.objects.filter(event=programme.trip_id, cancelled_at=None)
        .select_related("trip_stop")
        .in_order()
    )
    return [Stop(slot, _kind(slot)) for slot in slots]


def attendance(programme: YouthProgramme, *, now: datetime) -> Attendance:
    """Each active delegate × stop. Three statements.

    A stop at which a delegate has no place (they began later) is not in their line.
    """
    stops = stops_of(programme)
    delegates = list(
        Delegate.objects.filter(programme=programme)
        .active()
        .with_person()
        .order_by("municipality")
    )
    return _attendance(stops, delegates, now=now)


def attendance_of(delegate: Delegate, *, now: datetime) -> AttendanceLine:
    """The same of one delegate, also of one who has ended. Two statements."""
    stops = stops_of(delegate.programme)
    return _attendance(stops, [delegate], now=now).lines[0]


def is_travelling(programme: YouthProgramme, now: datetime) -> bool:
    """Between the beginning of the trip's first stop and the end of its last one.

    Training days do not count. One statement.
    """
    slots = [stop.timeslot for stop in stops_of(programme) if not stop.is_training]
    if not slots:
        return False
    begins = min(slot.starts_at for slot in slots)
    return begins <= now <= max(slot.ends_at for slot in slots)


def _attendance(
    stops: Sequence[Stop], delegates: Sequence[Delegate], *, now: datetime
) -> Attendance:
    seen = _seats(delegates)
    lines = [
        AttendanceLine(
            delegate,
            [
                Mark(
                    stop,
                    seen[delegate.registration_id][stop.timeslot.pk],
                    is_over=stop.timeslot.ends_at <= now,
                )
                for stop in stops
                if stop.timeslot.pk in seen[delegate.registration_id]
            ],
        )
        for delegate in delegates
    ]
    return Attendance(stops, lines)


def _seats(
    delegates: Sequence[Delegate],
) -> Mapping[int | None, dict[int, datetime | None]]:
    """By registration and timeslot: when the person was counted."""
    found: dict[int | None, dict[int, datetime | None]] = defaultdict(dict)
    rows = (
        Seat.objects.confirmed()
        .filter(registration__in=[each.registration_id for each in delegates])
        .values_list("registration_id", "timeslot_id", "admitted_at")
    )
    for registration_id, slot_id, admitted_at in rows:
        found[registration_id][slot_id] = admitted_at
    return found


def _kind(slot: Timeslot) -> StopKind:
    stop: TripStop | None = getattr(slot, "trip_stop", None)
    return StopKind(stop.kind) if stop else StopKind.PART
