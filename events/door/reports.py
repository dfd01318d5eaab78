"""Counts people at the door: the one place that says who counts as what.

Expected are the confirmed seats, admitted those of them that were let in, absent the
rest once the timeslot is over; walk-ins are heads that were not taken back. What a
device in rehearsal does is never written, so nothing here has to leave it out.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID, uuid4

from django.db.models import Count, Q

from events.door.reports_line import (
    HourLine,
    heads_by_hour,
    helper_moments,
    hour_lines,
)
from events.programme.choices import Admission
from events.programme.models import Event, Quota, Timeslot
from events.programme.models.timeslot import TimeslotQuerySet
from events.programme.usecases.seats import free_seats
from events.registration.models import Seat, WalkIn

_OPEN_TO_ALL = (Admission.FREE_ENTRY, Admission.WALK_IN)


@dataclass(frozen=True)
class People:
    """Heads of one timeslot. `over`: walk-ins for whom no seat was left."""

    expected: int = 0
    admitted: int = 0
    walk_ins: int = 0
    over: int = 0


@dataclass(frozen=True)
class SlotCount:
    """One timeslot at this moment, in people."""

    timeslot: Timeslot
    people: People
    now: datetime
    # Of today, where nobody counts seats: walk-ins by the hour in Tokyo.
    hours: dict[int, int] = field(default_factory=dict)

    @property
    def hour_lines(self) -> list[HourLine]:
        return hour_lines(self.hours)

    @property
    def counts_seats(self) -> bool:
        return self.timeslot.quota_count > 0

    @property
    def is_counted_by_hand(self) -> bool:
        """Whoever comes goes in: there is nothing to do but count."""
        return not self.counts_seats and self.timeslot.admission in _OPEN_TO_ALL

    @property
    def expected(self) -> int:
        return self.people.expected

    @property
    def admitted(self) -> int:
        return self.people.admitted

    @property
    def walk_ins(self) -> int:
        return self.people.walk_ins

    @property
    def over(self) -> int:
        return self.people.over

    @property
    def inside(self) -> int:
        return self.admitted + self.walk_ins

    @property
    def capacity(self) -> int:
        return self.timeslot.capacity

    @property
    def still_to_come(self) -> int:
        return 0 if self.is_over else self.expected - self.admitted

    @property
    def absent(self) -> int:
        return self.expected - self.admitted if self.is_over else 0

    @property
    def free(self) -> int:
        left = self.capacity - self.timeslot.taken
        return max(0, left - self.over)

    @property
    def waiting(self) -> int:
        """Parties in the line of this timeslot."""
        return self.timeslot.line

    @property
    def tap(self) -> UUID:
        """A new id for the next tap."""
        return uuid4()

    @property
    def books_at_venue(self) -> bool:
        return self.timeslot.admission == Admission.AT_VENUE

    @property
    def can_open_to_walk_ins(self) -> bool:
        """Seats that were for applications can be opened to whoever comes."""
        return self.timeslot.takes_applications_at(self.now)

    @property
    def takes_walk_ins(self) -> bool:
        return self.timeslot.takes_walk_ins_at(self.now)

    @property
    def is_nearly_full(self) -> bool:
        """Whoever comes now may not find a seat: at most a tenth is left."""
        few = max(2, self.capacity // 10)
        return self.takes_walk_ins and self.capacity > 0 and self.free <= few

    @property
    def is_over(self) -> bool:
        return self.timeslot.ends_at <= self.now

    @property
    def is_open(self) -> bool:
        """The doors are open."""
        return self.timeslot.opens_doors_at <= self.now and not self.is_over

    @property
    def minutes_to_doors(self) -> int:
        """Whole minutes until the doors open, rounded up; 0 once they are open."""
        left = (self.timeslot.opens_doors_at - self.now).total_seconds()
        return max(0, -int(-left // 60))


def slot_counts(event: Event, *, now: datetime) -> list[SlotCount]:
    """Every timeslot of EVENT: who is expected, who is in, who walked in."""
    return count_slots(Timeslot.objects.filter(event=event), now=now)


def count_slots(slots: TimeslotQuerySet, *, now: datetime) -> list[SlotCount]:
    """The same for any SLOTS, of one event or of a year: three statements."""
    found = list(slots.with_seats().in_order())
    return with_people(found, people_in([slot.pk for slot in found]), now=now)


def with_people(
    slots: Collection[Timeslot], people: Mapping[int, People], *, now: datetime
) -> list[SlotCount]:
    """SLOTS, read `with_seats()`, with the heads that were counted for each."""
    return [SlotCount(slot, people.get(slot.pk, People()), now) for slot in slots]


def with_hours(counts: Collection[SlotCount]) -> list[SlotCount]:
    """COUNTS with the hours of today where helpers only count, a statement for each."""
    return [
        replace(
            count,
            hours=heads_by_hour(helper_moments(count.timeslot), now=count.now),
        )
        if count.is_counted_by_hand and count.walk_ins
        else count
        for count in counts
    ]


def seats_at_door(timeslot_id: int) -> int:
    """Seats left for whoever stands at the door (people), of every open quota: nobody
    applies for them any more. Those who wait for them come first."""
    quotas = Quota.objects.filter(timeslot_id=timeslot_id)
    return sum(free_seats(quotas, from_the_line=True).values())


def people_in(slot_ids: Collection[int]) -> dict[int, People]:
    """Heads by timeslot, in two statements."""
    walked_in = {
        slot_id: (heads, over)
        for slot_id, heads, over in WalkIn.objects.counted()
        .filter(timeslot__in=slot_ids)
        .order_by()
        .values_list("timeslot")
        .annotate(heads=Count("pk"), over=Count("pk", filter=Q(is_over=True)))
    }
    seated = {
        slot_id: (expected, admitted)
        for slot_id, expected, admitted in Seat.objects.confirmed()
        .filter(timeslot__in=slot_ids)
        .order_by()
        .values_list("timeslot")
        .annotate(
            expected=Count("pk"),
            admitted=Count("pk", filter=Q(admitted_at__isnull=False)),
        )
    }
    return {
        slot_id: People(*seated.get(slot_id, (0, 0)), *walked_in.get(slot_id, (0, 0)))
        for slot_id in slot_ids
    }


@dataclass(frozen=True)
class Outcome:
    """What became of several timeslots that are over, in people."""

    expected: int
    admitted: int
    walk_ins: int

    @property
    def attended(self) -> int:
        return self.admitted + self.walk_ins

    @property
    def absent(self) -> int:
        return self.expected - self.admitted


def outcome(counts: Collection[SlotCount]) -> Outcome:
    """The sum over those of COUNTS that are over."""
    over = [count for count in counts if count.is_over]
    return Outcome(
        expected=sum(count.expected for count in over),
        admitted=sum(count.admitted for count in over),
        walk_ins=sum(count.walk_ins for count in over),
    )
