"""`seed_load`: one JSON object, tokens that the door admits, honest counters."""

import json
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from events.door.usecases import load_in_bulk
from events.programme.models import Event, Programme, Quota, Timeslot
from events.registration.models import Registration, Seat, Ticket
from events.registration.reports import miscounts


def loaded(**options: object) -> dict:
    said = StringIO()
    call_command("seed_load", registrations=10, stdout=said, **options)
    return json.loads(said.getvalue())


def scan(client: Client, answer: dict, codes: list[str]) -> list[dict]:
    now = timezone.now().isoformat()
    response = client.post(
        "/scanner/api/scans",
        {
            "scans": [
                {
                    "id": str(uuid4()),
                    "code": code,
                    "timeslot": answer["timeslots"][0],
                    "at": now,
                    "mode": "online",
                    "people": "all",
                }
                for code in codes
            ],
            "device_time": now,
        },
        content_type="application/json",
        headers={"Authorization": f"Bearer {answer['device_token']}"},
    )
    assert response.status_code == 200, response.content
    return response.json()["results"]


@pytest.mark.django_db
def test_it_prints_one_object_and_nothing_else() -> None:
    answer = loaded()
    assert set(answer) == {"event", "timeslots", "tokens_file", "device_token"}
    assert answer["event"] == "load"
    slots = Timeslot.objects.filter(event__slug="load").in_order()
    assert answer["timeslots"] == [slot.pk for slot in slots]


@pytest.mark.django_db
def test_the_door_admits_every_token(client: Client) -> None:
    answer = loaded()
    path = Path(answer["tokens_file"])
    tokens = path.read_text(encoding="ascii").splitlines()
    assert len(tokens) == 10
    assert path.stat().st_mode & 0o777 == 0o600
    results = scan(client, answer, tokens)
    assert [each["verdict"] for each in results] == ["admitted"] * 10
    assert sum(each["admitted"] for each in results) == Seat.objects.count()


@pytest.mark.django_db
def test_the_counters_say_what_the_rows_say() -> None:
    loaded()
    assert list(miscounts()) == []
    quota = Quota.objects.filter(taken__gt=0).get()
    assert quota.taken == 13  # three of ten are parties of two
    assert quota.capacity - quota.taken >= load_in_bulk.ROOM


@pytest.mark.django_db
def test_again_replaces_the_event_and_what_hung_on_it(client: Client) -> None:
    first = loaded()
    old = Path(first["tokens_file"]).read_text(encoding="ascii").split()
    scan(client, first, old[:2])
    second = loaded()
    assert Event.objects.filter(slug="load").count() == 1
    assert Registration.objects.count() == Ticket.objects.count() == 10
    assert [r["verdict"] for r in scan(client, second, old[:1])] == ["unknown"]


@pytest.mark.django_db
def test_pieces_fit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(load_in_bulk, "PIECE", 3)
    loaded()
    assert Registration.objects.values("receipt_number").distinct().count() == 10
    assert list(miscounts()) == []


@pytest.mark.django_db
def test_rows_written_afterwards_get_ids_of_their_own() -> None:
    loaded()
    event = Event.objects.get(slug="load")
    Registration.objects.create(
        event=event, phone="09000000001", remind_by="PHONE", created_at=timezone.now()
    )
    assert Registration.objects.count() == 11


@pytest.mark.django_db
def test_an_event_of_the_city_is_left_alone() -> None:
    loaded()
    event = Event.objects.get(slug="load")
    event.programme = Programme.objects.create(slug="talks", kind="LEGACY_TALK")
    event.save()
    with pytest.raises(CommandError, match="not made by seed_load"):
        loaded()
    assert Registration.objects.count() == 10


@pytest.mark.django_db
@pytest.mark.parametrize("slug", ["../etc", "a b", ""])
def test_a_strange_name_is_refused(slug: str) -> None:
    with pytest.raises(CommandError, match="--event"):
        loaded(event=slug)


@pytest.mark.django_db
def test_no_registrations_are_refused() -> None:
    with pytest.raises(CommandError, match="--registrations"):
        call_command("seed_load", registrations=0)
