"""The last minutes: whoever of the line is here is seated in its order."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from events.programme.models import Quota
from events.registration.models import LineRecord, Registration, Seat
from events.registration.reports import miscounts
from tests.door.builders import Phone, event
from tests.door.line import wait_in
from tests.door.test_walk_ins import offline, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    made = event()
    Quota.objects.filter(timeslot__event=made).update(capacity=0)
    return made


def seats(count: int) -> None:
    Quota.objects.update(capacity=count)


def look(phone) -> dict:
    return phone.ask("line", {"timeslot": phone.slot.pk}).json()


def step(phone, number: int, *, here: bool = True, of: str = "") -> dict:
    body = {"timeslot": phone.slot.pk, "number": number, "here": here}
    return phone.ask("line", {**body, "id": of or str(uuid.uuid4())}).json()


def steps() -> list[tuple[int, str, int]]:
    rows = LineRecord.objects.exclude(step="JOINED").order_by("pk")
    return list(rows.values_list("number", "step", "people"))


def test_the_line_is_shown_by_number_and_people(phone, slot):
    wait_in(slot, 2), wait_in(slot, 3, accepts_fewer=True)
    seats(2)

    line = look(phone)

    assert (line["is_open"], line["free"], line["waiting"]) == (True, 2, 2)
    assert [(each["number"], each["people"]) for each in line["parties"]] == [
        (1, 2),
        (2, 3),
    ]


def test_the_first_party_is_seated_and_let_in_at_once(phone, slot):
    wait_in(slot, 2)
    seats(2)

    done = step(phone, 1)

    assert (done["result"], done["admitted"], done["free"]) == ("seated", 2, 0)
    assert Seat.objects.confirmed().admitted().count() == 2
    assert steps() == [(1, "AT_DOOR", 2)]
    assert Quota.objects.get().line == 0
    assert miscounts() == []


def test_the_same_step_again_seats_once(phone, slot):
    wait_in(slot)
    seats(2)
    of = str(uuid.uuid4())

    assert {step(phone, 1, of=of)["result"] for _ in range(3)} == {"seated"}
    assert Quota.objects.get().taken == 1


def test_nobody_is_seated_past_the_line_until_the_first_is_told_absent(phone, slot):
    wait_in(slot), wait_in(slot)
    seats(1)

    early = step(phone, 2)
    absent = step(phone, 1, here=False)
    done = step(phone, 2)

    assert (early["result"], early["first"]) == ("not_your_turn", 1)
    assert [each["number"] for each in absent["parties"]] == [2, 1]
    assert done["result"] == "seated"
    assert steps() == [(1, "ABSENT", 1), (2, "AT_DOOR", 1)]


def test_whoever_was_passed_over_is_not_lost(phone, slot):
    wait_in(slot), wait_in(slot)
    step(phone, 1, here=False), step(phone, 1, here=False)
    seats(1)

    done = step(phone, 1)

    assert done["result"] == "seated"
    assert [name for _number, name, _people in steps()] == ["ABSENT", "AT_DOOR"]


def test_a_party_that_does_not_fit_is_passed_over_twice_and_then_waited_for(
    phone, slot
):
    wait_in(slot, 3), wait_in(slot), wait_in(slot), wait_in(slot)
    seats(1)

    first = step(phone, 2)["result"]
    seats(2)
    second = step(phone, 3)["result"]
    seats(3)
    third = step(phone, 4)["result"]

    assert (first, second, third) == ("seated", "seated", "no_seat")
    assert [row for row in steps() if row[1] == "PASSED"] == [(1, "PASSED", 3)] * 2


def test_of_a_party_that_takes_fewer_some_are_seated_and_the_rest_waits(phone, slot):
    wait_in(slot, 3, accepts_fewer=True)
    seats(2)

    done = step(phone, 1)

    assert (done["result"], done["admitted"], done["waiting"]) == ("seated", 2, 1)
    assert Seat.objects.filter(status="WAITING").count() == 1


def test_while_offers_go_on_the_door_gives_no_seats():
    talk = event(starts_at=timezone.now() + timedelta(hours=9))
    phone = Phone(talk)
    wait_in(phone.slot)

    assert look(phone)["is_open"] is False
    assert step(phone, 1)["result"] == "too_early"
    assert step(phone, 1, here=False)["result"] == "too_early"


def test_who_left_the_line_is_gone(phone, slot):
    wait_in(slot)
    seats(2)
    step(phone, 1)

    assert step(phone, 1)["result"] == "gone"
    assert step(phone, 9)["result"] == "gone"


def test_a_minor_without_consent_is_seated_and_not_let_in(phone, slot):
    entry = wait_in(slot, 2)
    entry.registration.attendees.filter(number=2).update(lacks_consent=True)
    seats(2)

    done = step(phone, 1)

    assert (done["admitted"], done["party"]) == (1, 2)
    assert Seat.objects.confirmed().count() == 2


def test_who_is_inside_without_a_seat_comes_before_the_line(phone, slot):
    send(phone, offline(phone))
    wait_in(slot)
    seats(1)

    assert look(phone)["free"] == 0
    assert step(phone, 1)["result"] == "no_seat"


def test_a_rehearsal_moves_nobody(talk):
    phone = Phone(talk, is_rehearsal=True)
    wait_in(phone.slot)
    seats(1)

    assert step(phone, 1)["result"] == "seated"
    assert step(phone, 1, here=False)["result"] == "passed_over"
    assert steps() == []
    assert Registration.objects.filter(line_entries__status="WAITING").count() == 1
