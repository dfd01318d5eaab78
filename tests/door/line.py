"""A line before a full timeslot, for the tests of the door."""

from django.utils import timezone

from events.programme.models import Quota, Timeslot
from events.programme.usecases.seats import lock_timeslots
from events.registration.models import Registration, Seat, WaitingListEntry
from events.registration.usecases.line import join_line
from tests.door.builders import party


def wait_in(
    slot: Timeslot, people: int = 1, *, accepts_fewer: bool = False
) -> WaitingListEntry:
    """A party of PEOPLE that waits for SLOT, behind those who wait already."""
    quota = Quota.objects.get(timeslot=slot)
    mine = Quota.objects.filter(pk=quota.pk)
    mine.update(capacity=quota.taken + people)
    ticket = party(slot, people=people)
    registration = Registration.objects.get(pk=ticket.registration_id)
    Seat.objects.filter(registration=registration).update(status="WAITING", quota=None)
    mine.update(taken=quota.taken, capacity=quota.capacity)
    lock_timeslots([slot.pk])
    return join_line(
        registration=registration,
        timeslot=slot,
        people=people,
        accepts_fewer=accepts_fewer,
        since=timezone.now(),
        now=timezone.now(),
    )
