"""Practice: answered as at the door, and no trace of it."""

import json
import re
import subprocess
import uuid
from datetime import timedelta
from pathlib import Path
from shutil import which

import pytest
from django.utils import timezone

from events.door.choices import Verdict
from events.door.models import Scan, Undo
from events.door.rehearsal import practice_cards
from events.door.words.rehearsal import LOOKS, practice_words
from events.registration.models import Seat
from events.registration.token import SHAPE
from tests.door.builders import Phone, event, party, slots_of

pytestmark = pytest.mark.django_db

DOOR_JS = Path(__file__).resolve().parents[2] / "events/door/static/door"


@pytest.fixture
def talk():
    """Some days ahead: its doors are shut."""
    return event(slots=2, starts_at=timezone.now() + timedelta(days=3))


@pytest.fixture
def phone(talk):
    return Phone(talk, is_rehearsal=True)


def undo(phone, of):
    body = {"undos": [{"id": str(uuid.uuid4()), "of": of, "at": _now()}]}
    return phone.client.post(
        "/scanner/api/undo",
        json.dumps(body),
        content_type="application/json",
        headers=phone.headers,
    )


def _now():
    return timezone.now().isoformat()


def test_each_practice_code_is_answered_with_its_verdict(talk, phone):
    cards = practice_cards(talk.pk)

    rows = [phone.scan(card.code) for card in cards]

    wanted = [card.words.replace("_some", "") for card in cards]
    assert [row["verdict"] for row in rows] == wanted
    assert set(wanted) == set(Verdict.values)
    assert [(row["admitted"], row["party"]) for row in rows[:2]] == [(2, 2), (3, 4)]
    assert rows[0]["visitor"]["en"] == "2 of you. Please come in."
    for row in rows:
        assert "―" not in row["message"] + row["visitor"]["ja"]


def test_practice_codes_look_like_tickets_but_for_the_poster(talk):
    codes = [card.code for card in practice_cards(talk.pk)]

    assert len(set(codes)) == 12
    assert [bool(SHAPE.fullmatch(code)) for code in codes] == [True] * 11 + [False]


def test_a_phone_at_the_real_door_does_not_know_them(talk):
    phone = Phone(talk)

    answers = {phone.scan(card.code)["verdict"] for card in practice_cards(talk.pk)}

    assert answers == {"unknown", "malformed"}


def test_the_codes_of_another_event_are_not_known_either(talk, phone):
    (first, *_) = practice_cards(event().pk)

    assert phone.scan(first.code)["verdict"] == "unknown"


def test_a_real_ticket_is_decided_as_if_the_doors_were_open(talk, phone):
    first, second = slots_of(talk)
    here, there = party(first, people=3), party(second)

    assert phone.scan(here.token)["verdict"] == "admitted"
    assert phone.scan(there.token)["verdict"] == "wrong_timeslot"
    assert Phone(talk).scan(here.token)["verdict"] == "too_early"


def test_the_list_of_a_rehearsal_has_its_doors_open_too(talk, phone):
    slots = phone.get("manifest").json()["timeslots"]

    assert all(slot["doors_at"] < _now() < slot["ends_at"] for slot in slots)


def test_a_rehearsal_leaves_no_trace(talk, phone):
    ticket = party(slots_of(talk)[0], people=2)
    real = Phone(talk)
    told = real.scan(ticket.token)
    before = Scan.objects.count()

    phone.send(
        phone.entry(ticket.token),
        phone.entry(ticket.token, mode="offline", said="admitted"),
        phone.entry(practice_cards(talk.pk)[0].code),
    )
    answer = undo(phone, told["id"])

    assert answer.status_code == 200
    assert Scan.objects.count() == before
    assert not Undo.objects.exists()
    assert not Seat.objects.filter(admitted_at__isnull=False).exists()


def test_control_the_same_undo_from_a_real_phone_does_leave_one(talk):
    real = Phone(talk)
    told = real.scan(party(slots_of(talk)[0]).token)

    undo(real, told["id"])

    assert Undo.objects.count() == 1


def test_the_phone_is_told_that_it_practises(phone):
    assert phone.get("timeslots").json()["device"]["rehearsal"] is True


def test_the_labels_of_the_sheet_say_what_the_scanner_shows():
    """The colours, signs and sounds are verdict.js's own."""
    node = which("node")
    if node is None:
        pytest.skip("node is not installed")
    script = (
        f"import({json.dumps((DOOR_JS / 'verdict.js').as_uri())})"
        ".then((m) => console.log(JSON.stringify(m.LOOKS)))"
    )
    done = subprocess.run([node, "-e", script], capture_output=True, check=True)
    looks = json.loads(done.stdout)

    assert {
        words: (look["state"], look["sign"], look["sound"])
        for words, look in looks.items()
    } == LOOKS
    for words in LOOKS:
        assert not re.search(r"[{}]", "".join(practice_words(words).values()))
