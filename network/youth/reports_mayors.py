"""The network's year for the mayors' meeting: one line a city, and totals."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count

from network.cities.models import Municipality, OfficeTerm
from network.cities.reports import acknowledged_notices, officers_on
from network.youth.choices import ReportStatus
from network.youth.models import Delegate, YouthProgramme
from network.youth.reports import CityStanding, city_standings
from peace.language.dates import jst

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class LastYear:
    """What became of a city in the year before."""

    sent: bool = False
    reported: bool = False
    follow_ups: int = 0


@dataclass(frozen=True)
class MayorsLine:
    """One city. `notices`: acknowledged, and asked for, in this fiscal year."""

    standing: CityStanding
    notices: tuple[int, int]
    last: LastYear

    @property
    def city(self) -> Municipality:
        return self.standing.city

    @property
    def has_nominee(self) -> bool:
        who = self.standing.principal
        return who is not None and who.submitted_at is not None

    @property
    def name(self) -> str:
        """The nominee's; shown and written out only where names were asked for."""
        who = self.standing.principal
        return who.name if who and self.has_nominee else ""


@dataclass(frozen=True)
class MayorsReport:
    """Everything on the sheet."""

    programme: YouthProgramme
    previous: YouthProgramme | None
    officers: list[OfficeTerm]
    lines: Sequence[MayorsLine]
    day: date

    @property
    def nominees(self) -> int:
        return sum(line.has_nominee for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.standing.is_late for line in self.lines)

    @property
    def documents(self) -> tuple[int, int]:
        return (
            sum(line.standing.documents_done for line in self.lines),
            sum(line.standing.documents_needed for line in self.lines),
        )

    @property
    def notices(self) -> tuple[int, int]:
        return (
            sum(line.notices[0] for line in self.lines),
            sum(line.notices[1] for line in self.lines),
        )

    @property
    def last(self) -> tuple[int, int, int]:
        """In the year before: cities that sent somebody, reports, follow-ups."""
        return (
            sum(line.last.sent for line in self.lines),
            sum(line.last.reported for line in self.lines),
            sum(line.last.follow_ups for line in self.lines),
        )


def mayors_report(programme: YouthProgramme, *, now: datetime) -> MayorsReport:
    """All 26 in the order of their codes."""
    today = jst(now).date()
    first = date(programme.year, 4, 1)
    notices = acknowledged_notices(first, date(programme.year + 1, 4, 1) - _ONE_DAY)
    previous = YouthProgramme.objects.filter(year=programme.year - 1).first()
    before = _last_year(previous) if previous else {}
    standings = sorted(
        city_standings(programme, now=now), key=lambda each: each.city.code
    )
    return MayorsReport(
        programme=programme,
        previous=previous,
        officers=officers_on(today),
        lines=[
            MayorsLine(
                standing=each,
                notices=notices.get(each.city.pk, (0, 0)),
                last=before.get(each.city.pk, LastYear()),
            )
            for each in standings
        ],
        day=today,
    )


def _last_year(programme: YouthProgramme) -> dict[str, LastYear]:
    rows = (
        Delegate.objects.active()
        .filter(programme=programme)
        .values_list("municipality", "report__status")
        .annotate(n=Count("follow_ups"))
    )
    return {
        code: LastYear(
            sent=True, reported=status == ReportStatus.APPROVED, follow_ups=number
        )
        for code, status, number in rows.order_by()
    }
