"""Register somebody who stands at the door and gives a name."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from events.programme.choices import QuotaKind
from events.programme.models import Timeslot
from events.programme.models.timeslot import EARLY
from events.programme.seating import kinds_of
from events.programme.usecases.seats import lock_timeslots, take_from
from events.registration.choices import RegistrationChannel, ReminderChannel
from events.registration.models import Registration, Seat, Ticket
from events.registration.usecases.application import Application, Extras, Person
from events.registration.usecases.register import RECEIPT_TRIES, TooManyPeople
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    refuse_past_the_line,
    seat_those_over,
)
from events.registration.usecases.write_party import write_attendees, write_seats
from peace.audit.usecases import record


def register_at_door(
    *,
    timeslot: Timeslot,
    name: str,
    people: int,
    key: UUID,
    actor: str,
    now: datetime,
    past_the_line: bool = False,
) -> Registration:
    """Register NAME and those who came along for TIMESLOT, by channel DESK.

    A registration like every other, with a ticket and a receipt number; seats of every
    kind are theirs, as for a walk-in, and whoever waits comes first unless
    PAST_THE_LINE. Changes quotas, registration, attendees, seats and ticket; locks the
    timeslot's quotas. An audit entry; no letter leaves, as the party is here. The same
    KEY again returns the first registration. Raises NotForWalkIns (not the hour of its
    doors, or nobody counts seats there), TooManyPeople, SomebodyWaits, NoSeatLeft.
    """
    if timeslot.is_cancelled or timeslot.is_lottery:
        raise NotForWalkIns
    if not timeslot.opens_doors_at - EARLY <= now < timeslot.ends_at:
        raise NotForWalkIns
    if not 1 <= people <= timeslot.event.party_limit:
        raise TooManyPeople
    order = Application(
        event=timeslot.event,
        timeslots={timeslot.pk: timeslot},
        people=_people(name, people, timeslot),
        extras=Extras(),
        actor=actor,
        now=now,
    )
    for attempt in range(RECEIPT_TRIES):
        try:
            with transaction.atomic():
                return _register(order, timeslot, key, past_the_line=past_the_line)
        except IntegrityError:  # A receipt number that is taken, or the same form.
            if attempt == RECEIPT_TRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


def _people(name: str, people: int, timeslot: Timeslot) -> list[Person]:
    """The one who gave a name, and those who came along."""
    chosen = frozenset({timeslot.pk})
    with override("ja"):  # A name is kept as it was written, for whoever reads it.
        along = _("%(name)s様の同行者") % {"name": name}
    others = [Person(name=along[:80], timeslot_ids=chosen) for _n in range(people - 1)]
    return [Person(name=name, timeslot_ids=chosen), *others]


def _register(
    order: Application, timeslot: Timeslot, key: UUID, *, past_the_line: bool
) -> Registration:
    (quotas,) = lock_timeslots([timeslot.pk]).values()
    known = Registration.objects.filter(idempotency_key=key).first()
    if known:
        return known
    if not quotas:
        raise NotForWalkIns
    if any(quota.line for quota in quotas) and not past_the_line:
        refuse_past_the_line(timeslot)
    seat_those_over(quotas, timeslot_id=timeslot.pk)
    everywhere = kinds_of({QuotaKind(quota.kind) for quota in quotas})
    chosen = take_from(
        quotas, people=[everywhere] * len(order.people), from_the_line=True
    )
    if chosen is None:
        raise NoSeatLeft
    draft = Registration(
        event=order.event,
        idempotency_key=key,
        channel=RegistrationChannel.DESK,
        remind_by=ReminderChannel.NONE,
        created_at=order.now,
    )
    draft.save(force_insert=True)
    attendees = write_attendees(order, draft)
    write_seats(order, draft, attendees, {timeslot.pk: list(chosen)})
    Ticket.issue(registration_id=draft.pk, now=order.now).save(force_insert=True)
    record(
        stream=f"event:{order.event.pk}",
        verb="registration.registered",
        actor=order.actor,
        about=draft.about,
        detail={
            "people": len(order.people),
            "seats": len(chosen),
            "channel": RegistrationChannel.DESK,
            "at_door": True,
        },
        now=order.now,
    )
    return draft


def seats_at_door(registration: Registration, timeslot: Timeslot) -> list[Seat]:
    """The party's confirmed seats in TIMESLOT, with their people."""
    return list(
        Seat.objects.confirmed()
        .filter(registration=registration, timeslot=timeslot)
        .select_related("attendee")
        .order_by("attendee__number")
    )
