"""Seats a new party, or puts it into the line. A part of `register`."""

from events.programme.models import Timeslot
from events.programme.usecases.seats import lock_timeslots, take_seats
from events.registration.models import Lottery, Registration, WaitingListEntry
from events.registration.seat_kinds import seat_kinds
from events.registration.usecases.application import Application
from events.registration.usecases.line import join_line, promote

# What is said of a timeslot that is full: the party goes into its line.
IN_LINE = None


class RegistrationClosed(Exception):
    """The event does not take applications now; its openness says why."""


class LotteryNotSealed(RegistrationClosed):
    """Nobody enters before the seal is published, or after the list is closed."""


class TooFewSeats(Exception):
    """Timeslots have fewer seats left than the party wants. Nothing was taken."""

    def __init__(self, timeslot: Timeslot, *others: Timeslot) -> None:
        super().__init__(timeslot.pk)
        self.timeslot = timeslot
        self.timeslots = (timeslot, *others)


def seat_party(order: Application, *, channel: str) -> dict[int, list[int] | None]:
    """By timeslot: the quota of each person's seat, or IN_LINE where it is full.

    A lottery timeslot takes no seats yet: an empty list.
    """
    support = {wish.kind: wish.people for wish in order.extras.support}
    seating: dict[int, list[int] | None] = {}
    short: list[Timeslot] = []
    if order.lotteries:
        # All of the event's: the lock under which lottery numbers are given. With
        # what else is wanted, so that everything is locked in ascending order.
        drawn = {pk for pk, slot in order.timeslots.items() if slot.is_lottery}
        lock_timeslots(drawn | order.wanted.keys())
        if not Lottery.objects.for_event(order.event).taking_entries().exists():
            raise LotteryNotSealed
    for slot_id, numbers in order.wanted.items():
        slot = order.timeslots[slot_id]
        if slot.is_lottery:
            seating[slot_id] = []
            continue
        kinds = [
            seat_kinds(
                number=number,
                age_band=order.people[number - 1].age_band,
                visit=order.people[number - 1].visit,
                channel=channel,
                support=support,
            )
            for number in numbers
        ]
        only_quota = None if slot.has_special_quotas else slot.quota_id
        seating[slot_id] = take_seats(
            timeslot_id=slot_id, people=kinds, quota_id=only_quota
        )
        if seating[slot_id] is IN_LINE and not _can_wait(order, slot):
            short.append(slot)
    if short:  # all of them at once, so that nobody is refused one by one
        raise TooFewSeats(*short)
    return seating


def _can_wait(order: Application, slot: Timeslot) -> bool:
    """A full timeslot, or one with a line; holds its quotas, the lock of the line."""
    if not order.event.has_waiting_list:
        return False
    (quotas,) = lock_timeslots([slot.pk]).values()
    somebody_waits = any(quota.line for quota in quotas)
    is_open = all(quota.is_open for quota in quotas)
    return is_open and (somebody_waits or slot.pk in order.extras.waits_for)


def stand_in_line(order: Application, draft: Registration, slot_id: int) -> None:
    """Join, and be seated at once where the rule allows it; otherwise wait, or not."""
    slot = order.timeslots[slot_id]
    entry = join_line(
        registration=draft,
        timeslot=slot,
        people=len(order.wanted[slot_id]),
        accepts_fewer=order.extras.accepts_fewer,
        since=draft.came_at,
        now=order.now,
    )
    promote(timeslot_ids=[slot_id], present=entry, now=order.now)
    still_waits = WaitingListEntry.objects.in_line().filter(pk=entry.pk).exists()
    if still_waits and slot_id not in order.extras.waits_for:
        raise TooFewSeats(slot)
