"""Cancel an event: nobody comes in vain."""

from datetime import datetime

from django.db import transaction

from events.programme.models import Event, Quota, SupportOffer
from events.programme.usecases.seats import lock_quotas
from events.registration import letters
from events.registration.choices import (
    DrawResult,
    LineStatus,
    RegistrationStatus,
    SeatStatus,
)
from events.registration.models import (
    LotteryEntry,
    Registration,
    Seat,
    SupportRequest,
    WaitingListEntry,
)
from peace.audit.usecases import record
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.take_back import take_back_reminders


class EventNotPublished(Exception):
    """Only a published event can be cancelled, and only once."""


class EventIsOver(Exception):
    """The event has ended."""


@transaction.atomic
def cancel_event(
    *, event: Event, reason: dict[str, str], actor: str, now: datetime
) -> OutboxBatch | None:
    """Cancel EVENT, its registrations, seats and lines; write a letter to each party.

    Locks and closes the event's quotas first, so that a registration that is being
    made at this moment is either in before and cancelled here, or refused. The
    letters wait in a batch until a second person approves it; the page and the door
    say "cancelled" at once, and reminders that still wait are taken back. REASON
    holds the sentence in each language. Returns the batch, or None when nobody had
    registered.

    Raises EventNotPublished or EventIsOver.
    """
    quotas = Quota.objects.filter(timeslot__event=event)
    lock_quotas(quotas)
    quotas.update(is_open=False)
    locked = Event.objects.select_for_update().get(pk=event.pk)
    if not locked.is_published:
        raise EventNotPublished
    if locked.ends_at <= now:
        raise EventIsOver
    locked.cancel(reason=reason, now=now)
    locked.save()
    parties = _cancel_registrations(locked, now=now)
    take_back_reminders(
        about=[party.about for party in parties], kinds=letters.REQUESTS
    )
    quotas.update(taken=0, line=0)
    record(
        stream=f"event:{event.pk}",
        verb="event.cancelled",
        actor=actor,
        about=f"event:{event.pk}",
        detail={"registrations": len(parties)},
        now=now,
    )
    if not parties:
        return None
    batch = OutboxBatch.objects.create(
        kind="event_cancelled",
        about=f"event:{event.pk}",
        recipient_count=len(parties),
        requested_by=actor,
        requested_at=now,
    )
    letters.event_cancelled(event=locked, parties=parties, batch=batch, now=now)
    return batch


def _cancel_registrations(event: Event, *, now: datetime) -> list[Registration]:
    parties = list(
        Registration.objects.active().for_event(event).prefetch_related("attendees")
    )
    Seat.objects.alive().filter(timeslot__event=event).update(
        status=SeatStatus.CANCELLED, cancelled_at=now
    )
    WaitingListEntry.objects.in_line().filter(timeslot__event=event).update(
        status=LineStatus.LEFT, answer_by=None
    )
    LotteryEntry.objects.filter(event=event, result=DrawResult.ENTERED).update(
        result=DrawResult.WITHDRAWN
    )
    SupportRequest.objects.filter(registration__event=event).delete()
    SupportOffer.objects.filter(timeslot__event=event).update(taken=0)
    Registration.objects.active().for_event(event).update(
        status=RegistrationStatus.CANCELLED, cancelled_at=now
    )
    return parties
