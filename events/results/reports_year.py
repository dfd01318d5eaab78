"""A fiscal year of questionnaires, by programme.

Only what the page of each event shows is added up: a sum over hidden cells, beside the
events it is made of, would give them away.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from events.programme.models import Programme
from events.programme.reports import fiscal_year
from events.results.models import Questionnaire
from events.results.reports import ASKED, Cell, Standing, standings


@dataclass(frozen=True)
class ProgrammeYear:
    """One programme with its events of the year."""

    programme: Programme
    standings: list[Standing]
    now: datetime

    @property
    def answers(self) -> int:
        return sum(each.answers for each in self.standings)

    @property
    def came(self) -> int:
        return sum(each.came for each in self.standings)

    @property
    def rate(self) -> int | None:
        return round(100 * self.answers / self.came) if self.came else None

    @property
    def sums(self) -> list[tuple[str, list[Cell], int]]:
        """Each question: its words, what is shown added up, how many are hidden.

        Only of those that have closed: their figures do not move any more.
        """
        closed = [
            each for each in self.standings if each.questionnaire.closes_at <= self.now
        ]
        return [_added(key, closed) for key in ASKED]


def _added(key: str, closed: list[Standing]) -> tuple[str, list[Cell], int]:
    counts: dict[str, int | None] = {}
    found = [each.of(key) for each in closed]
    for one in found:
        for cell in one.cells:
            if cell.count is None:
                counts.setdefault(cell.label, None)
            else:
                counts[cell.label] = (counts.get(cell.label) or 0) + cell.count
    cells = [Cell(label, count) for label, count in counts.items()]
    return found[0].title if found else "", cells, sum(one.hidden for one in found)


def year_of_questionnaires(day: date, *, now: datetime) -> list[ProgrammeYear]:
    """The fiscal year of DAY; programmes in their order, events by date."""
    first, last = fiscal_year(day)
    rows = list(
        Questionnaire.objects.filter(
            event__starts_at__gte=first, event__starts_at__lt=last
        )
        .select_related("event__programme", "event__venue")
        .order_by("event__programme__position", "event__starts_at")
    )
    by_programme: dict[Programme, list[Standing]] = defaultdict(list)
    for each in standings(rows):
        by_programme[each.questionnaire.event.programme].append(each)
    return [ProgrammeYear(*pair, now=now) for pair in by_programme.items()]
