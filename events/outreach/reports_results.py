"""The results of sources as they leave the house: rows, shares, and what is hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.outreach.reports_sources import Tally, unnamed
from events.outreach.small_cells import (
    FEWEST,
    Share,
    is_small,
    pooled,
    safe_shares,
    total_is_safe,
)


@dataclass(frozen=True)
class Cell:
    """A part of a whole as it may be shown; `text` says it where it may not."""

    share: Share
    is_shown: bool

    @property
    def text(self) -> str:
        if self.is_shown:
            return f"{self.share.part} / {self.share.whole}"
        if is_small(self.share.part):
            return _("%(n)s未満") % {"n": FEWEST}
        return "＊"

    @property
    def percent(self) -> int | None:
        """None where it is hidden, or nobody said anything."""
        if not self.is_shown or not self.share.whole:
            return None
        return round(100 * self.share.part / self.share.whole)


@dataclass(frozen=True)
class ResultRow:
    """One row of the table, and one bar of each plot."""

    label: str
    visits: int
    parties: int
    came: int
    first: Cell
    young: Cell

    @property
    def came_is_shown(self) -> bool:
        return not is_small(self.came)

    @property
    def came_text(self) -> str:
        return str(self.came) if self.came_is_shown else _("%(n)s未満") % {"n": FEWEST}


@dataclass(frozen=True)
class Results:
    """Rows by how many came, and their sum."""

    rows: Sequence[ResultRow]
    total: ResultRow
    # How many rows were put together because they were small.
    pooled: int

    @property
    def most(self) -> int:
        return max((row.came for row in self.rows if row.came_is_shown), default=0)

    @property
    def has_anybody(self) -> bool:
        return self.total.came > 0

    @property
    def hides_something(self) -> bool:
        cells = [each for row in self.rows for each in (row.first, row.young)]
        return self.pooled > 0 or not all(each.is_shown for each in cells)


def results_of(tallies: Mapping[str, Tally]) -> Results:
    """TALLIES by label, safe to print: small rows are pooled, small parts hidden."""
    labels = list(tallies)
    together = pooled([tallies[label].came for label in labels])
    rows: list[tuple[str, Tally]] = []
    rest = Tally()
    for place, label in enumerate(labels):
        if place in together:
            rest.add(tallies[label])
        else:
            rows.append((label, tallies[label]))
    last = unnamed()
    rows.sort(key=lambda row: (row[0] in last, -row[1].came, -row[1].parties, row[0]))
    if together:
        words = _("ほかの%(n)s経路（少ないものをまとめました）")
        rows.append((words % {"n": len(together)}, rest))
    first = [Share(each.first, each.said_visit) for _label, each in rows]
    young = [Share(each.young, each.said_age) for _label, each in rows]
    whole = Tally()
    for _label, each in rows:
        whole.add(each)
    shown_first, shown_young = safe_shares(first), safe_shares(young)
    made = [
        _row(label, tally, shown_first[place], shown_young[place])
        for place, (label, tally) in enumerate(rows)
    ]
    total = _row(
        _("合計"),
        whole,
        total_is_safe(first, shown_first),
        total_is_safe(young, shown_young),
    )
    return Results(rows=made, total=total, pooled=len(together))


def _row(label: str, tally: Tally, first: bool, young: bool) -> ResultRow:
    return ResultRow(
        label=label,
        visits=tally.visits,
        parties=tally.parties,
        came=tally.came,
        first=Cell(Share(tally.first, tally.said_visit), first),
        young=Cell(Share(tally.young, tally.said_age), young),
    )
