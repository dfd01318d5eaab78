"""What the ledger knows of a registration and no letter tells: what was left out."""

from django.utils.translation import gettext as _

from events.registration.history import HistoryLine
from events.registration.models import Registration
from events.reminders.choices import LedgerStatus
from events.reminders.models import LedgerEntry


def left_out(registration: Registration) -> list[HistoryLine]:
    """Reminders that were left out, each with its reason."""
    entries = LedgerEntry.objects.filter(
        registration=registration, status=LedgerStatus.SKIPPED
    ).select_related("attendee")
    return [
        HistoryLine(
            at=entry.written_at,
            what=_words(entry),
            who=_("自動"),
        )
        for entry in entries
    ]


def _words(entry: LedgerEntry) -> str:
    reason = entry.get_reason_display()
    if entry.attendee is None:
        return _("事前案内を送りませんでした。理由：%(reason)s") % {"reason": reason}
    words = _("%(name)sさんの保護者に、案内を送りませんでした。理由：%(reason)s")
    return words % {"name": entry.attendee.name, "reason": reason}
