"""Scans that a phone decided by itself, in whatever order they come."""

import uuid
from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from events.door.choices import ConflictKind
from events.door.models import Conflict, Scan, Undo
from events.registration.models import Attendee, Seat
from tests.door.builders import Phone, event, parties, party, slots_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(talk):
    """A second phone at another gate."""
    return Phone(talk, name="入口B")


def ago(minutes: float) -> str:
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()


def offline(phone, ticket, minutes: float = 1, **changes) -> dict:
    return phone.entry(ticket.token, mode="offline", at=ago(minutes), **changes)


def state() -> tuple:
    """Who is in by which scan, and the cards."""
    seats = Seat.objects.order_by("pk").values_list("pk", "admitted_at", "admitted_by")
    cards = Conflict.objects.order_by("scan", "kind").values_list("scan", "kind")
    return list(seats), list(cards)


def cards() -> set[str]:
    return set(Conflict.objects.open().values_list("kind", flat=True))


def test_a_phone_without_signal_has_let_them_in(phone, slot):
    ticket = party(slot, people=3)

    row = phone.send(offline(phone, ticket)).json()["results"][0]

    scan = Scan.objects.get()
    assert (row["verdict"], row["admitted"]) == ("admitted", 3)
    assert (scan.said, scan.let_in, scan.is_whole) == ("admitted", [1, 2, 3], True)
    assert Seat.objects.admitted().count() == 3
    assert cards() == set()


@pytest.mark.parametrize("turned", [False, True])
def test_two_phones_without_signal_and_one_ticket_make_a_card(
    phone, other, slot, turned
):
    ticket = party(slot, people=2)
    early, late = offline(phone, ticket, 9), offline(other, ticket, 8)

    if turned:
        second = other.send(late).json()["results"][0]
        first = phone.send(early).json()["results"][0]
    else:
        first = phone.send(early).json()["results"][0]
        second = other.send(late).json()["results"][0]

    assert first["verdict"] == "admitted"
    assert second["verdict"] == ("admitted" if turned else "already_in")
    admitted = Seat.objects.values_list("admitted_by", flat=True)
    assert {str(each) for each in admitted} == {early["id"]}
    assert [str(each.scan_id) for each in Conflict.objects.all()] == [late["id"]]


def test_both_in_one_batch_the_later_one_first(phone, slot):
    ticket = party(slot)
    late, early = offline(phone, ticket, 3), offline(phone, ticket, 7)

    phone.send(late, early)

    assert str(Seat.objects.get().admitted_by) == early["id"]
    assert [str(each.scan_id) for each in Conflict.objects.all()] == [late["id"]]


def test_a_family_that_came_in_two_halves_makes_no_card(phone, other, slot):
    ticket = party(slot, people=4)
    halves = [
        (phone, offline(phone, ticket, 9, let_in=[1, 2])),
        (other, offline(other, ticket, 8, let_in=[3, 4])),
    ]

    for door, sent in reversed(halves):
        door.send(sent)

    assert Seat.objects.admitted().count() == 4
    assert cards() == set()


def test_what_the_phone_refused_lets_nobody_in(phone, slot):
    phone.send(offline(phone, party(slot), said="wrong_timeslot"))

    assert Scan.objects.get().let_in == []
    assert Seat.objects.admitted().count() == 0
    assert cards() == set()


def test_whoever_went_into_the_wrong_timeslot_is_a_card_and_no_admission(phone):
    talk = event(slots=2)
    door = Phone(talk)
    _, second = slots_of(talk)
    ticket = party(second)

    row = door.send(offline(door, ticket)).json()["results"][0]

    assert row["verdict"] == "wrong_timeslot"
    assert Seat.objects.admitted().count() == 0
    assert cards() == {ConflictKind.WRONG_TIMESLOT}


def test_a_minor_without_consent_is_inside_and_a_card(phone, slot):
    ticket = party(slot, people=2)
    Attendee.objects.filter(number=2).update(lacks_consent=True)

    row = phone.send(offline(phone, ticket)).json()["results"][0]

    assert row["verdict"] == "consent_missing"
    assert Seat.objects.admitted().count() == 2
    assert cards() == {ConflictKind.CONSENT}


def test_an_old_ticket_and_a_strange_hour_are_cards(phone, slot):
    old, early = parties(slot, number=2)
    old.revoked_at = timezone.now()
    old.save()

    phone.send(offline(phone, old), offline(phone, early, minutes=60))

    assert Seat.objects.admitted().count() == 2
    assert cards() == {ConflictKind.NOT_VALID, ConflictKind.TIME}


def test_the_phone_had_to_decide_because_the_answer_was_lost(phone, other, slot):
    ticket = party(slot)
    sent = phone.entry(ticket.token)
    other.scan(ticket.token)
    lost = phone.send(sent).json()["results"][0]

    again = phone.send(sent | {"said": "admitted", "let_in": [1]}).json()["results"][0]

    assert again == lost
    assert again["verdict"] == "already_in"
    assert cards() == {ConflictKind.DOUBLE}
    assert Scan.objects.get(pk=sent["id"]).let_in == [1]


def test_a_lost_answer_that_said_the_same_changes_nothing(phone, slot):
    sent = phone.entry(party(slot).token)
    phone.send(sent)

    for _ in range(3):
        phone.send(sent | {"said": "admitted", "let_in": [1]})

    assert str(Seat.objects.get().admitted_by) == sent["id"]
    assert cards() == set()


def test_a_reading_whose_question_never_arrived_keeps_the_time_of_the_door(phone, slot):
    sent = phone.entry(party(slot).token, at=ago(20), said="admitted", let_in=[1])

    phone.send(sent)

    admitted_at = Seat.objects.get().admitted_at
    assert timezone.now() - admitted_at > timedelta(minutes=19)


class TestUndo:
    def take_back(self, phone, of: dict, **changes) -> dict:
        sent = {"id": str(uuid.uuid4()), "of": of["id"], "at": ago(0)} | changes
        answer = phone.client.post(
            "/scanner/api/undo",
            {"undos": [sent], "device_time": timezone.now().isoformat()},
            content_type="application/json",
            headers=phone.headers,
        )
        assert answer.status_code == 200, answer.content
        return answer.json()["results"][0]

    def test_an_undo_opens_the_seat_again(self, phone, slot):
        ticket = party(slot)
        sent = phone.entry(ticket.token)
        phone.send(sent)

        assert self.take_back(phone, sent)["result"] == "undone"

        assert Seat.objects.admitted().count() == 0
        assert phone.scan(ticket.token)["verdict"] == "admitted"

    def test_it_counts_before_the_scan_has_arrived(self, phone, slot):
        sent = offline(phone, party(slot))

        assert self.take_back(phone, sent)["result"] == "kept"
        phone.send(sent)

        assert Seat.objects.admitted().count() == 0

    def test_the_second_becomes_the_first_and_its_card_goes(self, phone, other, slot):
        ticket = party(slot)
        early, late = offline(phone, ticket, 9), offline(other, ticket, 8)
        phone.send(early)
        other.send(late)
        assert cards() == {ConflictKind.DOUBLE}

        self.take_back(phone, early)

        assert str(Seat.objects.get().admitted_by) == late["id"]
        assert cards() == set()

    def test_not_after_a_quarter_of_an_hour_and_not_by_another_phone(
        self, phone, other, slot
    ):
        sent = offline(phone, party(slot), 16)
        phone.send(sent)

        assert self.take_back(phone, sent)["result"] == "too_late"
        assert self.take_back(other, sent)["result"] == "not_yours"
        assert Seat.objects.admitted().count() == 1
        assert Undo.objects.count() == 0

    def test_a_supervisor_may_with_a_reason(self, phone, talk, slot):
        sent = offline(phone, party(slot), 40)
        phone.send(sent)
        chief = Phone(talk, role="supervisor")

        assert self.take_back(chief, sent)["result"] == "not_yours"
        done = self.take_back(chief, sent, reason="券を取り違えた")

        assert done["result"] == "undone"
        assert Seat.objects.admitted().count() == 0

    def test_another_events_scan_is_not_there(self, phone, slot):
        sent = phone.entry(party(slot).token)
        phone.send(sent)

        assert self.take_back(Phone(event()), sent)["result"] == "kept"
        assert Seat.objects.admitted().count() == 1


class TestStoppedDevice:
    def stop(self, phone, minutes: float) -> None:
        phone.device.revoked_at = datetime.fromisoformat(ago(minutes))
        phone.device.save()

    def test_what_it_read_before_is_evidence(self, phone, slot):
        sent = offline(phone, party(slot), 9)
        self.stop(phone, 5)

        answer = phone.send(sent)

        assert answer.status_code == 401
        assert answer.json()["error"] == "revoked"
        assert answer.json()["kept"] == [sent["id"]]
        assert Seat.objects.admitted().count() == 1

    def test_what_it_read_afterwards_lets_nobody_in(self, phone, slot):
        sent = offline(phone, party(slot), 1)
        self.stop(phone, 5)

        phone.send(sent)

        assert Seat.objects.admitted().count() == 0
        assert cards() == {ConflictKind.STOPPED_DEVICE}

    def test_its_questions_are_refused(self, phone, slot):
        """Whoever holds a lost phone could admit by asking."""
        sent = phone.entry(party(slot).token)
        self.stop(phone, 5)

        answer = phone.send(sent)

        assert (answer.status_code, answer.json()["kept"]) == (401, [sent["id"]])
        assert Scan.objects.count() == Seat.objects.admitted().count() == 0

    def test_it_takes_nothing_back_afterwards(self, phone, slot):
        sent = offline(phone, party(slot), 9)
        phone.send(sent)
        self.stop(phone, 5)

        answer = phone.client.post(
            "/scanner/api/undo",
            {"undos": [{"id": str(uuid.uuid4()), "of": sent["id"], "at": ago(0)}]},
            content_type="application/json",
            headers=phone.headers,
        )

        assert answer.status_code == 401
        assert Seat.objects.admitted().count() == 1

    def test_the_order_of_stopping_and_sending_does_not_matter(self, phone, slot):
        ticket = party(slot)
        before, after = offline(phone, ticket, 9), offline(phone, ticket, 1)
        self.stop(phone, 5)
        phone.send(after, before)

        assert str(Seat.objects.get().admitted_by) == before["id"]


def test_a_rehearsal_leaves_no_trace(talk, slot):
    door = Phone(talk, is_rehearsal=True)
    ticket = party(slot)

    row = door.scan(ticket.token)
    door.send(offline(door, ticket))

    assert row["verdict"] == "admitted"
    assert Scan.objects.count() == Seat.objects.admitted().count() == 0
