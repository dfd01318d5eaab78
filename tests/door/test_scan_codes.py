"""What was held before the camera, and whom it lets in."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from events.door.models import Scan
from events.registration.models import Seat
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.reissue_ticket import reissue_ticket
from tests.door.builders import (
    Phone,
    event,
    parties,
    party,
    slots_of,
)

pytestmark = pytest.mark.django_db


def full_width(code):
    return "".join(chr(ord(sign) + 0xFEE0) for sign in code)


@pytest.mark.parametrize(
    "write",
    [
        str.lower,
        full_width,
        lambda code: f"  {code[:10]} {code[10:20]}　{code[20:]}\r\n",
        lambda code: "-".join(code[at : at + 4] for at in range(0, len(code), 4)),
        lambda code: "ー".join([code[:20], code[20:]]),
    ],
)
def test_an_honest_code_is_read_however_it_is_written(phone, slot, write):
    assert phone.scan(write(party(slot).token))["verdict"] == "admitted"


@pytest.mark.parametrize(
    "code",
    [
        "",
        " ",
        "A" * 4096,
        "K1" + "A" * 4094,
        "https://example.jp/t/?a=1",
        "javascript:alert(1)",
        "MATMSG:TO:a@example.jp;;",
        "\x00",
        "K1\x00" + "A" * 32,
        "😀" * 40,
        "\ud800",
        "' OR 1=1 --",
        "K1" + "A" * 31,
        "K1" + "A" * 33,
        "K1" + "0" * 32,
        "1234567",
    ],
)
def test_what_is_no_code_of_ours_is_malformed_and_recorded(phone, code):
    row = phone.scan(code)

    assert (row["verdict"], row["admitted"], row["party"]) == ("malformed", 0, 0)
    assert "error" not in row
    assert Scan.objects.get().verdict == "malformed"


def test_the_code_itself_is_not_kept(phone, slot):
    code = party(slot).token
    phone.scan(code)

    kept = json.dumps(Scan.objects.values().get(), default=str)
    assert code not in kept


def test_the_receipt_number_admits_in_its_own_event_only(phone, slot):
    number = party(slot, people=2).registration.receipt_number

    assert Phone(event()).scan(number)["verdict"] == "unknown"
    assert phone.scan(f"{number[:4]} {number[4:]}")["admitted"] == 2


def test_an_old_version_is_replaced_and_the_new_one_admits(phone, slot):
    old = party(slot)
    new = reissue_ticket(
        registration=old.registration, actor="user:1", now=timezone.now()
    )

    assert phone.scan(old.token)["verdict"] == "replaced"
    assert phone.scan(new.token)["verdict"] == "admitted"


def test_a_foreign_ticket_answers_byte_for_byte_like_none(phone, slot):
    def body(code):
        sent = phone.entry(code)
        response = phone.send(sent)
        text = response.content.decode().replace(sent["id"], "ID")
        return text.replace(response.json()["server_time"], "NOW")

    foreign, cancelled, old, waiting = (
        party(slots_of(event())[0], people=number) for number in (1, 2, 3, 4)
    )
    later = event(starts_at=timezone.now() + timedelta(days=9))
    soon = party(slots_of(later)[0])
    now = timezone.now()
    registration = cancelled.registration
    registration.seats.update(status="CANCELLED", cancelled_at=now)
    registration.cancel(now=now)
    registration.save()
    reissue_ticket(registration=old.registration, actor="user:1", now=now)
    Phone(waiting.registration.event).scan(waiting.token)

    missing = body("K1" + "A" * 32)

    assert '"unknown"' in missing
    for each in (foreign, cancelled, old, waiting, soon):
        assert body(each.token) == missing


def test_a_cancelled_registration_and_a_cancelled_event_are_told(phone, talk):
    now = timezone.now()
    coming = event(starts_at=now + timedelta(hours=1))
    one, other = parties(slots_of(coming)[0], number=2)
    here = Phone(coming)
    seats = set(one.registration.seats.values_list("pk", flat=True))
    cancel_seats(registration=one.registration, seat_ids=seats, actor="x", now=now)

    assert here.scan(one.token)["verdict"] == "cancelled"
    assert here.scan(other.token)["verdict"] == "too_early"

    cancel_event(event=coming, reason={"ja": "台風"}, actor="user:1", now=now)
    assert here.scan(other.token)["verdict"] == "cancelled"


def test_a_wrong_timeslot_says_which_is_right():
    talk = event(slots=2)
    first, second = slots_of(talk)

    row = Phone(talk).scan(party(second).token, timeslot=first.pk)

    assert (row["verdict"], row["timeslot"]) == ("wrong_timeslot", second.pk)
    assert "第2回" in row["visitor"]["ja"]
    assert "Part 2" in row["visitor"]["en"]


def test_before_the_doors_and_after_the_end_nobody_is_used_up():
    now = timezone.now()
    early = event(starts_at=now + timedelta(hours=2))
    late = event(starts_at=now - timedelta(hours=3))

    for talk, word in ((early, "too_early"), (late, "closed")):
        assert Phone(talk).scan(party(slots_of(talk)[0]).token)["verdict"] == word
    assert not Seat.objects.admitted().exists()


def test_a_party_of_four_comes_two_and_two(phone, slot):
    code = party(slot, people=4).token

    first = phone.scan(code, people=[1, 3])
    same = phone.scan(code, people=[1, 3])
    second = phone.scan(code, people=[2, 4])
    third = phone.scan(code)

    assert (first["admitted"], first["party"]) == (2, 4)
    assert "2" in first["message"]
    assert same["verdict"] == "already_in"
    assert (second["verdict"], second["admitted"]) == ("admitted", 2)
    assert third["verdict"] == "already_in"


def test_twice_in_one_batch_is_one_admission(phone, slot):
    ticket = party(slot, people=2)
    qr, number = ticket.token, ticket.registration.receipt_number

    response = phone.send(*(phone.entry(code) for code in (qr, qr, number)))

    words = [row["verdict"] for row in response.json()["results"]]
    assert words == ["admitted", "already_in", "already_in"]
