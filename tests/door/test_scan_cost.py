"""What a scan costs in statements, and that it is the same for one and for many."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.models import Conflict
from events.registration.models import Seat
from tests.door.builders import Phone, parties, statements

pytestmark = pytest.mark.django_db

# The device with its timetable, the tickets with their seats; then seats and scans,
# which are one statement where the database can.
READS = 2
WRITES = 1 if connection.vendor == "postgresql" else 2


def cost(phone: Phone, *entries: dict) -> int:
    with CaptureQueriesContext(connection) as queries:
        answer = phone.send(*entries)
    assert answer.status_code == 200
    return len(list(statements(queries)))


def offline(phone: Phone, code: str, **changes) -> dict:
    at = (timezone.now() - timedelta(minutes=1)).isoformat()
    return phone.entry(code, mode="offline", at=at, **changes)


def test_a_scan_is_three_statements_and_so_is_a_batch(phone, slot):
    one, *many = parties(slot, number=60, people=2)

    assert cost(phone, phone.entry(one.token)) == READS + WRITES
    assert cost(phone, *(phone.entry(t.token) for t in many)) == READS + WRITES


def test_what_a_phone_decided_and_the_door_agrees_to_is_one_more(phone, slot):
    """It looks for undos that came first. Nothing is locked beforehand, nor settled."""
    one, other, *many = parties(slot, number=60, people=2)

    alone = cost(phone, offline(phone, one.token))
    named = cost(phone, offline(phone, other.token, let_in=[1, 2]))
    batch = cost(phone, *(offline(phone, ticket.token) for ticket in many))

    assert alone == named == batch == READS + WRITES + 1
    assert Seat.objects.admitted().count() == 120


def test_doubles_cost_the_same_however_many_they_are(phone, talk, slot):
    """Two phones without signal let in the same parties: settled all at once."""
    tickets = parties(slot, number=60, people=2)
    phone.send(*(offline(phone, ticket.token) for ticket in tickets))
    other = Phone(talk, name="入口B")

    few = cost(other, *(offline(other, ticket.token) for ticket in tickets[:2]))

    assert cost(other, *(offline(other, each.token) for each in tickets[2:])) == few
    assert few <= 12
    assert Conflict.objects.count() == 60
