"""Erases what is kept encrypted, on its day."""

from collections import Counter
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from network.youth.choices import ProtectedKind
from network.youth.models import ProtectedRecord, YouthProgramme
from network.youth.models.programme import KEPT_DAYS
from peace.audit.usecases import record
from peace.language.dates import jst

# Who acts when beat or a command erases.
ACTOR = "retention"


def protected_due(now: datetime) -> QuerySet[ProtectedRecord]:
    """Whose day has come in Tokyo."""
    return ProtectedRecord.objects.filter(erase_on__lte=jst(now).date())


def set_erase_days() -> None:
    """Let every record follow its trip: a trip that was moved moves the day.

    A delegate who does not go any more: 30 days after their end, if that is earlier.
    Changes `erase_on` alone.
    """
    years = YouthProgramme.objects.filter(delegates__protected__isnull=False)
    for programme in years.distinct():
        day = programme.erase_on
        rows = ProtectedRecord.objects.filter(delegate__programme=programme)
        for delegate, ended_at in rows.values_list(
            "delegate", "delegate__ended_at"
        ).distinct():
            wanted = min(day, _after(ended_at)) if ended_at else day
            rows.filter(delegate=delegate).exclude(erase_on=wanted).update(
                erase_on=wanted
            )


def erase_protected(now: datetime) -> int:
    """Delete what is due; how many rows.

    Changes: the rows are gone, the items of the checklist stay done, and an audit entry
    per year counts what went. Locks the rows: an answer that a guardian writes at this
    moment, with a later day, stays. Nothing leaves. Safe to repeat.
    """
    set_erase_days()
    return sum(
        _erase_of(programme, now)
        for programme in YouthProgramme.objects.filter(
            delegates__protected__in=protected_due(now)
        ).distinct()
    )


@transaction.atomic
def _erase_of(programme: YouthProgramme, now: datetime) -> int:
    due = protected_due(now).filter(delegate__programme=programme)
    locked = list(due.select_for_update(of=("self",)))
    kinds = Counter(each.kind for each in locked)
    ProtectedRecord.objects.filter(pk__in=[each.pk for each in locked]).delete()
    if locked:
        record(
            stream="network",
            verb="protected.erased",
            actor=ACTOR,
            about=programme.about,
            detail={str(kind).lower(): kinds[kind] for kind in ProtectedKind},
            now=now,
        )
    return len(locked)


def _after(ended_at: datetime) -> date:
    return jst(ended_at).date() + timedelta(days=KEPT_DAYS)
