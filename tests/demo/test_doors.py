"""The demo's doors and mails: only under DEMO, and a GET changes nothing."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from events.door.models import PairingCode
from peace.demo.programme import load_demo

ROLES = ["resident", "staff", "approver", "coordinator", "secretariat"]


@pytest.fixture(scope="module")
def loaded_once(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo of this moment, for all tests of this file, taken back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_demo(now=timezone.now())
        yield
        transaction.set_rollback(True)


@pytest.fixture
def demo(loaded_once: None, settings, tmp_path: Path, db: None) -> None:
    """The demo as it is when it runs: its addresses, its rows, an empty mail folder."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.demo.urls"
    settings.MAIL_FOLDER = tmp_path / "mail"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path", ["", "mail/", "mail/x/", "mail/x/1", "enter/door/", "enter/staff/"]
)
def test_without_demo_there_are_no_doors(client: Client, path: str) -> None:
    assert client.get(f"/demo/{path}").status_code == 404
    assert client.post(f"/demo/{path}").status_code == 404


def test_the_list_of_doors_leads_to_each_role(client: Client, demo: None) -> None:
    page = client.get("/demo/")
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    for role in [*ROLES, "door"]:
        assert f'href="/demo/enter/{role}/"' in page.content.decode()


@pytest.mark.parametrize("role", ROLES)
def test_a_button_signs_in(client: Client, demo: None, role: str) -> None:
    page = client.get(f"/demo/enter/{role}/")
    assert page.status_code == 200
    assert "_auth_user_id" not in client.session
    response = client.post(f"/demo/enter/{role}/")
    assert response.status_code == 302
    assert client.session["second_factor"] == "demo"
    assert client.session["_auth_user_id"]


def test_staff_pass_the_second_factor_only_in_the_demo(
    client: Client, demo: None, settings
) -> None:
    client.post("/demo/enter/staff/")
    calendar = reverse("staff:calendar")
    assert client.get(calendar).status_code == 200
    settings.DEMO = False
    assert client.get(calendar).status_code == 302


def test_an_unknown_role_has_no_door(client: Client, demo: None) -> None:
    assert client.get("/demo/enter/mayor/").status_code == 404
    assert client.post("/demo/enter/mayor/").status_code == 404


def test_the_door_volunteer_gets_a_pairing_code(client: Client, demo: None) -> None:
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


def test_an_empty_mail_folder_is_no_fault(client: Client, demo: None) -> None:
    assert client.get("/demo/mail/").status_code == 200


@pytest.mark.parametrize("key", ["nothing", "..", "1.M1P1Q1.x", "%2e%2e%2fpasswd"])
def test_a_made_up_key_finds_nothing(client: Client, demo: None, key: str) -> None:
    assert client.get(f"/demo/mail/{key}/").status_code == 404
    assert client.get(f"/demo/mail/{key}/0").status_code == 404
