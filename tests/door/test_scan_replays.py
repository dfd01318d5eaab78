"""The same scan again: one row, one answer; another body is a conflict."""

import pytest

from events.door.models import Scan
from events.registration.models import Seat
from tests.door.builders import (
    Phone,
    event,
    parties,
    party,
)

pytestmark = pytest.mark.django_db


def test_a_replay_returns_the_stored_answer_and_changes_nothing(phone, slot):
    sent = phone.entry(party(slot, people=2).token)
    first = phone.send(sent)

    again = [phone.send(sent).json()["results"] for _ in range(10)]

    assert again == [first.json()["results"]] * 10
    assert (Scan.objects.count(), Seat.objects.admitted().count()) == (1, 2)


def test_a_batch_cut_in_the_middle_is_sent_again_whole(phone, slot):
    sent = [phone.entry(ticket.token) for ticket in parties(slot, number=6)]
    phone.send(*sent[:3])

    rows = phone.send(*sent).json()["results"]

    assert [row["verdict"] for row in rows] == ["admitted"] * 6
    assert Scan.objects.count() == 6


def test_a_known_id_with_another_body_is_a_conflict(phone, slot):
    one, other = (ticket.token for ticket in parties(slot, number=2))
    sent = phone.entry(one)
    phone.send(sent)
    forged = sent | {"code": other}

    alone = phone.send(forged)
    among = phone.send(phone.entry(other), forged, sent)

    assert alone.status_code == 409
    assert alone.json()["results"][0]["error"] == "conflict"
    assert among.status_code == 200
    assert [row.get("error") for row in among.json()["results"]] == [
        None,
        "conflict",
        None,
    ]
    assert among.json()["results"][2]["verdict"] == "admitted"


@pytest.mark.parametrize(
    "change", [{"people": [1]}, {"timeslot": None}, {"mode": "offline"}]
)
def test_every_part_of_the_body_counts(phone, slot, change):
    sent = phone.entry(party(slot).token)
    phone.send(sent)

    assert phone.send(sent | change).status_code == 409


def test_two_scans_under_one_id_in_one_batch(phone, slot):
    one, other = (ticket.token for ticket in parties(slot, number=2))
    sent = phone.entry(one)

    rows = phone.send(sent, sent, sent | {"code": other}).json()["results"]

    assert rows[0] == rows[1]
    assert rows[2]["error"] == "conflict"
    assert Scan.objects.count() == 1


def test_another_events_device_learns_nothing_from_a_known_id(phone, slot):
    sent = phone.entry(party(slot, people=3).token)
    phone.send(sent)

    response = Phone(event()).send(sent)

    assert response.status_code == 409
    assert response.json()["results"][0]["party"] == 0


def test_a_phone_that_was_paired_again_sends_what_it_still_holds(phone, talk, slot):
    sent = phone.entry(party(slot).token)
    phone.send(sent)

    assert Phone(talk).send(sent).json()["results"][0]["verdict"] == "admitted"
