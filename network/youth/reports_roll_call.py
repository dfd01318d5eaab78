"""Who is here and who is missing at one stop of the trip, as it is known now."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events.door.choices import ScanMode
from events.door.models import Scan
from events.registration.models import Seat
from network.youth.models import Delegate, YouthProgramme
from network.youth.reports_travel import Mark, Stop, attendance
from peace.language.dates import jst


@dataclass(frozen=True)
class Seen:
    """By what somebody was counted: a phone, or this page. `is_by_hand`: no ticket."""

    device: str
    is_by_hand: bool
    is_page: bool


@dataclass(frozen=True)
class RollLine:
    """One delegate at the stop. `last_seen` is an earlier stop, for the missing."""

    delegate: Delegate
    at: datetime | None
    seen: Seen | None
    last_seen: Mark | None

    @property
    def is_here(self) -> bool:
        return self.at is not None

    @property
    def city(self) -> str:
        return self.delegate.municipality.name


@dataclass(frozen=True)
class RollCall:
    """A stop with all who are expected there, the missing first."""

    stop: Stop
    stops: Sequence[Stop]
    missing: Sequence[RollLine]
    here: Sequence[RollLine]
    now: datetime

    @property
    def total(self) -> int:
        return len(self.missing) + len(self.here)

    @property
    def everyone_is_here(self) -> bool:
        return bool(self.here) and not self.missing

    @property
    def following(self) -> Stop | None:
        """The next stop of the trip."""
        place = list(self.stops).index(self.stop)
        return self.stops[place + 1] if place + 1 < len(self.stops) else None

    @property
    def same_day(self) -> list[Stop]:
        """The stops of this day, to go from one to the next."""
        day = jst(self.stop.timeslot.starts_at).date()
        return [s for s in self.stops if jst(s.timeslot.starts_at).date() == day]

    def fingerprint(self) -> str:
        """Changes when something on the page does."""
        said = [
            [
                (line.delegate.pk, line.at, line.seen)
                for line in (*self.missing, *self.here)
            ],
            [
                (line.last_seen and line.last_seen.stop.timeslot.pk)
                for line in self.missing
            ],
            [(stop.timeslot.pk, stop.timeslot.title) for stop in self.stops],
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def roll_call(
    programme: YouthProgramme, timeslot_id: int, *, now: datetime
) -> RollCall:
    """The roll at a timeslot of the trip, which the caller has looked up."""
    report = attendance(programme, now=now)
    stop = next(each for each in report.stops if each.timeslot.pk == timeslot_id)
    seen = _seen(timeslot_id)
    lines = []
    for line in report.lines:
        mark = next((m for m in line.marks if m.stop.timeslot.pk == timeslot_id), None)
        if mark is None:
            continue
        others = [m for m in line.marks if m.at is not None and m is not mark]
        lines.append(
            RollLine(
                line.delegate,
                at=mark.at,
                seen=seen.get(line.delegate.registration_id),
                last_seen=max(others, key=lambda m: str(m.at), default=None),
            )
        )
    return RollCall(
        stop=stop,
        stops=report.stops,
        missing=[line for line in lines if not line.is_here],
        here=[line for line in lines if line.is_here],
        now=now,
    )


def current_stop(stops: Sequence[Stop], *, now: datetime) -> Stop | None:
    """Where a roll is called now: the last compulsory one that runs, or the next."""
    called = [stop for stop in stops if stop.is_compulsory] or list(stops)
    running = [
        stop
        for stop in called
        if stop.timeslot.starts_at <= now < stop.timeslot.ends_at
    ]
    ahead = [stop for stop in called if stop.timeslot.starts_at > now]
    return next(iter([*reversed(running), *ahead, *reversed(called)]), None)


def _seen(timeslot_id: int) -> dict[int | None, Seen]:
    """By registration: what counted them at the timeslot."""
    by: dict[UUID | None, int] = {
        scan: registration
        for registration, scan in Seat.objects.confirmed()
        .admitted()
        .filter(timeslot=timeslot_id)
        .values_list("registration_id", "admitted_by")
    }
    rows = Scan.objects.filter(pk__in=[pk for pk in by if pk]).values_list(
        "pk", "device__name", "by_hand", "mode"
    )
    return {
        by[pk]: Seen(device or "", by_hand, mode == ScanMode.STAFF)
        for pk, device, by_hand, mode in rows
    }
