"""Whatever people do in whatever order: no seat is lost, sold twice or kept from them.

Hypothesis makes up stories of register, cancel, change of capacity, offer, accept,
decline, expire and walk-in, and asks the same questions after every step.
"""

import contextlib
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.programme.choices import Promotion, QuotaKind
from events.programme.models import Quota
from events.programme.usecases.seats import CapacityBelowTaken
from events.registration.models import Registration, Seat, WaitingListEntry, WalkIn
from events.registration.reports import miscounts
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.capacity import (
    open_to_walk_ins,
    release_due_quotas,
    resize,
)
from events.registration.usecases.line import MOST_PASSES
from events.registration.usecases.offers import (
    NobodyChosen,
    OfferOver,
    accept_offer,
    decline_offer,
    expire_offers,
)
from events.registration.usecases.register import NothingChosen, TooFewSeats, register
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
    UndoTooLate,
    count_walk_in,
    undo_walk_in,
)
from tests import cast
from tests.registration.waiting import heads_that_fit

# 4 × 125 stories of 50 steps, spread over the workers of the run. On PostgreSQL it is
# the races that matter; there a tenth of them will do.
PARTS, STEPS = 4, 50
STORIES = 125 if connection.vendor == "sqlite" else 12

people_of_a_party = st.lists(
    st.tuples(
        st.sampled_from([(0,), (1,), (0, 1)]),  # timeslots
        st.sampled_from(["", "TWENTIES", "OVER_70"]),
    ),
    min_size=1,
    max_size=4,
)
which = st.integers(0, 10**6)


class LineMachine(RuleBasedStateMachine):
    """Two talks with general, youth and desk seats, and everybody who wants them."""

    @initialize(
        general=st.integers(1, 4),
        youth=st.integers(0, 2),
        desk=st.integers(0, 2),
        promotion=st.sampled_from(list(Promotion)),
    )
    def begin(self, general: int, youth: int, desk: int, promotion: str) -> None:
        self.story = transaction.atomic()
        self.story.__enter__()
        self.now = cast.NOW
        self.event = cast.event(slots=2, seats=general, promotion=promotion)
        self.slots = cast.timeslots(self.event)
        release = self.event.starts_at - 2 * cast.DAY
        for kind, capacity in ((QuotaKind.YOUTH, youth), (QuotaKind.DESK, desk)):
            if capacity:
                Quota.objects.create(
                    timeslot=self.slots[0],
                    kind=kind,
                    capacity=capacity,
                    releases_at=release,
                )
        self.number, self.tap = 0, uuid.UUID(int=1)

    def teardown(self) -> None:
        if hasattr(self, "story"):
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)

    # What people do

    @rule(
        party=people_of_a_party,
        waits=st.booleans(),
        fewer=st.booleans(),
        by_phone=st.booleans(),
        late=st.integers(0, 5),
    )
    def register(
        self, party: list, waits: bool, fewer: bool, by_phone: bool, late: int
    ) -> None:
        self.number += 1
        arrived = self.now - timedelta(hours=late) if by_phone and late else None
        with contextlib.suppress(TooFewSeats, NothingChosen):
            register(
                event=self.event,
                timeslots=cast.timeslots(self.event),
                people=[
                    Person(
                        f"人 {self.number} {place}",
                        frozenset(self.slots[slot].pk for slot in chosen),
                        age_band=age,
                    )
                    for place, (chosen, age) in enumerate(party)
                ],
                contact=Contact(phone=f"0900{self.number:07d}"),
                key=uuid.uuid4(),
                language="ja",
                actor="applicant",
                now=self.now,
                extras=Extras(
                    waits_for={slot.pk for slot in self.slots} if waits else set(),
                    accepts_fewer=fewer,
                    arrived_at=arrived,
                ),
                channel="PHONE" if by_phone else "WEB",
            )

    @precondition(lambda self: Registration.objects.active().exists())
    @rule(which=which, part=st.integers(1, 15))
    def cancel(self, which: int, part: int) -> None:
        party = pick(Registration.objects.active(), which)
        seats = list(party.seats.alive().order_by("pk").values_list("pk", flat=True))
        chosen = [pk for place, pk in enumerate(seats) if part >> (place % 4) & 1]
        cancel_seats(
            registration=party, seat_ids=chosen, actor="applicant", now=self.now
        )

    @rule(which=which, capacity=st.integers(0, 6))
    def resize(self, which: int, capacity: int) -> None:
        with contextlib.suppress(CapacityBelowTaken):
            resize(
                quota=pick(Quota.objects.filter(released_at=None), which),
                capacity=capacity,
                actor="user:1",
                now=self.now,
            )

    @precondition(lambda self: WaitingListEntry.objects.offered().exists())
    @rule(which=which, part=st.integers(0, 15))
    def accept(self, which: int, part: int) -> None:
        entry = pick(WaitingListEntry.objects.offered(), which)
        people = entry.registration.attendees.order_by("number")
        chosen = [each.pk for place, each in enumerate(people) if part >> place & 1]
        with contextlib.suppress(OfferOver, NobodyChosen):
            accept_offer(
                entry=entry,
                attendee_ids=chosen or None,
                actor="applicant",
                now=self.now,
            )

    @precondition(lambda self: WaitingListEntry.objects.offered().exists())
    @rule(which=which)
    def decline(self, which: int) -> None:
        entry = pick(WaitingListEntry.objects.offered(), which)
        with contextlib.suppress(OfferOver):
            decline_offer(entry=entry, actor="applicant", now=self.now)

    @rule(hours=st.integers(1, 60))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), self.last_day)
        expire_offers(now=self.now)
        release_due_quotas(now=self.now)

    @rule(which=which)
    def doors_open(self, which: int) -> None:
        """The rest of a talk is for whoever comes; now and then a tap is a mistake."""
        slot = self.slots[which % 2]
        open_to_walk_ins(timeslot=slot, actor="user:1", now=self.now)
        self.slots = cast.timeslots(self.event)

    @rule(which=which, past=st.booleans())
    def walk_in(self, which: int, past: bool) -> None:
        slot = self.slots[which % 2]
        # In order, so that the same story told again picks the same head.
        self.tap = uuid.UUID(int=self.tap.int + 1)
        with contextlib.suppress(NotForWalkIns, NoSeatLeft, SomebodyWaits):
            count_walk_in(
                timeslot=slot,
                tap_id=self.tap,
                actor="user:1",
                now=slot.opens_doors_at,
                past_the_line=past,
            )

    @precondition(lambda self: WalkIn.objects.counted().exists())
    @rule(which=which)
    def take_back(self, which: int) -> None:
        head = pick(WalkIn.objects.counted(), which)
        with contextlib.suppress(UndoTooLate):
            undo_walk_in(walk_in=head, actor="user:1", now=self.now)

    @property
    def last_day(self):
        """The stories end before offers stop: three hours before the first doors."""
        return self.event.starts_at - timedelta(hours=4)

    # What must be true after every step

    @invariant()
    def counters_say_what_the_rows_say(self) -> None:
        if hasattr(self, "story"):
            assert miscounts() == []

    @invariant()
    def nobody_waits_while_the_head_of_the_line_fits(self) -> None:
        if not hasattr(self, "story"):
            return
        assert heads_that_fit() == []

    @invariant()
    def the_line_and_its_seats_belong_together(self) -> None:
        if not hasattr(self, "story"):
            return
        in_line = {
            (entry.registration_id, entry.timeslot_id): entry
            for entry in WaitingListEntry.objects.in_line()
        }
        waiting = seats_by_party("WAITING")
        offered = seats_by_party("OFFERED")
        assert waiting | offered == set(in_line)
        assert {key for key, entry in in_line.items() if entry.is_offered} == offered
        assert all(entry.passes <= MOST_PASSES for entry in in_line.values())


def seats_by_party(status: str) -> set[tuple[int, int]]:
    return set(
        Seat.objects.filter(status=status).values_list("registration", "timeslot")
    )


def pick(rows, which: int):
    """One of ROWS, whatever the number."""
    found = list(rows.order_by("pk"))
    return found[which % len(found)]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_story_loses_a_seat_or_sells_it_twice(part):
    machine = type(f"LineMachine{part}", (LineMachine,), {})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STORIES,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
