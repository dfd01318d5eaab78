"""What became of each year's 26: reports, visits, talks, stages, help, in figures.

Of persons nothing: a row is a city in a year.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from network.cities.models import Municipality
from network.youth.choices import FollowUpKind, ReportStatus
from network.youth.models import Delegate, FollowUp, YouthProgramme, YouthReport


@dataclass(frozen=True)
class CityAfter:
    """One city in one year. `delegate`: its number, None when nobody went."""

    city: Municipality
    delegate: int | None
    is_approved: bool = False
    is_published: bool = False
    rows: list[FollowUp] = field(default_factory=list)

    def _days(self, *kinds: FollowUpKind) -> list[date]:
        return [row.on for row in self.rows if row.kind in kinds]

    @property
    def mayor(self) -> date | None:
        """The first visit to the mayor."""
        return min(self._days(FollowUpKind.MAYOR_VISIT), default=None)

    @property
    def stage(self) -> date | None:
        return min(self._days(FollowUpKind.SUMMIT_STAGE), default=None)

    @property
    def talks(self) -> int:
        return len(self._days(FollowUpKind.SCHOOL_TALK))

    @property
    def help(self) -> int:
        return len(self._days(FollowUpKind.LATER_HELP, FollowUpKind.OTHER))

    @property
    def heads(self) -> int:
        """Who listened at talks; a summit's audience heard all 26 and is left out."""
        return sum(
            row.heads or 0
            for row in self.rows
            if row.kind not in (FollowUpKind.SUMMIT_STAGE, FollowUpKind.MAYOR_VISIT)
        )

    @property
    def uncounted(self) -> int:
        """Talks of which nobody noted how many listened."""
        return sum(
            row.kind == FollowUpKind.SCHOOL_TALK and row.heads is None
            for row in self.rows
        )


@dataclass(frozen=True)
class YearAfter:
    """A year: its cities in their order, and the sums."""

    year: int
    cities: list[CityAfter]

    @property
    def places(self) -> int:
        return len(self.cities)

    @property
    def delegates(self) -> int:
        return sum(each.delegate is not None for each in self.cities)

    @property
    def reports(self) -> int:
        return sum(each.is_approved for each in self.cities)

    @property
    def published(self) -> int:
        return sum(each.is_published for each in self.cities)

    @property
    def mayors(self) -> int:
        return sum(each.mayor is not None for each in self.cities)

    @property
    def stages(self) -> int:
        return sum(each.stage is not None for each in self.cities)

    @property
    def talking(self) -> int:
        """How many talked at least once."""
        return sum(each.talks > 0 for each in self.cities)

    @property
    def talks(self) -> int:
        return sum(each.talks for each in self.cities)

    @property
    def heads(self) -> int:
        return sum(each.heads for each in self.cities)

    @property
    def uncounted(self) -> int:
        return sum(each.uncounted for each in self.cities)

    @property
    def helping(self) -> int:
        return sum(each.help > 0 for each in self.cities)

    @property
    def most_heads(self) -> int:
        return max((each.heads for each in self.cities), default=0)


def years_after(programmes: Iterable[YouthProgramme]) -> list[YearAfter]:
    """Every given year, in their order. Four statements, however many years."""
    programmes = list(programmes)
    cities = list(Municipality.objects.members())
    delegates = Delegate.objects.active().filter(programme__in=programmes)
    by_place = {(each.programme_id, each.municipality_id): each for each in delegates}
    reports = {
        each.delegate_id: each
        for each in YouthReport.objects.filter(delegate__programme__in=programmes).only(
            "delegate_id", "status", "published_at"
        )
    }
    rows: dict[int, list[FollowUp]] = defaultdict(list)
    for row in FollowUp.objects.kept().filter(delegate__programme__in=programmes):
        rows[row.delegate_id].append(row)
    return [
        YearAfter(
            programme.year,
            [
                _city(city, by_place.get((programme.pk, city.pk)), reports, rows)
                for city in cities
            ],
        )
        for programme in programmes
    ]


def _city(
    city: Municipality,
    delegate: Delegate | None,
    reports: dict[int, YouthReport],
    rows: dict[int, list[FollowUp]],
) -> CityAfter:
    if delegate is None:
        return CityAfter(city, None)
    report = reports.get(delegate.pk)
    return CityAfter(
        city,
        delegate.pk,
        is_approved=report is not None and report.status == ReportStatus.APPROVED,
        is_published=report is not None and report.published_at is not None,
        rows=rows.get(delegate.pk, []),
    )
