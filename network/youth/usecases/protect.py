"""Keeps what a guardian answered encrypted, and knows until when."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from network.youth.choices import ItemStatus, ProtectedKind
from network.youth.models import Delegate, ProtectedRecord, YouthProgramme
from peace.audit.usecases import record


@sensitive_variables()
@transaction.atomic
def protect(
    *,
    delegate: Delegate,
    kind: ProtectedKind,
    answers: dict[str, Any],
    erase_on: date,
    actor: str,
    now: datetime,
) -> ProtectedRecord:
    """Seal ANSWERS of one delegate, in place of what was answered before.

    Changes: one row of KIND under the newest key, to be erased on ERASE_ON (a day in
    Tokyo), and the item of the checklist with the same name is done. Locks the row, so
    that two answers at once, or a rotation of keys, leave a whole one. An audit entry
    without contents; nothing leaves.
    """
    sealed = ProtectedRecord()
    sealed.seal(answers)
    written, _made = ProtectedRecord.objects.update_or_create(
        delegate=delegate,
        kind=kind,
        defaults={
            "municipality": delegate.municipality,
            "sealed": sealed.sealed,
            "written_by": actor,
            "written_at": now,
            "erase_on": erase_on,
        },
    )
    delegate.checklist.filter(kind=kind).update(
        status=ItemStatus.DONE, problem="", changed_by=actor, changed_at=now
    )
    record(
        stream="network",
        verb="protected.written",
        actor=actor,
        about=delegate.about,
        detail={"kind": str(kind), "municipality": delegate.municipality_id},
        now=now,
    )
    return written


def erase_on_of(programme: YouthProgramme) -> date:
    """The day in Tokyo on which protected answers of a year go."""
    return programme.erase_on
