"""When people came, in bars of some minutes. Pure."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from peace.language.dates import jst

BLOCK = timedelta(minutes=5)
# More bars than this cannot be told apart: each then stands for more minutes.
MOST_BARS = 60
_STEPS = (1, 3, 12)  # 5, 15, 60 minutes


@dataclass(frozen=True)
class Heads:
    """People of one timeslot who went in by one gate within the same five minutes.

    `block` counts five minutes since 1970, None for those who are not in. `gate` is
    the device, None where staff let them in without one.
    """

    timeslot_id: int
    block: int | None
    gate: UUID | None
    people: int
    last_at: datetime | None = None
    is_walk_in: bool = False
    over: int = 0


@dataclass(frozen=True)
class Bar:
    """The people of some minutes from `at`."""

    at: datetime
    registered: int
    walk_ins: int

    @property
    def people(self) -> int:
        return self.registered + self.walk_ins


@dataclass(frozen=True)
class Arrivals:
    """One day's bars, without gaps, each of `minutes`."""

    day: date
    minutes: int
    bars: tuple[Bar, ...]

    @property
    def most(self) -> Bar:
        return max(self.bars, key=lambda bar: bar.people)

    @property
    def people(self) -> int:
        return sum(bar.people for bar in self.bars)

    @property
    def has_walk_ins(self) -> bool:
        return any(bar.walk_ins for bar in self.bars)

    @property
    def filled(self) -> list[Bar]:
        """For a table: a row of zeros says nothing."""
        return [bar for bar in self.bars if bar.people]

    @property
    def ends_at(self) -> datetime:
        return self.bars[-1].at + timedelta(minutes=self.minutes)


def arrivals(heads: Collection[Heads], *, now: datetime, is_open: bool) -> Arrivals:
    """The bars of the last day on which somebody came; up to NOW while doors are open.

    Without anybody it has no bars.
    """
    came: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for each in heads:
        if each.block is not None:
            came[each.block][each.is_walk_in] += each.people
    if not came:
        return Arrivals(jst(now).date(), 5, ())
    day = _day(max(came))
    blocks = [block for block in came if _day(block) == day]
    first, last = min(blocks), max(blocks)
    current = block_of(now)
    if is_open and _day(current) == day:
        last = max(last, current)
    step = next((s for s in _STEPS if (last - first) // s < MOST_BARS), _STEPS[-1])
    first -= first % step
    bars = tuple(
        Bar(
            _at(begin),
            registered=sum(came[b][0] for b in range(begin, begin + step) if b in came),
            walk_ins=sum(came[b][1] for b in range(begin, begin + step) if b in came),
        )
        for begin in range(first, last + 1, step)
    )
    return Arrivals(day, step * 5, bars)


def block_of(at: datetime) -> int:
    return int(at.timestamp() // BLOCK.total_seconds())


def _at(block: int) -> datetime:
    return jst(datetime.fromtimestamp(block * BLOCK.total_seconds(), tz=UTC))


def _day(block: int) -> date:
    return _at(block).date()
