"""Empties one registration of its people; what it counted for stays."""

from datetime import datetime

from django.db import transaction

from events.registration.models import Attendee, Consent, Registration
from peace.audit.usecases import record
from peace.outbox.models import OutboxMessage

# Stands where a phone number stood: every registration says how it can be reached.
NO_PHONE = "-"


@transaction.atomic
def erase_registration(
    *, registration: Registration, name: str, actor: str, now: datetime
) -> None:
    """Put NAME ("erased") in place of every name; contact, notes and answers go.

    Changes: attendees, their consents' guardians, answers and access support, the
    registration, and its finished letters. Seats, check-ins, age band, first visit and
    source stay for the statistics. Locks the registration. An audit entry; nothing
    leaves.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    for attendee in Attendee.objects.filter(registration=locked):
        attendee.call(name=name, kana="")
        attendee.birth_date = None
        attendee.save()
    guardian = dict.fromkeys(("guardian_name", "guardian_email", "guardian_phone"), "")
    Consent.objects.filter(attendee__registration=locked).update(**guardian)
    locked.answers.all().delete()
    locked.support_requests.all().delete()
    locked.phone, locked.email = NO_PHONE, ""
    locked.note = locked.staff_note = ""
    locked.save(update_fields=["phone", "email", "note", "staff_note"])
    OutboxMessage.objects.filter(about=locked.about).erase_before(now)
    record(
        stream=f"event:{locked.event_id}",
        verb="registration.erased",
        actor=actor,
        about=locked.about,
        now=now,
    )
