"""A delegate writes the report: saved as often as they like, then handed in."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import F

from network.youth.choices import ItemStatus, ReportStatus
from network.youth.letters import report as letters
from network.youth.models import Delegate, YouthReport
from network.youth.models.report import WRITABLE
from network.youth.usecases.report_item import mark_report_item
from peace.audit.usecases import record


class NotWritable(Exception):
    """Handed in or approved: the text cannot be changed now."""


class WrittenElsewhere(Exception):
    """Another window saved meanwhile; `report` is what it saved."""

    def __init__(self, report: YouthReport) -> None:
        super().__init__(report.pk)
        self.report = report


@dataclass(frozen=True)
class Written:
    """What stands in the form. `photos`: by number, the caption and the yes."""

    title: str
    text: str
    language: str
    may_show_text: bool = False
    may_show_name: bool = False
    may_show_school: bool = False
    photos: dict[int, tuple[str, bool]] = field(default_factory=dict)

    def columns(self) -> dict[str, str | bool]:
        names = (
            "title",
            "text",
            "language",
            "may_show_text",
            "may_show_name",
            "may_show_school",
        )
        return {name: getattr(self, name) for name in names}


@transaction.atomic
def save_report(
    *, delegate: Delegate, written: Written, seen: int, actor: str, now: datetime
) -> YouthReport:
    """Keep what was written, if nobody saved since the version SEEN (0: none was).

    Changes: the report, by one conditional UPDATE on its version, and the captions
    of its photographs; the first save makes the row. The same content once more is no
    conflict. Nothing leaves. Raises WrittenElsewhere, NotWritable; then nothing has
    changed.
    """
    report, is_new = YouthReport.objects.get_or_create(
        delegate=delegate,
        defaults={
            "municipality_id": delegate.municipality_id,
            "changed_at": now,
            "version": 0,
        },
    )
    if not is_new and not report.is_writable:
        raise NotWritable
    saved = YouthReport.objects.filter(
        pk=report.pk, version=seen, status__in=WRITABLE
    ).update(**written.columns(), version=F("version") + 1, changed_at=now)
    if not saved:
        report.refresh_from_db()
        if not report.is_writable:
            raise NotWritable
        if not _is_same(report, written):
            raise WrittenElsewhere(report)
        return report
    for photo in report.photos.all():
        if photo.pk in written.photos:
            photo.caption, photo.may_show = written.photos[photo.pk]
            photo.save(update_fields=["caption", "may_show"])
    if is_new:
        _record("report.begun", report, actor=actor, now=now)
    report.refresh_from_db()
    return report


def _is_same(report: YouthReport, written: Written) -> bool:
    photos = {each.pk: (each.caption, each.may_show) for each in report.photos.all()}
    mine = {name: getattr(report, name) for name in written.columns()}
    return mine == written.columns() and photos == written.photos


@transaction.atomic
def submit_report(*, report: YouthReport, actor: str, now: datetime) -> YouthReport:
    """Hand it in; once more after it was sent back.

    Changes: the status, by one conditional UPDATE; the checklist's item is MISSING
    until approval. A letter leaves to the city's coordinators and to the secretariat.
    An audit entry. Raises NotWritable.
    """
    changed = YouthReport.objects.filter(pk=report.pk, status__in=WRITABLE).update(
        status=ReportStatus.SUBMITTED, submitted_at=now
    )
    if not changed:
        raise NotWritable
    report.refresh_from_db()
    mark_report_item(
        delegate=report.delegate, status=ItemStatus.MISSING, actor=actor, now=now
    )
    _record("report.submitted", report, actor=actor, now=now)
    letters.submitted(report=report, now=now)
    return report


@transaction.atomic
def take_back_report(*, report: YouthReport, actor: str, now: datetime) -> YouthReport:
    """The writer wants to change what was handed in and not yet looked at.

    Changes: back to a draft, by one conditional UPDATE. An audit entry; nothing
    leaves. Raises NotWritable when it was decided meanwhile.
    """
    changed = YouthReport.objects.filter(
        pk=report.pk, status=ReportStatus.SUBMITTED
    ).update(status=ReportStatus.DRAFT)
    if not changed:
        raise NotWritable
    report.refresh_from_db()
    _record("report.taken_back", report, actor=actor, now=now)
    return report


@transaction.atomic
def change_report_consent(
    *, report: YouthReport, written: Written, actor: str, now: datetime
) -> YouthReport:
    """After approval the writer alters what may be shown; the public page follows.

    Changes: the yes of text, name, school and each photograph; not a word of them.
    Locks the report. An audit entry with what is shown now. Raises NotWritable when
    it is not approved.
    """
    locked = YouthReport.objects.select_for_update().get(pk=report.pk)
    if not locked.is_approved:
        raise NotWritable
    shown = ("may_show_text", "may_show_name", "may_show_school")
    for name in shown:
        setattr(locked, name, getattr(written, name))
    locked.save(update_fields=shown)
    for photo in locked.photos.all():
        photo.may_show = written.photos.get(photo.pk, ("", False))[1]
        photo.save(update_fields=["may_show"])
    detail = {
        "text_shown": locked.may_show_text,
        "writer_shown": locked.may_show_name,
        "school_shown": locked.may_show_school,
        "photos_shown": locked.photos.filter(may_show=True).count(),
    }
    record(
        stream="network",
        verb="report.consent",
        actor=actor,
        about=locked.about,
        detail={"municipality": locked.municipality_id, **detail},
        now=now,
    )
    return locked


def _record(verb: str, report: YouthReport, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=report.about,
        detail={"municipality": report.municipality_id},
        now=now,
    )
