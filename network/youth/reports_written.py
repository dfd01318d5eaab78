"""The reports of a year as city and secretariat see them: who is where, who is late."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from network.cities.models import Municipality
from network.youth.choices import ItemKind, MediaDegree, ReportStatus, Side
from network.youth.models import (
    ChecklistItem,
    Delegate,
    ReportComment,
    YouthProgramme,
    YouthReport,
)
from network.youth.reports_consent import media_degrees_of
from network.youth.reports_published import PublicReport, as_public
from peace.accounts.choices import Role
from peace.accounts.models import User
from peace.language.dates import jst

MISSING = "MISSING"
PUBLISHED = "PUBLISHED"


@dataclass(frozen=True)
class WrittenReport:
    """One delegate and where their report stands. `shown`: None before approval."""

    delegate: Delegate
    report: YouthReport | None
    shown: PublicReport | None
    due_on: date | None
    comments: int
    today: date

    @property
    def is_late(self) -> bool:
        waits = self.key in {MISSING, ReportStatus.DRAFT, ReportStatus.SENT_BACK}
        return waits and self.due_on is not None and self.due_on < self.today

    @property
    def key(self) -> str:
        if self.report is None:
            return MISSING
        if self.report.published_at:
            return PUBLISHED
        return self.report.status

    @property
    def can_read(self) -> bool:
        return self.report is not None and self.report.status != ReportStatus.DRAFT

    @property
    def word(self) -> str:
        return str(_WORDS[self.key]())

    @property
    def sign(self) -> str:
        return "warn" if self.is_late else _SIGNS[self.key]

    @property
    def tone(self) -> str:
        return "bad" if self.is_late else _TONES.get(self.key, "")


_WORDS = {
    MISSING: lambda: _("まだ書かれていない"),
    ReportStatus.DRAFT: lambda: _("書きかけ"),
    ReportStatus.SUBMITTED: lambda: _("確認待ち"),
    ReportStatus.SENT_BACK: lambda: _("直しのお願い中"),
    ReportStatus.APPROVED: lambda: _("承認・未公開"),
    PUBLISHED: lambda: _("公開中"),
}
_SIGNS = {
    MISSING: "dash",
    ReportStatus.DRAFT: "pen",
    ReportStatus.SUBMITTED: "wait",
    ReportStatus.SENT_BACK: "move",
    ReportStatus.APPROVED: "check",
    PUBLISHED: "ok",
}
_TONES = {
    ReportStatus.SENT_BACK: "care",
    ReportStatus.APPROVED: "good",
    PUBLISHED: "good",
}
# What waits for the secretariat first, then what is late, then the rest.
_ORDER = [
    ReportStatus.SUBMITTED,
    ReportStatus.APPROVED,
    ReportStatus.SENT_BACK,
    ReportStatus.DRAFT,
    MISSING,
    PUBLISHED,
]


def written_reports(programme: YouthProgramme, *, now: datetime) -> list[WrittenReport]:
    """One a delegate of the year, those that wait for somebody first."""
    return _written(programme.delegates.active(), now=now)


def written_reports_of(
    municipality: Municipality, *, now: datetime
) -> list[WrittenReport]:
    """Every delegate whom one city ever sent, newest year first."""
    found = _written(
        Delegate.objects.active().filter(municipality=municipality), now=now
    )
    return sorted(found, key=lambda each: -each.delegate.programme.year)


def _written(delegates: QuerySet[Delegate], *, now: datetime) -> list[WrittenReport]:
    people = list(
        delegates.select_related("nomination__rules", "municipality", "programme")
    )
    reports = {
        each.delegate_id: each
        for each in YouthReport.objects.filter(delegate__in=people)
        .prefetch_related("photos")
        .annotate(n_comments=Count("comments"))
    }
    due = dict(
        ChecklistItem.objects.filter(
            delegate__in=people, kind=ItemKind.REPORT
        ).values_list("delegate", "due_on")
    )
    degrees = media_degrees_of(people)
    rows = [
        _row(each, reports.get(each.pk), degrees[each.pk], due.get(each.pk), now)
        for each in people
    ]
    return sorted(
        rows,
        key=lambda row: (
            _ORDER.index(row.key),
            not row.is_late,
            row.delegate.municipality_id,
        ),
    )


def _row(
    delegate: Delegate,
    report: YouthReport | None,
    degree: MediaDegree,
    due_on: date | None,
    now: datetime,
) -> WrittenReport:
    shown = None
    if report is not None:
        # Read once for all of them, above.
        report.delegate, report.municipality = delegate, delegate.municipality
        if report.is_approved:
            shown = as_public(report, degree)
    return WrittenReport(
        delegate=delegate,
        report=report,
        shown=shown,
        due_on=due_on,
        comments=getattr(report, "n_comments", 0),
        today=jst(now).date(),
    )


def report_totals(rows: list[WrittenReport]) -> list[tuple[str, str, int]]:
    """For the head of the list: sign, word, number; late ones counted besides."""
    groups = Counter(row.key for row in rows)
    counted = [
        (_SIGNS[key], str(_WORDS[key]()), groups[key])
        for key in (
            PUBLISHED,
            ReportStatus.APPROVED,
            ReportStatus.SUBMITTED,
            ReportStatus.SENT_BACK,
            ReportStatus.DRAFT,
            MISSING,
        )
    ]
    return [*counted, ("warn", _("期限を過ぎた"), sum(row.is_late for row in rows))]


@dataclass(frozen=True)
class Remark:
    """A comment and from which side it comes; `who` is for the desk only."""

    text: str
    at: datetime
    side: str
    who: str


def remarks_of(report: YouthReport) -> list[Remark]:
    """The comments on a report, oldest first. Two statements."""
    comments: Iterable[ReportComment] = list(report.comments.all())
    numbers = {each.by.partition(":")[2] for each in comments}
    people = {
        user.actor: user
        for user in User.objects.filter(pk__in=[n for n in numbers if n.isdigit()])
    }
    found = []
    for each in comments:
        user = people.get(each.by)
        is_city = user is not None and user.role == Role.COORDINATOR
        side = Side.CITY if is_city else Side.SECRETARIAT
        found.append(
            Remark(each.text, each.at, str(side.label), user.name if user else "")
        )
    return found
