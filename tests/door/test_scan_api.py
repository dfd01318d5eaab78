"""The door API: shape, order, size, cost and limits, as docs/door.md has them."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.models import Scan
from events.door.views import api
from events.registration.models import Seat
from tests.door.builders import (
    PUBLISHED,
    Phone,
    parties,
    party,
    statements,
)

pytestmark = pytest.mark.django_db


def test_a_scan_is_answered_in_the_published_shape(phone, slot):
    sent = phone.entry(party(slot, people=4).token)

    response = phone.send(sent)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert set(response.json()) == {"results", "server_time"}
    (row,) = response.json()["results"]
    assert set(row) >= PUBLISHED
    assert {key: row[key] for key in PUBLISHED - {"next"}} == {
        "id": sent["id"],
        "verdict": "admitted",
        "admitted": 4,
        "party": 4,
        "first_at": None,
        "timeslot": slot.pk,
        "message": "4名 入場",
    }
    assert set(row["visitor"]) == {"ja", "ja-easy", "en"}


def test_the_second_scan_says_when_and_where(phone, slot):
    code = party(slot).token
    phone.scan(code)

    row = phone.scan(code)

    assert (row["verdict"], row["admitted"], row["gate"]) == ("already_in", 0, "入口A")
    assert row["first_at"] == Seat.objects.get().admitted_at.isoformat()


def test_answers_keep_the_order_and_a_bad_scan_spoils_nothing(phone, slot):
    codes = [ticket.token for ticket in parties(slot, number=4)]
    sent = [phone.entry(code) for code in codes]
    bad = ["nonsense", {"id": "no uuid"}, phone.entry(None), phone.entry("x", at="?")]
    mixed = [sent[0], bad[0], sent[1], bad[1], sent[2], bad[2], bad[3], sent[3]]

    response = phone.send(*mixed)

    rows = response.json()["results"]
    assert response.status_code == 200
    assert [row["verdict"] == "admitted" for row in rows] == [
        entry in sent for entry in mixed
    ]
    assert [row["id"] for row in rows if row["verdict"] == "admitted"] == [
        entry["id"] for entry in sent
    ]
    assert [row.get("error") for row in rows if "error" in row] == [
        "not_an_object",
        "id",
        "code",
        "at",
    ]
    assert all(set(row) >= PUBLISHED for row in rows)


def test_500_scans_are_taken_with_a_constant_number_of_statements(phone, slot):
    codes = [ticket.token for ticket in parties(slot, number=500)]

    def cost(some):
        with CaptureQueriesContext(connection) as queries:
            response = phone.send(*(phone.entry(code) for code in some))
        assert [row["verdict"] for row in response.json()["results"]] == [
            "admitted"
        ] * len(some)
        return len(list(statements(queries)))

    few = cost(codes[:2])
    assert few <= 4
    assert cost(codes[2:]) == few
    assert Seat.objects.admitted().count() == 500


def test_exactly_500_scans_are_allowed(phone):
    assert phone.send(*(phone.entry("x") for _ in range(500))).status_code == 200
    response = phone.send(*(phone.entry("x") for _ in range(501)))

    assert response.status_code == 413
    assert response.json()["error"] == "too_many_scans"
    assert Scan.objects.count() == 500


def test_a_body_of_many_megabytes_is_refused_in_json(phone):
    response = phone.post(b'{"scans": [' + b"1," * 700_000 + b"1]}")

    assert response.status_code == 413
    assert response.json()["message"]


@pytest.mark.parametrize(
    "body",
    [
        "",
        "scans",
        "[]",
        "null",
        "{}",
        '{"scans": {}}',
        '{"scans": null}',
        b"\xff\xfe\x00",
        "[" * 100_000,
        '{"scans": ' + "9" * 5000 + "}",
    ],
)
def test_a_body_that_is_none_of_ours_is_refused_with_a_sentence(phone, body):
    response = phone.post(body)

    assert response.status_code == 400
    assert set(response.json()) == {"error", "message"}
    assert response.json()["message"].endswith("。")


def test_an_empty_list_is_answered_with_an_empty_list(phone):
    assert phone.send().json()["results"] == []


def test_a_scan_costs_four_statements_at_most(phone, slot):
    tickets = parties(slot, number=3, people=4)
    phone.scan(tickets[0].token)

    def cost(code):
        with CaptureQueriesContext(connection) as queries:
            phone.scan(code)
        return len(list(statements(queries)))

    assert cost(tickets[1].token) <= 4
    assert cost(tickets[1].token) <= 4  # already in
    assert cost(tickets[2].registration.receipt_number) <= 4
    assert cost("K1" + "A" * 32) <= 4


def test_flooding_with_strange_codes_stops_the_device_for_a_while(
    phone, talk, slot, monkeypatch
):
    monkeypatch.setitem(api.STRANGE_CODES, "limit", 5)
    monkeypatch.setitem(api.STRANGE_CODES, "seconds", 1)
    phone.send(*(phone.entry("K1" + "A" * 32) for _ in range(6)))
    code = party(slot).token

    refused = phone.send(phone.entry(code))

    assert refused.status_code == 429
    assert refused.json()["error"] == "flood"
    assert int(refused["Retry-After"]) > 0
    assert phone.get("timeslots").status_code == 200
    assert Phone(talk).scan(code)["verdict"] == "admitted"
    wait_until(lambda: phone.send(phone.entry(code)).status_code == 200)


def wait_until(done):
    deadline = timezone.now() + timedelta(seconds=5)
    while not done():
        assert timezone.now() < deadline


def test_ordinary_verdicts_do_not_count_as_a_flood(phone, slot, monkeypatch):
    monkeypatch.setitem(api.STRANGE_CODES, "limit", 3)
    code = party(slot).token

    assert {phone.scan(code)["verdict"] for _ in range(9)} == {"admitted", "already_in"}
