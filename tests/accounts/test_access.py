"""Who may enter, and where each role lands."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from peace.accounts.choices import Role
from tests.accounts.people import person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


@pytest.fixture(autouse=True)
def demo(settings: Settings) -> None:
    settings.DEMO = True


def visit(client: Client, role: Role) -> Client:
    client.force_login(person(f"{role.lower()}@example.jp", role))
    session = client.session
    session["second_factor"] = "demo"
    session.save()
    return client


@pytest.mark.parametrize(
    ("role", "desk", "city"),
    [
        (Role.RESIDENT, 403, 403),
        (Role.STAFF, 200, 403),
        (Role.COORDINATOR, 403, 200),
        (Role.SECRETARIAT, 200, 403),
    ],
)
def test_each_role_enters_its_own_pages(
    client: Client, role: Role, desk: int, city: int
) -> None:
    visit(client, role)
    assert client.get("/desk/").status_code == desk
    assert client.get("/city/").status_code == city


def test_nobody_signed_in_is_led_to_signing_in_and_back(client: Client) -> None:
    assert client.get("/desk/").url == f"{reverse('account_login')}?next=/desk/"


def test_a_staff_page_is_not_stored(client: Client) -> None:
    response = visit(client, Role.STAFF).get("/desk/")
    assert "no-store" in response["Cache-Control"]


def test_home_leads_somewhere_for_every_role() -> None:
    for role in Role:
        response = visit(Client(), role).get(reverse("home_by_role"))
        assert response.status_code == 302
