"""A supervisor lets somebody in against the rules, and says why."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from events.door.choices import DeviceRole
from events.door.models import Conflict, Scan, Undo
from events.programme.models import Timeslot
from events.registration.models import Attendee, Seat
from peace.audit.models import AuditEntry
from tests.door.builders import Phone, event, party, slots_of

pytestmark = pytest.mark.django_db

REASON = "保護者と電話で確かめた"


@pytest.fixture
def chief(talk) -> Phone:
    return Phone(talk, name="責任者", role=DeviceRole.SUPERVISOR)


def wish(phone: Phone, code: str, row: dict, **changes: Any) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "scan": row["id"],
        "code": code,
        "timeslot": phone.slot.pk,
        "people": "all",
        "reason": REASON,
    } | changes


def let_in(phone: Phone, code: str, **changes: Any) -> dict:
    response = phone.ask("overrides", wish(phone, code, phone.scan(code), **changes))
    assert response.status_code == 200, response.content
    return response.json()["result"]


def _no_consent(ticket):
    Attendee.objects.filter(number=2).update(lacks_consent=True)


def _early(ticket):
    Timeslot.objects.update(doors_at=timezone.now() + timedelta(hours=1))


def _over(ticket):
    now = timezone.now()
    Timeslot.objects.update(
        starts_at=now - timedelta(hours=2), ends_at=now - timedelta(hours=1)
    )


def _old(ticket):
    ticket.revoked_at = timezone.now()
    ticket.save()


@pytest.mark.parametrize(
    ("said", "make_it_so", "cards"),
    [
        ("consent_missing", _no_consent, ["consent"]),
        ("too_early", _early, ["time"]),
        ("closed", _over, ["time"]),
        ("replaced", _old, ["not_valid"]),
    ],
)
def test_a_reason_opens_the_door(chief, slot, said, make_it_so, cards):
    ticket = party(slot, people=2)
    make_it_so(ticket)
    assert chief.scan(ticket.token)["verdict"] == said

    row = let_in(chief, ticket.token)

    assert (row["verdict"], row["admitted"], row["overrode"]) == ("admitted", 2, said)
    assert row["message"] == "2名 入場"
    scan = Scan.objects.get(pk=row["id"])
    assert (scan.reason, scan.let_in, scan.verdict) == (REASON, [1, 2], "admitted")
    admitted = Seat.objects.admitted().values_list("admitted_by", flat=True)
    assert list(admitted) == [scan.pk, scan.pk]
    assert [each.kind for each in Conflict.objects.all()] == cards
    assert not Conflict.objects.open().exists()
    assert Conflict.objects.get().word == REASON


def test_whoever_is_in_already_goes_in_and_is_counted_once(chief, phone, slot):
    ticket = party(slot, people=2)
    first = phone.scan(ticket.token)

    row = let_in(chief, ticket.token)

    assert (row["verdict"], row["admitted"], row["message"]) == (
        "admitted",
        0,
        "どうぞ",
    )
    assert row["visitor"]["en"] == "Please come in."
    assert {
        str(each) for each in Seat.objects.values_list("admitted_by", flat=True)
    } == {first["id"]}
    card = Conflict.objects.get()
    assert (card.kind, card.word, card.closed_by) == (
        "double",
        REASON,
        chief.device.actor,
    )


def test_the_card_stays_closed_when_the_party_is_merged_again(chief, phone, slot):
    ticket = party(slot)
    early = phone.entry(
        ticket.token,
        mode="offline",
        at=(timezone.now() - timedelta(minutes=4)).isoformat(),
    )
    phone.scan(ticket.token)
    let_in(chief, ticket.token)

    phone.send(early)

    assert str(Seat.objects.get().admitted_by) == early["id"]
    assert Conflict.objects.filter(closed_at__isnull=False).count() == 1
    # The gate's own later scan of the same ticket is a double of the earlier one.
    assert Conflict.objects.open().count() == 1


def test_the_reason_is_in_the_scan_and_not_in_the_audit(chief, slot):
    ticket = party(slot, people=2)
    _no_consent(ticket)

    row = let_in(chief, ticket.token, people=[1, 2], reason=f" {REASON}\n ")

    entry = AuditEntry.objects.get(verb="scan.overridden")
    assert entry.about == f"scan:{row['id']}"
    assert entry.detail == {"people": 2, "verdict": "consent_missing"}
    assert Scan.objects.get(pk=row["id"]).reason == REASON


def test_a_gate_phone_may_not(phone, slot):
    ticket = party(slot, people=2)
    _no_consent(ticket)

    response = phone.ask(
        "overrides", wish(phone, ticket.token, phone.scan(ticket.token))
    )

    assert response.status_code == 403
    assert response.json()["error"] == "not_supervisor"
    assert Seat.objects.admitted().count() == 0


@pytest.mark.parametrize("reason", ["", "  ", None, "\u200b\n", 7])
def test_without_a_reason_nothing_happens(chief, slot, reason):
    sent = wish(chief, party(slot).token, {"id": str(uuid.uuid4())}, reason=reason)

    response = chief.ask("overrides", sent)

    assert (response.status_code, response.json()["error"]) == (400, "no_reason")
    assert Scan.objects.count() == 0


def test_the_same_override_again_is_one(chief, slot):
    ticket = party(slot)
    _old(ticket)
    sent = wish(chief, ticket.token, chief.scan(ticket.token))

    first = chief.ask("overrides", sent).json()
    again = chief.ask("overrides", sent).json()
    other = chief.ask("overrides", sent | {"reason": "別の理由"})

    assert again["result"] == first["result"]
    assert other.status_code == 409
    assert AuditEntry.objects.filter(verb="scan.overridden").count() == 1


def test_no_reason_makes_a_ticket_out_of_a_stranger_s(chief, slot):
    elsewhere = party(slots_of(event())[0])

    foreign, unknown = let_in(chief, elsewhere.token), let_in(chief, "K1" + "A" * 32)

    assert foreign["refused"] == unknown["refused"] == "unknown"
    assert Seat.objects.admitted().count() == 0


def test_another_timeslot_is_a_move_and_no_override(chief):
    made = event(slots=2)
    door = Phone(made, role=DeviceRole.SUPERVISOR)
    ticket = party(slots_of(made)[1])

    assert let_in(door, ticket.token)["refused"] == "wrong_timeslot"


def test_in_rehearsal_nothing_is_written(talk, slot):
    door = Phone(talk, role=DeviceRole.SUPERVISOR, is_rehearsal=True)
    ticket = party(slot)
    _old(ticket)

    row = let_in(door, ticket.token)
    at = timezone.now().isoformat()
    undo = {"id": str(uuid.uuid4()), "of": row["id"], "at": at}
    undone = door.ask("undo", {"undos": [undo]})

    assert row["admitted"] == 1
    assert undone.json()["results"][0]["result"] == "undone"
    assert Scan.objects.count() == Undo.objects.count() == 0
    assert Seat.objects.admitted().count() == 0


def test_a_supervisor_takes_back_what_another_phone_did(chief, phone, slot):
    ticket = party(slot)
    phone.scan(ticket.token)
    seen = chief.scan(ticket.token)

    answer = chief.ask(
        "undo",
        {
            "undos": [
                {
                    "id": str(uuid.uuid4()),
                    "of": seen["first_scan"],
                    "at": timezone.now().isoformat(),
                    "reason": "入らずに帰った",
                }
            ]
        },
    )

    assert answer.json()["results"][0]["result"] == "undone"
    assert Seat.objects.admitted().count() == 0
    assert chief.scan(ticket.token)["verdict"] == "admitted"
