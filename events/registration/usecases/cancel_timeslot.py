"""Cancel one timeslot of an event that goes on."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from events.programme.models import Event, Quota, SupportOffer, Timeslot
from events.programme.usecases.seats import lock_quotas
from events.programme.usecases.support import release_support
from events.registration import letters
from events.registration.choices import (
    DrawResult,
    LineStatus,
    LineStep,
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
from events.registration.usecases.change_event import PARTIES_AT_ONCE, batch_for
from events.registration.usecases.line import write_step
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
    that nobody gets in meanwhile: whatever moves a seat takes them first. Who has no
    other seat is no longer registered; the others keep theirs. The page and the door
    say so at once. A letter leaves to each party; to more than 50 it waits for a
    second person. Raises `Event.revision`: calendars follow. Returns whom it concerns.

    Raises NotCancellable, TimeslotHasStarted or LastTimeslot.
    """
    lock_quotas(Quota.objects.filter(timeslot__event=event))
    stored = Event.objects.select_for_update().get(pk=event.pk)
    slot = stored.timeslots.get(pk=timeslot.pk)
    _refuse(stored, slot, now)
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
    """For all parties at once: a room of a thousand takes a second, not ten."""
    seated = Seat.objects.alive().filter(timeslot=slot)
    concerned = [
        _parted(party, slot)
        for party in Registration.objects.active()
        .filter(event=event, pk__in=seated.values("registration"))
        .with_people()
        .order_by("pk")
        .iterator(chunk_size=PARTIES_AT_ONCE)
    ]
    seated.update(status=SeatStatus.CANCELLED, cancelled_at=now)
    _end_line(slot, now=now)
    LotteryEntry.objects.filter(timeslot=slot, result=DrawResult.ENTERED).update(
        result=DrawResult.WITHDRAWN
    )
    SupportRequest.objects.filter(offer__timeslot=slot).delete()
    SupportOffer.objects.filter(timeslot=slot).update(taken=0)
    Quota.objects.filter(timeslot=slot).update(is_open=False, taken=0, line=0)
    gone = [party for party, _lost, kept in concerned if not kept]
    for start in range(0, len(gone), PARTIES_AT_ONCE):
        _close(gone[start : start + PARTIES_AT_ONCE], now=now)
    take_back_reminders(about=[party.about for party in gone])
    return concerned


def _parted(party: Registration, slot: Timeslot) -> Concerned:
    alive = [seat for seat in party.seats.all() if seat.is_alive]
    lost = [seat for seat in alive if seat.timeslot_id == slot.pk]
    return party, lost, [seat for seat in alive if seat not in lost]


def _end_line(slot: Timeslot, *, now: datetime) -> None:
    entries = WaitingListEntry.objects.in_line().filter(timeslot=slot)
    for entry in entries:
        write_step(entry, LineStep.LEFT, people=0, free=0, now=now)
    entries.update(status=LineStatus.LEFT, answer_by=None)


def _close(parties: Sequence[Registration], *, now: datetime) -> None:
    """Nobody of them comes any more; what was prepared for them is free."""
    for request in SupportRequest.objects.filter(registration__in=parties):
        release_support(offer_id=request.offer_id, people=request.people)
        request.delete()
    Registration.objects.filter(pk__in=[party.pk for party in parties]).update(
        status=RegistrationStatus.CANCELLED, cancelled_at=now
    )
