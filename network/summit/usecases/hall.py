"""Which seats of the hall are kept for the cities; all others are the public's."""

from datetime import datetime

from django.db import transaction

from events.programme.choices import QuotaKind
from events.programme.models import Timeslot
from events.programme.usecases.seats import CapacityBelowTaken, lock_timeslots
from events.registration.usecases.capacity import open_to_walk_ins, resize
from network.summit.models import Summit


class NoHall(Exception):
    """The event has no timeslot with general seats, so nobody can count them."""


class HallTooSmall(Exception):
    """More seats are to be kept than the hall has; `excess` too many."""

    def __init__(self, excess: int) -> None:
        super().__init__(excess)
        self.excess = excess


class PublicSeatsTaken(Exception):
    """The public holds seats that were to be kept: `excess` would have to go first."""

    def __init__(self, excess: int) -> None:
        super().__init__(excess)
        self.excess = excess


@transaction.atomic
def hold(*, summit: Summit, seats: int, actor: str, now: datetime) -> None:
    """Keep SEATS of the hall (people) for the cities; the public gets the rest.

    The general quota becomes the hall without these and without the special quotas. At
    the door every free seat is for whoever stands there, those of the family room
    too, so they are part of the hall: the public can never take a city's seat, on the
    web, at the desk or at the door. Locks the quotas of the hall;
    the caller has locked the summit. Whoever waits for a seat is served by the same
    rules as ever. Raises NoHall, HallTooSmall, PublicSeatsTaken.
    """
    slot = hall_of(summit)
    (quotas,) = lock_timeslots([slot.pk]).values()
    general = next((q for q in quotas if q.kind == QuotaKind.GENERAL), None)
    if general is None:
        raise NoHall
    special = sum(quota.capacity for quota in quotas if quota != general)
    public = summit.hall_seats - special - seats
    if public < 0:
        raise HallTooSmall(-public)
    if public != general.capacity:
        try:
            resize(quota=general, capacity=public, actor=actor, now=now)
        except CapacityBelowTaken as refused:
            raise PublicSeatsTaken(refused.excess) from refused
    Summit.objects.filter(pk=summit.pk).update(held_seats=seats)
    summit.held_seats = seats


def let_walk_ins_in(*, summit: Summit, actor: str, now: datetime) -> None:
    """From the doors on, whoever comes without a registration is counted in.

    Changes the hall's `walk_ins_from`, unless staff has set one already.
    """
    slot = hall_of(summit)
    if slot.takes_applications and slot.walk_ins_from is None:
        open_to_walk_ins(timeslot=slot, actor=actor, now=now, at=slot.opens_doors_at)


def hall_of(summit: Summit) -> Timeslot:
    """The timeslot of the public's seats. Raises NoHall."""
    slot = summit.hall
    if slot is None:
        raise NoHall
    return slot
