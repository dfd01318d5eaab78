"""Writes down that a sheet was printed or taken out, and that it is no more."""

from datetime import datetime

from django.db import transaction

from network.youth.choices import Sheet
from network.youth.models import PrintRecord, YouthProgramme
from peace.audit.usecases import record


@transaction.atomic
def print_sheet(
    *,
    programme: YouthProgramme,
    sheet: Sheet,
    people: int,
    as_file: str = "",
    actor: str,
    now: datetime,
) -> PrintRecord:
    """Somebody opens SHEET with so many PEOPLE on it, on paper or AS_FILE.

    Changes: one row and an audit entry. Nothing leaves.
    """
    made = PrintRecord.objects.create(
        programme=programme,
        sheet=sheet,
        as_file=as_file,
        people=people,
        by=actor,
        at=now,
    )
    _record("sheet.printed", made, actor=actor, now=now)
    return made


@transaction.atomic
def shred_sheet(*, printed: PrintRecord, actor: str, now: datetime) -> bool:
    """ACTOR says that the paper is shredded, or the file deleted; False: said before.

    Changes: one row by one conditional UPDATE, and an audit entry.
    """
    outstanding = PrintRecord.objects.outstanding().filter(pk=printed.pk)
    if not outstanding.update(shredded_at=now, shredded_by=actor):
        return False
    _record("sheet.shredded", printed, actor=actor, now=now)
    return True


@transaction.atomic
def keep_sheet(*, printed: PrintRecord, actor: str, now: datetime) -> bool:
    """Take a wrong tick back: the paper is still there. False: it is not ticked.

    Changes: one row by one conditional UPDATE, and an audit entry.
    """
    gone = PrintRecord.objects.filter(pk=printed.pk, shredded_at__isnull=False)
    if not gone.update(shredded_at=None, shredded_by=""):
        return False
    _record("sheet.kept", printed, actor=actor, now=now)
    return True


def _record(verb: str, printed: PrintRecord, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=printed.about,
        detail={
            "sheet": printed.sheet,
            "people": printed.people,
            "file": printed.as_file,
        },
        now=now,
    )
