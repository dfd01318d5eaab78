"""Empties what is known of the young people themselves, when its years are over.

City, year, kind, status and dates stay, as do follow-ups and, of those who were sent,
the key that recognises somebody who was sent before: the statistics are still right.
"""

from datetime import date, datetime
from functools import partial
from itertools import chain

from django.db import transaction
from django.db.models import Q, QuerySet

from events.registration.usecases.erase_registration import erase_registration
from network.youth.models import (
    ChecklistFile,
    Delegate,
    Nomination,
    NominationDecision,
    ReportPhoto,
    YouthReport,
)
from network.youth.store import remove
from network.youth.usecases.erase_protected import ACTOR
from peace.audit.usecases import record
from peace.language.dates import jst
from peace.outbox.models import OutboxMessage

# Stands where a name stood, on every page and in every list.
ERASED = "消去済み"
# Full years after the end of the fiscal year (31 March).
NOT_SENT_YEARS, SENT_YEARS, FILE_YEARS = 1, 3, 1
EMPTY = (
    "kana",
    "school",
    "address",
    "email",
    "phone",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "motivation",
)


def erase_day(year: int, years: int) -> date:
    """YEARS after the end of the fiscal year YEAR."""
    return date(year + 1 + years, 4, 1)


def not_sent_due(now: datetime) -> QuerySet[Nomination]:
    """Nominations of people who did not go: drafts, declined, withdrawn, reserves."""
    return not_sent().filter(programme__year__lte=_last_year(now, NOT_SENT_YEARS))


def sent_due(now: datetime) -> QuerySet[Nomination]:
    """Nominations of the delegates."""
    return sent().filter(programme__year__lte=_last_year(now, SENT_YEARS))


def files_due(now: datetime) -> QuerySet[ChecklistFile]:
    """Files of checklists: what they were for is over."""
    return kept_files().filter(
        item__delegate__programme__year__lte=_last_year(now, FILE_YEARS)
    )


def not_sent() -> QuerySet[Nomination]:
    kept = Nomination.objects.filter(erased_at__isnull=True)
    return kept.filter(Q(delegate__isnull=True) | Q(delegate__ended_at__isnull=False))


def sent() -> QuerySet[Nomination]:
    return Nomination.objects.filter(
        erased_at__isnull=True,
        delegate__isnull=False,
        delegate__ended_at__isnull=True,
    )


def kept_files() -> QuerySet[ChecklistFile]:
    return ChecklistFile.objects.filter(removed_at__isnull=True)


def erase_not_sent(now: datetime) -> int:
    """Empty the persons who were not sent; how many. See `_erase`."""
    due = not_sent_due(now).order_by("pk").values_list("pk", flat=True)
    return sum(_erase(pk, was_sent=False, now=now) for pk in list(due))


def erase_sent(now: datetime) -> int:
    """Empty the persons who were sent; how many. See `_erase`."""
    due = sent_due(now).order_by("pk").values_list("pk", flat=True)
    return sum(_erase(pk, was_sent=True, now=now) for pk in list(due))


def erase_files(now: datetime) -> int:
    """Forget the files that are due; how many. Their rows stay without a name."""
    return sum(_forget_file(file, now) for file in list(files_due(now)))


@transaction.atomic
def _erase(pk: int, *, was_sent: bool, now: datetime) -> bool:
    """Empty one nomination with all that hangs on it.

    Changes: the columns of the person; the birthday becomes the first of its year;
    reasons, comments, consents' names, links and files go, and the letters about it
    are blanked. A name or school that a published report shows with the delegate's
    consent stays: it is public. Locks the nomination, so two runs erase once. An audit
    entry without contents.
    """
    found = Nomination.objects.select_for_update().filter(pk=pk, erased_at__isnull=True)
    nomination = found.first()
    if nomination is None:
        return False
    delegate = Delegate.objects.filter(nomination=nomination).first()
    report = _public_report(delegate)
    name, school = nomination.name, nomination.school
    for column in EMPTY:
        setattr(nomination, column, "")
    nomination.name = name if report and report.may_show_name else ERASED
    nomination.school = school if report and report.may_show_school else ""
    nomination.born_on = date(nomination.born_on.year, 1, 1)
    if not was_sent:
        nomination.person_key = ""
    nomination.erased_at = now
    nomination.save()
    NominationDecision.objects.filter(nomination=nomination).update(reason="")
    about = Q(about=nomination.about)
    if delegate:
        if delegate.registration:
            erase_registration(
                registration=delegate.registration, name=ERASED, actor=ACTOR, now=now
            )
        about |= Q(about=delegate.about)
        _erase_delegate(delegate, keeps_report=report is not None, now=now)
    OutboxMessage.objects.filter(about).erase_before(now)
    record(
        stream="network",
        verb="nomination.erased",
        actor=ACTOR,
        about=nomination.about,
        detail={"municipality": nomination.municipality_id, "sent": was_sent},
        now=now,
    )
    return True


def _erase_delegate(delegate: Delegate, *, keeps_report: bool, now: datetime) -> None:
    delegate.links.all().delete()
    delegate.protected.all().delete()
    delegate.consents.update(signer_name=ERASED)
    delegate.follow_ups.update(note="")
    delegate.checklist.exclude(problem="").update(problem=ERASED)
    for file in kept_files().filter(item__delegate=delegate):
        _forget_file(file, now)
    report = YouthReport.objects.filter(delegate=delegate).first()
    if report is None:
        return
    report.comments.all().delete()
    hidden = report.photos.all()
    if keeps_report:
        hidden = hidden.filter(may_show=False)
    else:
        report.title = report.text = ""
        report.save(update_fields=["title", "text"])
    _forget_photos(hidden)


def _public_report(delegate: Delegate | None) -> YouthReport | None:
    """The report that everybody can read, where there is one."""
    if delegate is None:
        return None
    return YouthReport.objects.public().filter(delegate=delegate).first()


@transaction.atomic
def _forget_file(file: ChecklistFile, now: datetime) -> bool:
    """The row is changed first and the file goes with the commit: a file that is left
    over after a crash is an orphan, and found."""
    mine = kept_files().filter(pk=file.pk)
    if not mine.update(removed_at=now, sent_as=ERASED):
        return False
    transaction.on_commit(partial(remove, file.stored_as))
    return True


def _forget_photos(photos: QuerySet[ReportPhoto]) -> None:
    names = list(photos.values_list("stored_as", "small_as"))
    photos.delete()
    for name in filter(None, chain.from_iterable(names)):
        transaction.on_commit(partial(remove, name))


def _last_year(now: datetime, years: int) -> int:
    """The last fiscal year whose data is due."""
    today = jst(now).date()
    begun = today.year if (today.month, today.day) >= (4, 1) else today.year - 1
    return begun - 1 - years
