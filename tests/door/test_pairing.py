"""A phone becomes a scanner: once, for ten minutes, until the end of the day."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from events.door.models import PairingCode, ScannerDevice
from events.door.usecases.pair_device import end_of_day, open_pairing, revoke_device
from events.door.views import api
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests.door.builders import Phone, event

pytestmark = pytest.mark.django_db


def pair(code, name="入口A", **body):
    return Client().post(
        "/scanner/api/pair",
        json.dumps({"code": code, "name": name} | body),
        content_type="application/json",
    )


def new_code(talk=None, **back):
    now = timezone.now() - timedelta(**back)
    return open_pairing(event=talk or event(), actor="user:1", now=now)


def test_a_code_makes_one_device_of_its_event():
    talk = event()

    response = pair(new_code(talk))

    made = ScannerDevice.objects.get()
    assert response.status_code == 201
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert set(body) == {"device", "token", "event", "expires_at"}
    assert (body["device"], body["event"]) == (str(made.pk), talk.slug)
    assert datetime.fromisoformat(body["expires_at"]) == made.expires_at
    assert (made.name, made.event, made.paired_by) == ("入口A", talk, "user:1")
    assert body["token"] not in json.dumps(
        list(ScannerDevice.objects.values()), default=str
    )
    answer = Client().get(
        "/scanner/api/timeslots", headers={"Authorization": f"Bearer {body['token']}"}
    )
    assert answer.status_code == 200
    verbs = AuditEntry.objects.values_list("verb", flat=True)
    assert list(verbs) == ["device.paired"]


def test_a_code_is_read_however_it_is_typed():
    code = new_code()

    assert pair(f" {code[:4]}-{code[4:8]} {code[8:]}".lower()).status_code == 201


def test_a_code_serves_once():
    code = new_code()
    pair(code)

    again = pair(code)

    assert (again.status_code, again.json()["error"]) == (400, "pair_code_over")
    assert ScannerDevice.objects.count() == 1


def test_a_code_serves_for_ten_minutes():
    assert pair(new_code(minutes=9)).status_code == 201
    over = pair(new_code(minutes=10))
    assert (over.status_code, over.json()["error"]) == (400, "pair_code_over")


def test_the_code_itself_is_not_kept():
    code = new_code()

    assert code not in json.dumps(list(PairingCode.objects.values()), default=str)


@pytest.mark.parametrize(
    ("code", "name", "error"),
    [
        ("", "A", "no_code"),
        (None, "A", "no_code"),
        ("A" * 65, "A", "no_code"),
        ("ABCD", "A", "pair_code_over"),
        ("\ud800", "A", "pair_code_over"),
        ("ABCD", "", "no_name"),
        ("ABCD", " \t ", "no_name"),
        ("ABCD", None, "no_name"),
        ("ABCD", "\x00", "no_name"),
    ],
)
def test_what_does_not_pair_is_refused_with_a_sentence(code, name, error):
    response = pair(code, name)

    assert (response.status_code, response.json()["error"]) == (400, error)
    assert response.json()["message"].endswith("。")


def test_a_name_is_kept_short_and_printable():
    assert pair(new_code(), "入口\x00A\ud800" + "あ" * 100).status_code == 201
    assert ScannerDevice.objects.get().name == "入口A" + "あ" * 57


@pytest.mark.parametrize("body", ["", "[]", "null", b"\xff", "[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(body):
    response = Client().post("/scanner/api/pair", body, content_type="application/json")

    assert (response.status_code, response.json()["error"]) == (400, "not_json")


def test_guessing_codes_is_stopped(monkeypatch):
    monkeypatch.setitem(api.PAIRING_TRIES, "limit", 3)

    answers = [pair("WRONG").status_code for _ in range(5)]

    assert answers == [400, 400, 400, 429, 429]


@pytest.mark.parametrize(
    ("now", "ends"),
    [
        ("2026-02-15 00:00", "2026-02-16 00:00"),
        ("2026-02-15 13:30", "2026-02-16 00:00"),
        ("2026-02-15 21:59", "2026-02-16 00:00"),
        ("2026-02-15 22:00", "2026-02-17 00:00"),
        ("2026-12-31 09:00", "2027-01-01 00:00"),
    ],
)
def test_a_device_ends_at_midnight_in_tokyo(now, ends):
    tokyo = jst(datetime(2026, 1, 1, tzinfo=UTC)).tzinfo
    moment = datetime.fromisoformat(now).replace(tzinfo=tokyo)

    assert end_of_day(moment.astimezone(UTC)) == datetime.fromisoformat(ends).replace(
        tzinfo=tokyo
    )


def answers_of(phone):
    return [
        (response.status_code, response.json()["error"])
        for response in (
            phone.send(phone.entry("x")),
            phone.get("timeslots"),
            phone.get("manifest"),
        )
    ]


def test_a_revoked_device_is_told_so():
    phone = Phone(event())
    assert phone.get("timeslots").status_code == 200

    for _ in range(2):
        revoke_device(device=phone.device, actor="user:1", now=timezone.now())

    assert answers_of(phone) == [(401, "revoked")] * 3
    assert AuditEntry.objects.filter(verb="device.revoked").count() == 1


def test_a_device_of_yesterday_is_none_any_more():
    phone = Phone(event(), expires_at=timezone.now())

    assert answers_of(phone) == [(401, "device")] * 3


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer nobody", "Basic x", "Bearer é\x00"]
)
def test_a_stranger_is_no_device(header):
    phone = Phone(event())
    phone.headers = {"Authorization": header}

    assert answers_of(phone) == [(401, "device")] * 3


def test_the_token_stands_in_a_header_only():
    phone = Phone(event())
    headers, phone.headers = phone.headers, {}

    assert phone.get(f"timeslots?token={phone.token}").status_code == 401
    phone.client.cookies["token"] = phone.token
    assert phone.get("timeslots").status_code == 401
    phone.headers = headers
    assert phone.get("timeslots").status_code == 200


def test_the_timetable_carries_live_counts_and_shows_that_the_phone_is_there():
    talk = event(slots=2)
    phone = Phone(talk)

    body = phone.get("timeslots").json()

    assert body["event"] == {"slug": talk.slug, "title": "伝承者講話"}
    assert body["device"]["name"] == "入口A"
    assert [set(row) for row in body["timeslots"]] == [
        {
            "id",
            "title",
            "starts_at",
            "ends_at",
            "doors_at",
            "closes_at",
            "capacity",
            "expected",
            "admitted",
            "walk_ins",
            "free",
            "takes_walk_ins",
            "line",
            "by_hand",
            "hours",
        }
    ] * 2
    phone.device.refresh_from_db()
    assert phone.device.last_seen_at is not None
