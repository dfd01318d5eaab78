"""The programme of the day: planned times in a chain, and how late it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from network.cities.models import Municipality
from network.summit.models import StageSlot, Summit

COMING = 3


def chained(minutes: Sequence[int], begins_at: datetime) -> list[datetime]:
    """When each part begins: the first at BEGINS_AT, each when the one before ends."""
    found = []
    for each in minutes:
        found.append(begins_at)
        begins_at += timedelta(minutes=each)
    return found


@dataclass(frozen=True)
class StageLine:
    """One part with its planned times, and those expected as late as it is now."""

    slot: StageSlot
    starts_at: datetime
    late: int = 0

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.slot.minutes)

    @property
    def expected_at(self) -> datetime:
        """When it begins if nothing is made up for; planned times are never earlier."""
        return self.starts_at + timedelta(minutes=max(0, self.late))

    @property
    def is_over(self) -> bool:
        return self.slot.ended_at is not None

    @property
    def is_on(self) -> bool:
        return self.slot.began_at is not None and not self.is_over

    @property
    def cities(self) -> list[Municipality]:
        return list(self.slot.cities.all())


@dataclass(frozen=True)
class Stage:
    """The parts in order, and which one is on."""

    lines: list[StageLine]
    now: datetime
    late: int

    @property
    def ends_at(self) -> datetime | None:
        return self.lines[-1].ends_at if self.lines else None

    @property
    def current(self) -> StageLine | None:
        return next((line for line in self.lines if line.is_on), None)

    @property
    def next(self) -> StageLine | None:
        """The first that has not begun after the last that has."""
        begun = [n for n, line in enumerate(self.lines) if line.slot.began_at]
        rest = self.lines[begun[-1] + 1 :] if begun else self.lines
        return rest[0] if rest else None

    @property
    def coming(self) -> list[StageLine]:
        """The next ones, as many as the large screen holds."""
        first = self.next
        if first is None:
            return []
        place = self.lines.index(first)
        return self.lines[place : place + COMING]

    @property
    def last_tapped(self) -> StageLine | None:
        """Whose tap can be taken back."""
        begun = [line for line in self.lines if line.slot.began_at]
        return begun[-1] if begun else None

    @property
    def minutes_left(self) -> int | None:
        """Of what is on, by its planned length; below 0: it takes longer."""
        line = self.current
        if line is None or line.slot.began_at is None:
            return None
        ends = line.slot.began_at + timedelta(minutes=line.slot.minutes)
        return int((ends - self.now).total_seconds() // 60)

    @property
    def minutes_over(self) -> int:
        """By how much what is on takes longer than planned."""
        return max(0, -(self.minutes_left or 0))


def stage(summit: Summit, *, now: datetime) -> Stage:
    """The programme as it is planned, with how late it runs. Two statements."""
    slots = list(summit.stage.prefetch_related("cities"))
    begins = chained([each.minutes for each in slots], summit.event.starts_at)
    late = _late(slots, begins, now)
    lines = [StageLine(s, at, late) for s, at in zip(slots, begins, strict=True)]
    return Stage(lines, now, late)


def _late(slots: Sequence[StageSlot], begins: Sequence[datetime], now: datetime) -> int:
    """Minutes behind the plan, below 0 ahead of it.

    What is on began late, or takes longer than planned. Between two parts it is how
    long the next one waits already, or what the last one left behind.
    """
    begun = [n for n, slot in enumerate(slots) if slot.began_at]
    if not begun:
        waits = _minutes(now - begins[0]) if begins else 0
        return waits if 0 < waits < 24 * 60 else 0
    last = begun[-1]
    slot, planned = slots[last], begins[last]
    ends = planned + timedelta(minutes=slot.minutes)
    began_late = _minutes(slot.began_at - planned) if slot.began_at else 0
    if slot.ended_at is None:
        return max(began_late, _minutes(now - ends)) if now > ends else began_late
    ended_late = _minutes(slot.ended_at - ends)
    is_last = last == len(slots) - 1
    return ended_late if is_last else max(ended_late, _minutes(now - ends))


def _minutes(span: timedelta) -> int:
    return int(span.total_seconds() // 60)
