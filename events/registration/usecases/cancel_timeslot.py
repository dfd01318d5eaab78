"""Cancel one timeslot of an event that goes on."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import F

from events.programme.models import Event, Quota, Timeslot
from events.programme.usecases.seats import lock_quotas
from events.programme.usecases.support import release_support
from events.registration import letters
from events.registration.models import Registration, Seat, SupportRequest
from events.registration.usecases.cancel import close, give_up_seats
from events.registration.usecases.change_event import batch_for
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_reminders

# A party, the seats it lost, and those that it keeps.
Concerned = tuple[Registration, list[Seat], list[Seat]]


class TimeslotHasStarted(Exception):
    """People are in the room."""


class LastTimeslot(Exception):
    """Nothing else of the event would take place: cancel the event."""


class NotCancellable(Exception):
    """The timeslot is cancelled already, or its event is not public."""


@transaction.atomic
def cancel_timeslot(
    *,
    event: Event,
    timeslot: Timeslot,
    reason: Mapping[str, str],
    actor: str,
    now: datetime,
) -> list[Concerned]:
    """Cancel TIMESLOT, its seats and its line, and write to each party of it.

    Locks the quotas of all timeslots of the event first, and closes this one's, so
    that nobody gets in meanwhile; then each registration and its seats. Who has no
    other seat is no longer registered; the others keep theirs. The page and the door
    say so at once. A letter leaves to each party; to more than 50 it waits for a
    second person. Raises `Event.revision`: calendars follow. Returns whom it concerns.

    Raises NotCancellable, TimeslotHasStarted or LastTimeslot.
    """
    lock_quotas(Quota.objects.filter(timeslot__event=event))
    stored = Event.objects.select_for_update().get(pk=event.pk)
    slot = stored.timeslots.get(pk=timeslot.pk)
    _refuse(stored, slot, now)
    Quota.objects.filter(timeslot=slot).update(is_open=False)
    Timeslot.objects.filter(pk=slot.pk).update(cancelled_at=now)
    Event.objects.filter(pk=stored.pk).update(revision=F("revision") + 1)
    stored.revision += 1
    concerned = _cancel_seats(stored, slot, now=now)
    letters.timeslot_cancelled(
        event=stored,
        timeslot=slot,
        parties=concerned,
        reason=dict(reason),
        batch=batch_for(stored, len(concerned), actor=actor, now=now),
        now=now,
    )
    record(
        stream=f"event:{stored.pk}",
        verb="timeslot.cancelled",
        actor=actor,
        about=f"timeslot:{slot.pk}",
        detail={"registrations": len(concerned)},
        now=now,
    )
    return concerned


def _refuse(event: Event, slot: Timeslot, now: datetime) -> None:
    if not event.is_published or slot.is_cancelled:
        raise NotCancellable
    if slot.starts_at <= now:
        raise TimeslotHasStarted
    if not event.timeslots.filter(cancelled_at=None).exclude(pk=slot.pk).exists():
        raise LastTimeslot


def _cancel_seats(event: Event, slot: Timeslot, *, now: datetime) -> list[Concerned]:
    concerned: list[Concerned] = []
    seated = Seat.objects.alive().filter(timeslot=slot).values("registration")
    parties = Registration.objects.active().filter(event=event, pk__in=seated)
    for party in parties.select_for_update().order_by("pk"):
        seats = list(
            party.seats.alive().select_related("timeslot", "attendee").order_by("pk")
        )
        lost = [seat for seat in seats if seat.timeslot_id == slot.pk]
        kept = [seat for seat in seats if seat.timeslot_id != slot.pk]
        give_up_seats(registration=party, seats=lost, now=now)
        _release_support(party, slot)
        if not kept:
            close(party, now=now)
            take_back_reminders(about=[party.about])
        concerned.append((party, lost, kept))
    return concerned


def _release_support(party: Registration, slot: Timeslot) -> None:
    for request in SupportRequest.objects.filter(
        registration=party, offer__timeslot=slot
    ):
        release_support(offer_id=request.offer_id, people=request.people)
        request.delete()
