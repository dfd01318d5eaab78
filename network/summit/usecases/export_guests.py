"""Say that the list of the cities' guests was taken out as a file."""

from datetime import datetime

from django.db import transaction

from network.summit.models import Summit
from peace.audit.usecases import record


@transaction.atomic
def note_export(*, summit: Summit, rows: int, actor: str, now: datetime) -> None:
    """An audit entry: who took out how many ROWS. Nothing else changes."""
    record(
        stream="network",
        verb="summit.guests_exported",
        actor=actor,
        about=summit.about,
        detail={"rows": rows},
        now=now,
    )
