"""The demo's doors and mails: only under DEMO, and a GET changes nothing."""

from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from events.door.models import PairingCode
from events.registration.models import Registration
from events.reminders.usecases.write_due import write_due_reminders
from peace.demo.programme import load_demo
from peace.outbox.usecases.relay import relay

ROLES = ["resident", "staff", "approver", "coordinator", "secretariat"]


@pytest.fixture
def demo(settings, tmp_path: Path, db: None) -> Iterator[datetime]:
    """The demo as it is when it runs: its addresses, its rows, an empty mail folder."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.MAIL_FOLDER = tmp_path / "mail"
    now = timezone.now()
    load_demo(now=now)
    return now


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "mail/", "mail/x/", "mail/x/1", "enter/door/", "enter/staff/"]
)
def test_without_demo_there_are_no_doors(client: Client, path: str) -> None:
    assert client.get(f"/demo/{path}").status_code == 404
    assert client.post(f"/demo/{path}").status_code == 404


def test_the_list_of_doors_leads_to_each_role(client: Client, demo: datetime) -> None:
    page = client.get("/demo/")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for role in [*ROLES, "door"]:
        assert f'href="/demo/enter/{role}/"' in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_button_signs_in(client: Client, demo: datetime, role: str) -> None:
    page = client.get(f"/demo/enter/{role}/")
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    response = client.post(f"/demo/enter/{role}/")
    assert response.status_code == 302
    assert client.session["second_factor"] == "demo"
    assert client.session["_auth_user_id"]


def test_staff_pass_the_second_factor_only_in_the_demo(
    client: Client, demo: datetime, settings
) -> None:
    client.post("/demo/enter/staff/")
    calendar = reverse("staff:calendar")
    assert client.get(calendar).status_code == 200
    settings.DEMO = False
    assert client.get(calendar).status_code == 302


def test_an_unknown_role_has_no_door(client: Client, demo: datetime) -> None:
    assert client.get("/demo/enter/mayor/").status_code == 404
    assert client.post("/demo/enter/mayor/").status_code == 404


def test_the_door_volunteer_gets_a_pairing_code(client: Client, demo: datetime) -> None:
    before = PairingCode.objects.count()
    assert client.get("/demo/enter/door/").status_code == 200
    assert PairingCode.objects.count() == before
    response = client.post("/demo/enter/door/")
    page, _hash, code = response["Location"].partition("#pair=")
    assert page == reverse("scanner")
    paired = client.post(
        "/scanner/api/pair",
        {"code": code, "name": "phone"},
        content_type="application/json",
    )
    assert paired.status_code == 201
    assert paired.json()["event"] == "talks-today"


@pytest.mark.django_db
def test_doors_before_loading_say_what_is_missing(client: Client, settings) -> None:
    settings.ROOT_URLCONF = "tests.demo.urls"
    assert "seed_demo" in client.get("/demo/enter/staff/").content.decode()
    assert client.get("/demo/enter/door/").status_code == 404
    assert client.get("/demo/").status_code == 200


def test_an_empty_mail_folder_is_no_fault(client: Client, demo: datetime) -> None:
    assert client.get("/demo/mail/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_a_mail_is_shown_with_its_qr(client: Client, settings, tmp_path: Path) -> None:
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.MAIL_FOLDER = tmp_path / "mail"
    now = timezone.now()
    load_demo(now=now)
    write_due_reminders(now=now)
    relay(now=timezone.now)
    listing = client.get("/demo/mail/")
    found = next(
        each
        for each in listing.context["mails"]
        if each.recipient == "resident@example.jp"
    )
    party = Registration.objects.get(
        email="resident@example.jp", event__slug="talks-tomorrow"
    )
    page = client.get(f"/demo/mail/{found.key}/")
    text = page.content.decode()
    assert found.subject in text
    receipt = f"{party.receipt_number[:4]} {party.receipt_number[4:]}"
    assert receipt in text
    assert "<code>&lt;!doctype html&gt;" in text
    picture = next(part for part in found.files if part.is_picture)
    assert f'src="/demo/mail/{found.key}/{picture.number}"' in text
    served = client.get(f"/demo/mail/{found.key}/{picture.number}")
    assert served["Content-Type"] == "image/png"
    assert served["Content-Disposition"].startswith("attachment")
    read = zxingcpp.read_barcode(Image.open(BytesIO(served.content)))
    assert read.text == party.tickets.get().token
    calendar = next(p for p in found.files if p.mimetype == "text/calendar")
    served = client.get(f"/demo/mail/{found.key}/{calendar.number}")
    assert b"BEGIN:VCALENDAR" in served.content
    html = next(part for part in found.parts if part.mimetype == "text/html")
    assert client.get(f"/demo/mail/{found.key}/{html.number}").status_code == 404


@pytest.mark.parametrize("key", ["nothing", "..", "1.M1P1Q1.x", "%2e%2e%2fpasswd"])
def test_a_made_up_key_finds_nothing(client: Client, demo: datetime, key: str) -> None:
    assert client.get(f"/demo/mail/{key}/").status_code == 404
    assert client.get(f"/demo/mail/{key}/0").status_code == 404
