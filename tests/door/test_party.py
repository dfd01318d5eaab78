"""A family that comes in parts: what each scan says of its people."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.models import Conflict
from events.registration.models import Attendee, Seat
from tests.door.builders import EMAIL, KANA, NAME, PHONE, Phone, event, party, slots_of
from tests.door.builders import statements as of

pytestmark = pytest.mark.django_db


def inside(row: dict) -> list[int]:
    return [each["number"] for each in row["people"] if each["in"]]


def test_a_single_scan_tells_of_the_people_without_a_name(phone, slot):
    ticket = party(slot, people=3)
    Attendee.objects.filter(number=2).update(age_band="UNDER_20", lacks_consent=True)

    row = phone.scan(ticket.token)

    assert row["verdict"] == "consent_missing"
    assert row["people"][1] == {
        "number": 2,
        "age": "UNDER_20",
        "in": False,
        "here": False,
        "lacks_consent": True,
    }
    assert (inside(row), row["remaining"]) == ([], 3)
    assert not any(canary in str(row) for canary in (NAME, KANA, PHONE, EMAIL))


def test_latecomers_are_the_rest_and_nobody_is_missing_then(phone, slot):
    ticket = party(slot, people=4)

    some = phone.scan(ticket.token, people=[1, 2, 3])
    late = phone.scan(ticket.token)
    again = phone.scan(ticket.token)

    assert (some["admitted"], some["remaining"], inside(some)) == (3, 1, [1, 2, 3])
    assert (late["admitted"], late["remaining"], inside(late)) == (1, 0, [1, 2, 3, 4])
    assert [each["here"] for each in late["people"]] == [False, False, False, True]
    assert late["visitor"]["ja"] == "1名様ですね。どうぞお入りください。"
    assert (again["verdict"], inside(again)) == ("already_in", [1, 2, 3, 4])


def test_a_batch_does_not_pay_for_the_people(phone, slot):
    ticket = party(slot, people=2)

    rows = phone.send(phone.entry(ticket.token), phone.entry("x")).json()["results"]

    assert not any({"people", "visitor", "remaining"} & set(row) for row in rows)


def test_every_single_answer_costs_four_statements_at_most():
    made = event(slots=2)
    phone = Phone(made)
    first, second = slots_of(made)
    codes = [party(first, people=4).token, party(second, people=2).token]

    for code in (codes[0], codes[0], codes[1]):
        with CaptureQueriesContext(connection) as queries:
            row = phone.scan(code)
        assert len(list(of(queries))) <= 4, row["verdict"]


@pytest.mark.parametrize("turned", [False, True])
def test_those_who_came_replace_the_whole_in_any_order(phone, slot, turned):
    """The helper looks up and sees three: an undo, and a scan that has decided."""
    ticket = party(slot, people=4)
    whole = phone.scan(ticket.token)
    now = timezone.now()
    undo = {"id": str(uuid.uuid4()), "of": whole["id"], "at": now.isoformat()}
    three = phone.entry(
        ticket.token,
        people=[1, 2, 4],
        said="admitted",
        let_in=[1, 2, 4],
        at=(now + timedelta(milliseconds=1)).isoformat(),
    )

    def take_back():
        answer = phone.ask("undo", {"undos": [undo]})
        assert answer.json()["results"][0]["result"] == "undone"

    if turned:
        phone.send(three)
        take_back()
    else:
        take_back()
        row = phone.send(three).json()["results"][0]
        assert (row["verdict"], row["admitted"]) == ("admitted", 3)

    admitted = Seat.objects.admitted()
    assert set(admitted.values_list("attendee__number", flat=True)) == {1, 2, 4}
    assert {str(each.admitted_by) for each in admitted} == {three["id"]}
    assert not Conflict.objects.open().exists()
