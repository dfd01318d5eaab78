"""Staff read every line before anybody else does: let through, hold back, undo."""

from datetime import datetime

from django.db import transaction

from events.outreach.choices import KotobaStatus
from events.outreach.models import Kotoba
from events.outreach.usecases.kotoba_send import STREAM
from peace.audit.usecases import record


class ReasonMissing(Exception):
    """Who holds a line back says why."""


class NotToDecide(Exception):
    """It was withdrawn, or stands on the list of the chosen."""


class WordsChanged(Exception):
    """Its writer corrected it while it was read: read it again."""


@transaction.atomic
def decide_line(
    *,
    kotoba: Kotoba,
    status: str,
    reason: str = "",
    read: str,
    actor: str,
    now: datetime,
) -> Kotoba:
    """ACCEPTED, HELD_BACK with a reason, or RECEIVED again: undone.

    READ is the text that the decision was made on. Changes: one row, locked; its text
    is never touched. An audit entry. Raises ReasonMissing, NotToDecide, WordsChanged.
    """
    if status == KotobaStatus.HELD_BACK and not reason.strip():
        raise ReasonMissing
    found = (
        Kotoba.objects.select_for_update(of=("self",))
        .select_related("call")
        .get(pk=kotoba.pk)
    )
    if found.status in (KotobaStatus.WITHDRAWN, KotobaStatus.CHOSEN):
        raise NotToDecide
    if found.text != read:
        raise WordsChanged
    undone = status == KotobaStatus.RECEIVED
    found.status = KotobaStatus(status)
    found.reason = reason.strip() if status == KotobaStatus.HELD_BACK else ""
    found.decided_by = "" if undone else actor
    found.decided_at = None if undone else now
    found.save(update_fields=["status", "reason", "decided_by", "decided_at"])
    record(
        stream=STREAM,
        verb="kotoba.decided",
        actor=actor,
        about=found.about,
        detail={"call": found.call.slug, "status": str(found.status)},
        now=now,
    )
    return found
