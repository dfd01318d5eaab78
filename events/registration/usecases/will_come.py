"""Somebody who was asked says that they will come."""

from datetime import datetime

from django.db import transaction

from events.registration.models import Registration
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_kinds

# The kind of the letter that asks.
QUESTION = "coming"


class NobodyComes(Exception):
    """No seat is left that has not begun: there is nothing to say any more."""


@transaction.atomic
def say_will_come(
    *, registration: Registration, actor: str, now: datetime
) -> Registration:
    """Write down that the party will come, at NOW; the first time counts.

    Changes `will_come_at`; the question that still waits, in a queue or to be rung, is
    taken back. Locks the registration. Nothing leaves: the page says that it was
    heard. Raises NobodyComes.
    """
    locked = Registration.objects.select_for_update(of=("self",)).get(
        pk=registration.pk
    )
    coming = locked.seats.confirmed().filter(timeslot__starts_at__gt=now)
    if locked.is_cancelled or not coming.exists():
        raise NobodyComes
    if locked.will_come_at is None:
        locked.will_come_at = now
        locked.save(update_fields=["will_come_at"])
        take_back_kinds(about=[locked.about], kinds=[QUESTION])
        record(
            stream=f"event:{locked.event_id}",
            verb="registration.will_come",
            actor=actor,
            about=locked.about,
            now=now,
        )
    return locked
