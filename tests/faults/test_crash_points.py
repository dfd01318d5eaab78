"""A worker dies at the worst moment: each crash once, counted by letter class."""

import signal
import uuid

import pytest

from tests.faults.fuses import AFTER_250, BEFORE_COMMIT, BEFORE_DATA, WITHIN_DATA
from tests.faults.house import House
from tests.faults.reckoning import Class, Reckoning
from tests.faults.size import size

KILLED = -signal.SIGKILL
CRASHES = size(short=2, whole=13)
LETTERS = 3 * CRASHES
HOUR = 3600


def crash(house: House, letter_class: str, fuse: str, off: str = "") -> Reckoning:
    """Kill CRASHES workers, each at its second letter; then one works on in peace."""
    house.do("write", count=LETTERS, letter_class=letter_class)
    for number in range(1, CRASHES + 1):
        assert house.do("drain_and_die", fuse=fuse, nth=2, off=off) == KILLED
        house.jump_to(number * HOUR)
    house.do("send")
    house.jump_to((CRASHES + 1) * HOUR)
    house.do("send")
    return house.reckon()


@pytest.mark.parametrize("fuse", [BEFORE_DATA, WITHIN_DATA, AFTER_250, BEFORE_COMMIT])
def test_class_a_no_letter_is_lost_and_only_a_lost_250_doubles(house, fuse, record):
    found = crash(house, "A", fuse).a
    record(f"crash {fuse}, class A, {CRASHES}×", found)

    assert found.statuses == {"SENT": LETTERS}
    assert not found.lost
    assert found.doubles == (CRASHES if fuse in (AFTER_250, BEFORE_COMMIT) else 0)
    assert not found.changed


@pytest.mark.parametrize("fuse", [BEFORE_DATA, WITHIN_DATA, AFTER_250, BEFORE_COMMIT])
def test_class_b_no_letter_is_doubled_and_each_crash_is_uncertain(house, fuse, record):
    found = crash(house, "B", fuse).b
    record(f"crash {fuse}, class B, {CRASHES}×", found)

    assert found.statuses == {"SENT": LETTERS - CRASHES, "UNCERTAIN": CRASHES}
    assert not found.lost
    assert found.doubles == 0
    arrived = CRASHES if fuse in (AFTER_250, BEFORE_COMMIT) else 0
    assert found.uncertain_arrived == arrived


def test_before_the_commit_of_a_refusal_the_phone_gets_the_letter_once(house):
    house.temper(unknown=1)
    house.do("write", count=1, letter_class="A", phone="0425762111")

    died = house.do("drain_and_die", fuse=BEFORE_COMMIT, nth=1)
    assert died == KILLED
    assert house.do("facts")["letters"] == 1

    house.jump_to(HOUR)
    house.do("send")
    assert house.reckon().a.statuses == {"HANDED_TO_PHONE": 1}
    assert house.do("facts")["letters"] == 2


def test_control_without_the_hand_mark_class_b_is_doubled(house):
    found = crash(house, "B", AFTER_250, off="hand mark").b

    assert found.doubles == CRASHES


def test_control_with_sent_written_first_letters_are_lost(house):
    found: Class = crash(house, "A", BEFORE_DATA, off="sent after").a

    assert len(found.lost) == CRASHES


def test_before_the_commit_of_a_registration_there_is_neither_fact_nor_letter(house):
    key = str(uuid.uuid4())

    assert house.do("register_and_die", key=key) == KILLED
    assert house.do("facts") == {"registrations": 0, "letters": 0}

    # The applicant sends the same form again, and once more.
    assert house.do("register_party", key=key) == {"registrations": 1, "letters": 1}
    assert house.do("register_party", key=key) == {"registrations": 1, "letters": 1}
    house.do("send")
    assert house.arrived() == 1
