"""Put invited people on the list of an internal event, and take them off again.

Nobody applies for such an event: whoever runs it says who comes. Each has a ticket and
a confirmed seat like everybody else, so the door, its lists and its counts work alike.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from events.programme.models import Event, Quota, Timeslot
from events.programme.usecases.seats import (
    SeatsGone,
    general_people,
    lock_quotas,
    lock_timeslots,
    take_from,
)
from events.registration.choices import (
    RegistrationChannel,
    ReminderChannel,
    SeatStatus,
)
from events.registration.models import Attendee, Registration, Seat, Ticket
from events.registration.usecases.cancel import close, give_up_seats, lock_seats
from events.registration.usecases.register import RECEIPT_TRIES
from peace.audit.usecases import record


class NotInternal(Exception):
    """People apply for this event; nobody is put on its list."""


class WasThere(Exception):
    """Somebody was counted in this timeslot: it stays, as a record."""


@dataclass(frozen=True)
class Invited:
    """Whom an internal event expects. `label` is what a roll-call calls: never a name.

    No contact: whoever invites them knows how to reach them, and erases it.
    """

    name: str
    kana: str
    label: str


def enrol(
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    invited: Invited,
    key: UUID,
    actor: str,
    now: datetime,
) -> Registration:
    """A place for INVITED in each of TIMESLOTS of an internal EVENT.

    Changes: registration, attendee and ticket, a confirmed seat of the general quota
    in each timeslot; all or nothing, the quotas are locked first. The same KEY again
    gives a seat in the timeslots that have come since, and follows a name or a label
    that changed; one that was withdrawn stays so. No letter leaves; an audit entry
    where something is new. Raises NotInternal, SeatsGone.
    """
    if not event.is_internal:
        raise NotInternal
    for attempt in range(RECEIPT_TRIES):
        try:
            with transaction.atomic():
                return _enrol(event, timeslots, invited, key, actor=actor, now=now)
        except IntegrityError:  # A receipt number that is taken, or the same key.
            if attempt == RECEIPT_TRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


def _enrol(
    event: Event,
    timeslots: Sequence[Timeslot],
    invited: Invited,
    key: UUID,
    *,
    actor: str,
    now: datetime,
) -> Registration:
    quotas = lock_timeslots([slot.pk for slot in timeslots if not slot.is_cancelled])
    found = Registration.objects.filter(idempotency_key=key).first()
    if found and found.is_cancelled:
        return found
    party = found or _write_party(event, invited, key, now=now)
    attendee = party.attendees.get(number=1)
    if (party.door_label, attendee.name, attendee.kana) != (
        invited.label,
        invited.name,
        invited.kana,
    ):
        party.door_label = invited.label
        party.save(update_fields=["door_label"])
        attendee.call(name=invited.name, kana=invited.kana)
        attendee.save()
    has = set(party.seats.alive().values_list("timeslot_id", flat=True))
    seats = [
        Seat(
            registration=party,
            attendee=attendee,
            timeslot_id=slot_id,
            quota_id=_take(slot_id, quotas[slot_id]),
            status=SeatStatus.CONFIRMED,
            created_at=now,
        )
        for slot_id in quotas
        if slot_id not in has
    ]
    Seat.objects.bulk_create(seats)
    if seats or not found:
        _record(party, "registration.enrolled", actor, now, seats=len(seats))
    return party


def _write_party(
    event: Event, invited: Invited, key: UUID, *, now: datetime
) -> Registration:
    party = Registration(
        event=event,
        idempotency_key=key,
        channel=RegistrationChannel.LIST,
        remind_by=ReminderChannel.NONE,
        door_label=invited.label,
        created_at=now,
    )
    party.save(force_insert=True)
    attendee = Attendee(registration=party, number=1)
    attendee.call(name=invited.name, kana=invited.kana)
    attendee.save(force_insert=True)
    Ticket.issue(registration_id=party.pk, now=now).save(force_insert=True)
    return party


def _take(slot_id: int, quotas: Sequence[Quota]) -> int:
    taken = take_from(quotas, people=general_people(1))
    if taken is None:
        raise SeatsGone(slot_id)
    return taken[0]


@transaction.atomic
def withdraw(*, registration: Registration, actor: str, now: datetime) -> list[Seat]:
    """Take whoever was enrolled off every timeslot that is not over; those seats.

    Where they were counted, or should have been, stays on record. Changes seats,
    quotas and, when no seat is left, the registration; locks them as a cancellation
    does. No letter leaves; an audit entry. Again, it changes nothing.
    """
    ahead = registration.seats.alive().filter(timeslot__ends_at__gt=now)
    locked, seats = lock_seats(
        registration=registration, seat_ids=set(ahead.values_list("pk", flat=True))
    )
    if not seats:
        return []
    give_up_seats(registration=locked, seats=seats, now=now)
    if not locked.seats.alive().exists():
        close(locked, now=now)
    registration.refresh_from_db(fields=["status", "cancelled_at"])
    _record(registration, "registration.withdrawn", actor, now, seats=len(seats))
    return seats


@transaction.atomic
def drop_timeslots(
    *, event: Event, timeslot_ids: Collection[int], actor: str, now: datetime
) -> None:
    """Remove timeslots of an internal EVENT, with the seats of whoever was enrolled.

    Locks the quotas, then the seats. An audit entry each; nothing leaves. Raises
    NotInternal, and WasThere when a door has a record of one of them.
    """
    if not event.is_internal:
        raise NotInternal
    lock_quotas(Quota.objects.filter(timeslot__in=timeslot_ids))
    slots = event.timeslots.filter(pk__in=timeslot_ids)
    seats = Seat.objects.filter(timeslot__in=slots).select_for_update().order_by("pk")
    counted = any(seat.admitted_at is not None for seat in seats)
    # A scan that was undone speaks of it, too; its row stands upstairs.
    if counted or slots.filter(scan__isnull=False).exists():
        raise WasThere
    Seat.objects.filter(timeslot__in=slots).delete()
    for slot in slots:
        record(
            stream=f"event:{event.pk}",
            verb="timeslot.removed",
            actor=actor,
            about=f"timeslot:{slot.pk}",
            now=now,
        )
    slots.delete()


def _record(
    party: Registration, verb: str, actor: str, now: datetime, *, seats: int
) -> None:
    record(
        stream=f"event:{party.event_id}",
        verb=verb,
        actor=actor,
        about=party.about,
        detail={"seats": seats},
        now=now,
    )
