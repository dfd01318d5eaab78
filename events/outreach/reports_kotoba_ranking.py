"""What the committee's scores say: means, how far apart, ties, who is strict.

A member who gives everybody 4 and one who gives everybody 2 mean the same. So beside
the raw mean stands one in which each member's scores are moved and stretched to the
mean and the spread of all scores (a z-score, told on the scale of 1 to 5). Whoever has
given fewer than three scores, or the same to all, is only moved.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean, pstdev

from events.outreach.models import CommitteeMember, Kotoba, KotobaCall, KotobaScore

RAW, ADJUSTED = "raw", "adjusted"
_FEWEST = 3


@dataclass(frozen=True)
class Ranked:
    """A line with what it was given. `rank` is shared by those with the same mean."""

    kotoba: Kotoba
    points: Sequence[int]
    mean: float | None
    adjusted: float | None
    spread: float
    rank: int = 0
    ties: int = 1

    @property
    def count(self) -> int:
        return len(self.points)

    @property
    def is_disputed(self) -> bool:
        """Somebody gave a lot where somebody else gave little."""
        return len(self.points) > 1 and max(self.points) - min(self.points) >= 3


@dataclass(frozen=True)
class Leniency:
    """How a member scores, and how far they have come."""

    member: CommitteeMember
    scored: int
    of: int
    mean: float | None
    spread: float


@dataclass(frozen=True)
class Ranking:
    """All lines in selection, best first; those nobody has scored come last."""

    rows: Sequence[Ranked]
    members: Sequence[Leniency]
    by: str

    def above_the_cut(self, places: int) -> list[Ranked]:
        """Those who are in without question: ties across the cut are left out."""
        scored = [row for row in self.rows if row.mean is not None]
        return [row for row in scored if row.rank + row.ties - 1 <= places]

    def at_the_cut(self, places: int) -> list[Ranked]:
        """The lines with the same score of which some fit and some do not."""
        return [
            row
            for row in self.rows
            if row.mean is not None and row.rank <= places < row.rank + row.ties - 1
        ]

    @property
    def read_by_few(self) -> int:
        """How many lines some member has not scored yet."""
        active = len(self.members)
        return sum(row.count < active for row in self.rows)


def ranking(call: KotobaCall, *, by: str = RAW) -> Ranking:
    """Three statements, whatever the number of lines."""
    members = list(call.committee.filter(is_active=True))
    lines = list(call.kotoba.in_selection().order_by("pk"))
    given: dict[int, dict[int, int]] = defaultdict(dict)
    scores = KotobaScore.objects.filter(member__in=members, kotoba__call=call)
    for kotoba_id, member_id, points in scores.values_list(
        "kotoba_id", "member_id", "points"
    ):
        given[kotoba_id][member_id] = points
    of_member = {
        member.pk: [
            given[line.pk][member.pk]
            for line in lines
            if member.pk in given.get(line.pk, {})
        ]
        for member in members
    }
    scale = _Scale(of_member)
    rows = [_row(line, given.get(line.pk, {}), scale) for line in lines]
    return Ranking(
        rows=_in_order(rows, by),
        members=[
            Leniency(
                member=member,
                scored=len(of_member[member.pk]),
                of=len(lines),
                mean=fmean(of_member[member.pk]) if of_member[member.pk] else None,
                spread=pstdev(of_member[member.pk]) if of_member[member.pk] else 0.0,
            )
            for member in members
        ],
        by=by,
    )


class _Scale:
    """Moves a member's points onto the scale of all."""

    def __init__(self, of_member: dict[int, list[int]]) -> None:
        every = [points for each in of_member.values() for points in each]
        self.mean = fmean(every) if every else 0.0
        self.spread = pstdev(every) if every else 0.0
        self.of = {
            member: (fmean(each), pstdev(each), len(each))
            for member, each in of_member.items()
            if each
        }

    def adjusted(self, member: int, points: int) -> float:
        mean, spread, count = self.of[member]
        stretch = self.spread / spread if spread and count >= _FEWEST else 1.0
        return self.mean + (points - mean) * stretch


def _row(line: Kotoba, given: dict[int, int], scale: _Scale) -> Ranked:
    if not given:
        return Ranked(line, [], None, None, 0.0)
    points = list(given.values())
    return Ranked(
        kotoba=line,
        points=sorted(points, reverse=True),
        mean=fmean(points),
        adjusted=fmean(scale.adjusted(member, each) for member, each in given.items()),
        spread=pstdev(points),
    )


def _in_order(rows: list[Ranked], by: str) -> list[Ranked]:
    def score(row: Ranked) -> float:
        found = row.adjusted if by == ADJUSTED else row.mean
        # Rounded: a tie must not hang on the last bit of a float.
        return -1.0 if found is None else round(found, 4)

    groups: dict[float, list[Ranked]] = defaultdict(list)
    for row in rows:
        groups[score(row)].append(row)
    ordered: list[Ranked] = []
    for _value, group in sorted(groups.items(), reverse=True):
        rank = len(ordered) + 1
        ordered += [
            Ranked(
                row.kotoba,
                row.points,
                row.mean,
                row.adjusted,
                row.spread,
                rank=rank,
                ties=len(group),
            )
            for row in group
        ]
    return ordered
