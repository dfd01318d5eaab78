"""Whatever people do around a draw, in whatever order: no seat is lost or sold twice.

Hypothesis makes up stories of enter, cancel, change of capacity, freeze, draw, offer,
accept, decline, expire and a second draw, and asks the same after every step.
"""

import contextlib
import json
import uuid
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.models import F
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
from events.programme.seating import seat_people
from events.programme.usecases.seats import CapacityBelowTaken, free_seats
from events.registration.exports.lottery import lottery_proof
from events.registration.models import Lottery, Registration, Seat, WaitingListEntry
from events.registration.proof import differences
from events.registration.reports import miscounts
from events.registration.usecases.application import Contact, Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.capacity import resize
from events.registration.usecases.line import kinds_in_line, waiting_seats
from events.registration.usecases.lottery_draw import draw_lottery
from events.registration.usecases.lottery_freeze import freeze_due_lotteries
from events.registration.usecases.lottery_repeat import approve_repeat
from events.registration.usecases.lottery_seats import TooFewSeatsNow
from events.registration.usecases.offers import (
    OfferOver,
    accept_offer,
    decline_offer,
    expire_offers,
)
from events.registration.usecases.register import RegistrationClosed, register
from peace.language.dates import jst
from tests import cast
from tests.registration.drawing import ask_again, freeze, lottery_event, seal

PARTS, STEPS = 2, 30
STORIES = 20 if connection.vendor == "sqlite" else 4

which = st.integers(0, 10**6)
people_of_a_party = st.lists(
    st.tuples(
        st.sampled_from([(0,), (1,), (0, 1)]),  # timeslots
        st.sampled_from(["", "TWENTIES"]),
        st.sampled_from(["", "FIRST"]),
    ),
    min_size=1,
    max_size=4,
)


class LotteryMachine(RuleBasedStateMachine):
    """Two talks with general and youth seats, drawn for first-timers first."""

    @initialize(
        general=st.integers(1, 5),
        youth=st.integers(0, 2),
        promotion=st.sampled_from(list(Promotion)),
        has_line=st.sampled_from([True, True, False]),
        parties=st.lists(people_of_a_party, min_size=3, max_size=7),
        drawn=st.sampled_from([True, True, False]),
    )
    def begin(
        self,
        general: int,
        youth: int,
        promotion: str,
        has_line: bool,
        parties: list,
        drawn: bool,
    ) -> None:
        self.story = transaction.atomic()
        self.story.__enter__()
        self.now = cast.NOW
        self.event = lottery_event(
            slots=2, seats=general, promotion=promotion, has_waiting_list=has_line
        )
        self.slots = cast.timeslots(self.event)
        if youth:
            Quota.objects.create(
                timeslot=self.slots[0], kind=QuotaKind.YOUTH, capacity=youth
            )
        seal(self.event, tiers=["FIRST_TIMERS"])
        self.number = 0
        for party in parties:
            self._enter(party)
        if drawn:
            self._close(by_hand=True)
            self._draw(4821)

    def teardown(self) -> None:
        if hasattr(self, "story"):
            transaction.set_rollback(True)
            self.story.__exit__(None, None, None)

    @rule(party=people_of_a_party)
    def enter(self, party: list) -> None:
        self._enter(party)

    def _enter(self, party: list) -> None:
        self.number += 1
        with contextlib.suppress(RegistrationClosed):
            register(
                event=self.event,
                timeslots=cast.timeslots(self.event),
                people=[
                    Person(
                        f"人 {self.number} {place}",
                        frozenset(self.slots[slot].pk for slot in chosen),
                        age_band=age,
                        visit=visit,
                    )
                    for place, (chosen, age, visit) in enumerate(party)
                ],
                contact=Contact(phone=f"0900{self.number:07d}"),
                key=uuid.uuid4(),
                language="ja",
                actor="applicant",
                now=self.now,
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
        quota = pick(Quota.objects.all(), which)
        with contextlib.suppress(CapacityBelowTaken):
            resize(quota=quota, capacity=capacity, actor="user:1", now=self.now)

    @precondition(lambda self: not self.newest.is_frozen)
    @rule(by_hand=st.booleans())
    def close(self, by_hand: bool) -> None:
        self._close(by_hand)

    def _close(self, by_hand: bool) -> None:
        self.now = cast.NOW + timedelta(days=5)
        if by_hand:
            freeze(self.event)
        else:
            assert freeze_due_lotteries(now=self.now) == 1

    @precondition(lambda self: self.newest.is_frozen and not self.newest.is_drawn)
    @rule(value=st.integers(0, 9999))
    def draw(self, value: int) -> None:
        self._draw(value)

    def _draw(self, value: int) -> None:
        lottery = self.newest
        day = cast.tokyo(cast.NOW, days=0, at=cast.time(12))
        self.now = max(self.now, day + (lottery.public_value_on - jst(day).date()))
        with contextlib.suppress(TooFewSeatsNow), transaction.atomic():
            draw_lottery(
                lottery=lottery, public_value=str(value), actor="user:1", now=self.now
            )

    @precondition(lambda self: self.newest.is_drawn and self.now < self.last_day)
    @rule()
    def ask_for_a_second_draw(self) -> None:
        lottery = ask_again(
            self.event,
            now=self.now,
            public_value_on=jst(self.now).date() + cast.DAY,
            seed=f"{self.newest.attempt:064x}",
        )
        approve_repeat(lottery=lottery, actor="user:2", now=self.now)

    @precondition(lambda self: WaitingListEntry.objects.offered().exists())
    @rule(which=which, yes=st.booleans())
    def answer(self, which: int, yes: bool) -> None:
        entry = pick(WaitingListEntry.objects.offered(), which)
        answer = accept_offer if yes else decline_offer
        with contextlib.suppress(OfferOver):
            answer(entry=entry, actor="applicant", now=self.now)

    @precondition(lambda self: self.newest.is_drawn)
    @rule(hours=st.integers(1, 30))
    def time_passes(self, hours: int) -> None:
        self.now = min(self.now + timedelta(hours=hours), self.last_day)
        expire_offers(now=self.now)

    @property
    def newest(self) -> Lottery:
        return Lottery.objects.for_event(self.event).select_related("event")[0]

    @property
    def last_day(self):
        """A second draw after this would come when offers have stopped."""
        return self.event.starts_at - timedelta(days=2)

    # What must be true after every step

    @invariant()
    def counters_say_what_the_rows_say(self) -> None:
        if hasattr(self, "story"):
            assert miscounts() == []
            assert not Quota.objects.filter(taken__gt=F("capacity")).exists()

    @invariant()
    def nobody_waits_while_the_head_of_the_line_fits(self) -> None:
        if not hasattr(self, "story"):
            return
        for slot in self.slots:
            quotas = Quota.objects.filter(timeslot=slot)
            line = WaitingListEntry.objects.waiting().filter(timeslot=slot)
            head = line.in_order().first()
            if head:
                seats = waiting_seats(head)
                kinds = kinds_in_line(head.registration, seats)
                free = free_seats(quotas, from_the_line=True)
                assert seat_people(kinds, free) is None

    @invariant()
    def a_draw_leaves_nobody_undecided_and_its_proof_holds(self) -> None:
        if not hasattr(self, "story"):
            return
        draws = list(Lottery.objects.for_event(self.event).order_by("attempt"))
        assert differences(json.loads(lottery_proof(self.event, draws))) == []
        if draws[0].is_drawn:
            assert not Seat.objects.filter(status="ENTERED").exists()
        else:
            assert not Seat.objects.holding().exists()

    @invariant()
    def parties_are_drawn_whole(self) -> None:
        """As long as nobody gave up: all of a party in a timeslot, or none."""
        if not hasattr(self, "story"):
            return
        states = Seat.objects.exclude(status="CANCELLED").values_list(
            "registration", "timeslot", "status"
        )
        mixed: dict[tuple[int, int], set[str]] = {}
        for party, slot, status in states:
            mixed.setdefault((party, slot), set()).add(status)
        assert all(len(found) == 1 for found in mixed.values())


def pick(rows, which: int):
    """One of ROWS, whatever the number."""
    found = list(rows.order_by("pk"))
    return found[which % len(found)]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_story_around_a_draw_loses_a_seat_or_sells_it_twice(part):
    machine = type(f"LotteryMachine{part}", (LotteryMachine,), {})
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
