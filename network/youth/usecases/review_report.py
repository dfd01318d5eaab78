"""City and secretariat read a report: comment, send back, approve, publish."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import ItemStatus, ReportStatus
from network.youth.letters import report as letters
from network.youth.models import ReportComment, YouthProgramme, YouthReport
from network.youth.usecases.report_item import mark_report_item
from peace.audit.usecases import record


class WrongState(Exception):
    """Somebody decided meanwhile, or it was taken back."""


@transaction.atomic
def comment_report(
    *, report: YouthReport, text: str, actor: str, now: datetime
) -> ReportComment:
    """Say something about it; the delegate, the city and the secretariat read it.

    Changes: one comment. An audit entry without the text; nothing leaves.
    """
    made = ReportComment.objects.create(
        report=report,
        municipality_id=report.municipality_id,
        text=text.strip(),
        by=actor,
        at=now,
    )
    _record("report.commented", report, actor=actor, now=now)
    return made


@transaction.atomic
def send_report_back(
    *, report: YouthReport, points: str, actor: str, now: datetime
) -> YouthReport:
    """Ask the delegate to change it; the words are kept as a comment.

    Changes: the status, by one conditional UPDATE on a report that is handed in; the
    checklist's item is a PROBLEM with the sentence. A letter with the points leaves
    to the delegate, by e-mail or by phone. An audit entry. Raises WrongState.
    """
    _step(report, ReportStatus.SUBMITTED, status=ReportStatus.SENT_BACK)
    comment = comment_report(report=report, text=points, actor=actor, now=now)
    mark_report_item(
        delegate=report.delegate,
        status=ItemStatus.PROBLEM,
        problem=" ".join(points.split()),
        actor=actor,
        now=now,
    )
    _record("report.sent_back", report, actor=actor, now=now)
    letters.sent_back(report=report, comment=comment, now=now)
    return report


@transaction.atomic
def approve_report(*, report: YouthReport, actor: str, now: datetime) -> YouthReport:
    """Approve it. Nothing is public yet.

    Changes: the status, by one conditional UPDATE on a report that is handed in; the
    checklist's item is DONE. A letter leaves to the delegate. An audit entry. Raises
    WrongState.
    """
    _step(
        report,
        ReportStatus.SUBMITTED,
        status=ReportStatus.APPROVED,
        approved_at=now,
        approved_by=actor,
    )
    mark_report_item(
        delegate=report.delegate, status=ItemStatus.DONE, actor=actor, now=now
    )
    _record("report.approved", report, actor=actor, now=now)
    letters.approved(report=report, now=now)
    return report


@transaction.atomic
def publish_reports(
    *, programme: YouthProgramme, actor: str, now: datetime
) -> list[YouthReport]:
    """Put every approved report of the year on its public page; those that are new.

    Changes: `published_at`, by one UPDATE; of two at once the second finds none. What
    shows of each is the delegate's own yes (`reports_published`). A letter leaves to
    each delegate whose report is new there, and to their city. An audit entry.
    """
    waiting = YouthReport.objects.select_for_update(of=("self",)).filter(
        delegate__programme=programme,
        delegate__ended_at__isnull=True,
        status=ReportStatus.APPROVED,
        published_at__isnull=True,
    )
    numbers = [each.pk for each in waiting]
    YouthReport.objects.filter(pk__in=numbers, published_at__isnull=True).update(
        published_at=now
    )
    new = list(
        YouthReport.objects.filter(pk__in=numbers).select_related(
            "delegate__nomination", "delegate__programme", "municipality"
        )
    )
    if new:
        _record_year("reports.published", programme, len(new), actor=actor, now=now)
        letters.published(reports=new, now=now)
    return new


@transaction.atomic
def unpublish_reports(*, programme: YouthProgramme, actor: str, now: datetime) -> int:
    """Take the year's page away; publishing again is one click. How many it was.

    Changes: `published_at` of each, by one UPDATE. An audit entry; nothing leaves.
    """
    gone = YouthReport.objects.filter(
        delegate__programme=programme, published_at__isnull=False
    ).update(published_at=None)
    if gone:
        _record_year("reports.unpublished", programme, gone, actor=actor, now=now)
    return gone


def unpublish_report(*, report: YouthReport, actor: str, now: datetime) -> None:
    """Take one report away from the public page; an approved one stays approved."""
    with transaction.atomic():
        gone = YouthReport.objects.filter(
            pk=report.pk, published_at__isnull=False
        ).update(published_at=None)
        if gone:
            _record("report.unpublished", report, actor=actor, now=now)


def _step(report: YouthReport, source: ReportStatus, **columns: object) -> None:
    changed = YouthReport.objects.filter(pk=report.pk, status=source).update(**columns)
    if not changed:
        raise WrongState
    report.refresh_from_db()


def _record(verb: str, report: YouthReport, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=report.about,
        detail={"municipality": report.municipality_id},
        now=now,
    )


def _record_year(
    verb: str, programme: YouthProgramme, count: int, *, actor: str, now: datetime
) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=programme.about,
        detail={"reports": count},
        now=now,
    )
