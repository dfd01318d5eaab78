"""Health and diet, emergency contacts, insurance data: answered, or on paper."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from network.youth.choices import ITEM_OF, ItemStatus, ProtectedKind
from network.youth.letters import answers as letters
from network.youth.models import ChecklistItem, Delegate, ProtectedRecord
from network.youth.reports_answers import signers
from network.youth.usecases.protect import erase_on_of, protect
from network.youth.usecases.sign import NotTheirs
from peace.audit.usecases import record


@sensitive_variables("answers")
@transaction.atomic
def answer(
    *,
    delegate: Delegate,
    reader: str,
    kind: ProtectedKind,
    answers: dict[str, Any],
    language: str,
    actor: str,
    now: datetime,
) -> ProtectedRecord:
    """Keep what READER answered, sealed; what was answered before is gone.

    Changes: the record of KIND, and its item of the checklist. Locks the delegate, so
    that nothing is written for one who has just ended. An audit entry; a receipt
    without contents leaves to READER. Raises NotTheirs.
    """
    locked = _lock(delegate)
    if reader not in signers(locked, kind):
        raise NotTheirs
    written = protect(
        delegate=locked,
        kind=kind,
        answers=answers,
        erase_on=erase_on_of(locked.programme),
        actor=actor,
        now=now,
    )
    letters.received(
        delegate=locked,
        reader=reader,
        kind=kind,
        key=f"{kind}:{locked.pk}:{int(now.timestamp() * 1000)}",
        language=language,
        now=now,
    )
    return written


@transaction.atomic
def note_paper(
    *, delegate: Delegate, signed_on: date, actor: str, now: datetime
) -> None:
    """The city sends a health form on paper to the secretariat, without opening it.

    Changes: the item is done. What stands on the paper is nowhere here: it goes to the
    two who may read it. Locks the delegate. An audit entry. Raises NotTheirs.
    """
    locked = _lock(delegate)
    ChecklistItem.objects.filter(
        delegate=locked, kind=ITEM_OF[ProtectedKind.HEALTH]
    ).update(status=ItemStatus.DONE, problem="", changed_by=actor, changed_at=now)
    record(
        stream="network",
        verb="protected.on_paper",
        actor=actor,
        about=locked.about,
        detail={
            "kind": str(ProtectedKind.HEALTH),
            "signed_on": signed_on.isoformat(),
            "municipality": locked.municipality_id,
        },
        now=now,
    )


def _lock(delegate: Delegate) -> Delegate:
    locked = (
        Delegate.objects.select_for_update(of=("self",))
        .select_related("nomination", "municipality", "programme")
        .get(pk=delegate.pk)
    )
    if not locked.is_active:
        raise NotTheirs
    return locked
