"""Issue a new version of a ticket and revoke the old one."""

from datetime import datetime

from django.db import transaction

from events.registration.models import Registration, Ticket
from peace.audit.usecases import record


@transaction.atomic
def reissue_ticket(*, registration: Registration, actor: str, now: datetime) -> Ticket:
    """Give REGISTRATION a new QR code; the door calls the old one "replaced".

    Locks the registration. Nothing leaves: staff hand over or print the new ticket.
    """
    locked = Registration.objects.select_for_update().get(pk=registration.pk)
    old = locked.tickets.valid().get()
    old.revoked_at = now
    old.save(update_fields=["revoked_at"])
    new = Ticket.issue(
        registration_id=locked.pk,
        now=now,
        serial=old.serial,
        version=old.version + 1,
    )
    new.save(force_insert=True)
    record(
        stream=f"event:{locked.event_id}",
        verb="ticket.reissued",
        actor=actor,
        about=locked.about,
        detail={"version": new.version},
        now=now,
    )
    return new
