"""The stories of the line again, with people who change their minds in between."""

import contextlib

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from events.registration.models import Registration, Seat
from events.registration.usecases.add_people import add_people
from events.registration.usecases.application import Person
from events.registration.usecases.changing import ChangeRefused
from events.registration.usecases.hand_over import hand_over
from events.registration.usecases.move import move
from events.registration.usecases.register import (
    NothingChosen,
    TooFewSeats,
    TooManyPeople,
)
from tests.registration.test_line_machine import STEPS, STORIES, LineMachine, pick

PARTS = 2
which = st.integers(0, 10**6)
ages = st.sampled_from(["", "TWENTIES", "OVER_70"])


def somebody(_machine) -> bool:
    return Registration.objects.active().exists()


def chosen(part: int) -> list[int]:
    """Some of the numbers of a party, by the bits of PART."""
    return [number for number in range(1, 9) if part >> (number - 1) % 4 & 1]


class ChangeMachine(LineMachine):
    """Parties also move, grow, and hand places over."""

    @rule(which=which)
    def doors_open(self, which: int) -> None:
        """Seldom: afterwards nobody moves into that talk any more."""
        if which % 23 == 0:
            super().doors_open(which)

    @precondition(somebody)
    @rule(which=which, part=st.integers(0, 15), waits=st.booleans())
    def move(self, which: int, part: int, waits: bool) -> None:
        seat = pick(Seat.objects.alive(), which)
        party, source = seat.registration, seat.timeslot
        target = next(slot for slot in self.slots if slot != source)
        before = self._held(party)
        try:
            move(
                registration=party,
                source=source,
                target=target,
                numbers={seat.attendee.number, *chosen(part)},
                waits=waits,
                actor="applicant",
                now=self.now,
            )
        except (ChangeRefused, TooFewSeats):
            # Whoever is refused has what they had.
            assert self._held(party) == before
        else:
            # Nobody goes with nothing: as many people as before have a seat or wait.
            assert self._people(party) == {person for person, _slot, _status in before}

    # Drawn twice as often as the rest.
    move_again = move

    @precondition(somebody)
    @rule(
        which=which,
        age=ages,
        slots=st.sampled_from([(0,), (1,), (0, 1)]),
        waits=st.booleans(),
    )
    def add(self, which: int, age: str, slots: tuple, waits: bool) -> None:
        party = pick(Registration.objects.active(), which)
        self.number += 1
        wanted = frozenset(self.slots[slot].pk for slot in slots)
        with contextlib.suppress(
            ChangeRefused, TooFewSeats, TooManyPeople, NothingChosen
        ):
            add_people(
                registration=party,
                people=[Person(f"加わる 人 {self.number}", wanted, age_band=age)],
                waits_for=wanted if waits else (),
                actor="applicant",
                now=self.now,
            )

    @precondition(somebody)
    @rule(which=which, number=st.integers(1, 4), age=ages)
    def hand_over(self, which: int, number: int, age: str) -> None:
        party = pick(Registration.objects.active(), which)
        self.number += 1
        before = {(person, slot) for person, slot, _status in self._held(party)}
        with contextlib.suppress(ChangeRefused):
            hand_over(
                registration=party,
                number=number,
                person=Person(f"家族 {self.number}", frozenset(), age_band=age),
                actor="applicant",
                now=self.now,
            )
        after = {(person, slot) for person, slot, _status in self._held(party)}
        assert after == before

    @invariant()
    def a_person_has_one_living_seat_in_a_timeslot(self) -> None:
        if hasattr(self, "story"):
            held = list(Seat.objects.alive().values_list("attendee", "timeslot"))
            assert len(held) == len(set(held))

    def _held(self, party: Registration) -> set[tuple[int, int, str]]:
        return set(
            party.seats.alive().values_list("attendee__number", "timeslot", "status")
        )

    def _people(self, party: Registration) -> set[int]:
        return {person for person, _slot, _status in self._held(party)}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS))
def test_no_change_of_mind_loses_a_seat_or_sells_it_twice(part):
    machine = type(f"ChangeMachine{part}", (ChangeMachine,), {})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=STORIES // 4,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
