"""Somebody gives a name at the door: registered, seated, let in, a number to keep."""

import uuid

import pytest
from django.urls import reverse

from events.door.choices import ScanMode
from events.door.models import Scan
from events.programme.choices import Admission
from events.programme.models import Quota
from events.registration.models import Registration, Seat
from events.registration.reports import miscounts
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.door.builders import NAME, Phone, event, slots_of
from tests.door.line import wait_in
from tests.door.test_walk_ins import take_back

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk():
    made = event()
    made.timeslots.update(admission=Admission.AT_VENUE)
    Quota.objects.filter(timeslot__event=made).update(capacity=4)
    return made


def order(phone, **changes) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "timeslot": phone.slot.pk,
        "name": NAME,
        "people": 3,
    } | changes


def name(phone, **changes) -> dict:
    answer = phone.ask("walk-ins/named", order(phone, **changes))
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_a_party_with_a_name_is_registered_and_in(phone):
    said = name(phone)

    made = Registration.objects.get()
    assert (said["result"], said["receipt"]) == ("admitted", made.receipt_number)
    assert (made.channel, made.phone, made.email) == ("DESK", "", "")
    assert Seat.objects.confirmed().admitted().count() == 3
    assert Quota.objects.get().taken == 3
    assert OutboxMessage.objects.count() == 0
    assert NAME not in str(said)
    assert miscounts() == []


def test_the_same_order_again_is_one_registration(phone):
    same = order(phone)

    receipts = {name(phone, **same)["receipt"] for _ in range(3)}

    assert len(receipts) == Registration.objects.count() == Scan.objects.count() == 1


def test_its_ticket_has_been_used_and_can_be_taken_back(phone):
    said = name(phone)
    ticket = Registration.objects.get().tickets.get()

    assert phone.scan(ticket.token)["verdict"] == "already_in"
    assert take_back(phone, {"id": said["scan"]})["result"] == "undone"
    assert phone.scan(ticket.token)["verdict"] == "admitted"


def test_too_few_seats_a_line_and_too_many_people_are_told(phone, slot):
    assert name(phone, people=5)["result"] == "full"
    assert name(phone, people=9) == {"result": "too_many", "most": 6}
    wait_in(slot)
    assert name(phone) == {"result": "line_first", "number": 1}
    assert name(phone, past_the_line=True)["result"] == "admitted"


@pytest.mark.parametrize(
    "change",
    [{"name": " \n"}, {"name": 7}, {"people": 0}, {"people": "2"}, {"id": "x"}],
)
def test_a_name_or_number_that_is_none_is_refused(phone, change):
    assert phone.ask("walk-ins/named", order(phone, **change)).status_code == 400


def test_another_events_timeslot_is_not_there(phone):
    foreign = slots_of(event())[0]

    answer = phone.ask("walk-ins/named", order(phone, timeslot=foreign.pk))

    assert answer.status_code == 404


def test_visitors_at_a_kiosk_write_no_names_count_nobody_and_move_nobody(talk):
    phone = Phone(talk, role="kiosk")

    assert phone.ask("walk-ins/named", order(phone)).status_code == 403
    assert phone.ask("line", {"timeslot": phone.slot.pk}).status_code == 403
    assert phone.ask("walk-ins", {"walk_ins": []}).status_code == 403
    assert phone.ask("moves", {}).status_code == 403


def test_a_rehearsal_registers_nobody(talk):
    said = name(Phone(talk, is_rehearsal=True))

    assert said["result"] == "admitted"
    assert Registration.objects.count() == Scan.objects.count() == 0
    assert Quota.objects.get().taken == 0


def test_staff_register_by_name_and_come_to_the_slip(talk, client):
    cast.signed_in(cast.aoki(), client)
    (slot,) = slots_of(talk)
    form = {"timeslot": slot.pk, "tap": uuid.uuid4(), "name": NAME, "people": 2}

    answer = client.post(reverse("staff:walk-in-named", args=[talk.slug]), form)

    made = Registration.objects.get()
    scan = Scan.objects.get()
    assert answer.url.endswith(f"/{made.receipt_number}/")
    assert (scan.mode, scan.device, scan.actor[:5]) == (ScanMode.STAFF, None, "user:")
    assert Seat.objects.admitted().count() == 2
