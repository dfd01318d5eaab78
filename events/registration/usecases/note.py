"""What staff write for each other about a registration."""

from datetime import datetime

from django.db import transaction

from events.registration.models import Registration
from peace.audit.usecases import record


@transaction.atomic
def write_note(
    *, registration: Registration, text: str, actor: str, now: datetime
) -> bool:
    """Replace the staff's note of REGISTRATION; False when it says the same already.

    Locks the registration. Nothing leaves. The trail keeps that a note was written or
    taken away, never its words.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    if locked.staff_note == text:
        return False
    locked.staff_note = text
    locked.save(update_fields=["staff_note"])
    record(
        stream=f"event:{locked.event_id}",
        verb="registration.noted" if text else "registration.note_removed",
        actor=actor,
        about=locked.about,
        now=now,
    )
    return True
