"""A delegate's place on the trip: on its list with the beginning, off it with the end.

The trip is an internal event. The city stands on the ticket and is what a roll-call
calls: each city sends one person, so its name is enough, and no phone holds another.
"""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import transaction

from events.programme.models import Timeslot
from events.registration.usecases.enrol import Invited, enrol, withdraw
from network.youth.models import Delegate, Nomination, YouthProgramme

_KEYS = UUID("6f0b3d0e-7a53-4b6b-9a52-0d7c1f3f8f0a")


@transaction.atomic
def enrol_delegate(*, delegate: Delegate, actor: str, now: datetime) -> None:
    """Give DELEGATE a place in all of the trip that was not over when they began.

    Changes: registration, seats and ticket (`enrol`), the delegate's `registration`.
    Without a trip, or once the delegate has ended, nothing. Again, it follows: new
    timeslots, a corrected name. No letter leaves.
    """
    trip = delegate.programme.trip
    if trip is None or not delegate.is_active or not trip.is_internal:
        return
    slots = Timeslot.objects.filter(
        event=trip, cancelled_at=None, ends_at__gt=delegate.began_at
    )
    registration = enrol(
        event=trip,
        timeslots=list(slots.order_by("pk")),
        invited=Invited(
            name=delegate.nomination.name,
            kana=delegate.nomination.kana,
            label=delegate.municipality.name,
        ),
        key=uuid5(_KEYS, delegate.about),
        actor=actor,
        now=now,
    )
    if delegate.registration_id != registration.pk:
        Delegate.objects.filter(pk=delegate.pk).update(registration=registration)
        delegate.registration = registration


@transaction.atomic
def withdraw_delegate(*, delegate: Delegate, actor: str, now: datetime) -> None:
    """Take a delegate who has ended off what is still to come of the trip."""
    if delegate.registration is not None:
        withdraw(registration=delegate.registration, actor=actor, now=now)


def enrol_again(*, nomination: Nomination, actor: str, now: datetime) -> None:
    """The name of a nominee was corrected: their place on the trip follows."""
    delegate = Delegate.objects.filter(nomination=nomination).first()
    if delegate:
        enrol_delegate(delegate=delegate, actor=actor, now=now)


def enrol_delegates(*, programme: YouthProgramme, actor: str, now: datetime) -> int:
    """Enrol all active delegates of PROGRAMME, each in a transaction; how many."""
    delegates = list(
        Delegate.objects.filter(programme=programme)
        .active()
        .select_related("nomination", "municipality", "programme__trip", "registration")
        .order_by("municipality")
    )
    for delegate in delegates:
        enrol_delegate(delegate=delegate, actor=actor, now=now)
    return len(delegates)
