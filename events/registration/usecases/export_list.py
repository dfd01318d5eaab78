"""Keeps in the trail that a list of people left the site as a file."""

from datetime import datetime

from django.db import transaction

from events.programme.models import Event
from peace.audit.usecases import record


@transaction.atomic
def note_export(
    *, event: Event, kind: str, registrations: int, rows: int, actor: str, now: datetime
) -> None:
    """Write who took how many registrations of EVENT out, as which kind of file.

    Changes and locks nothing but the trail.
    """
    record(
        stream=f"event:{event.pk}",
        verb="registrations.exported",
        actor=actor,
        about=f"event:{event.pk}",
        detail={"file": kind.lower(), "registrations": registrations, "rows": rows},
        now=now,
    )
