"""Sessions of people who see other people's data end by themselves."""

import pytest
from django.test import Client
from django.urls import reverse

from peace.accounts.choices import Role
from tests.accounts.people import (
    ask_for_code,
    code_in,
    enter_code,
    person,
    signed_in_with_app,
    with_app,
)

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.accounts.urls")]


@pytest.fixture
def staff(client: Client) -> Client:
    signed_in_with_app(client, with_app(person("sato@example.jp", Role.STAFF)))
    assert client.get("/desk/").status_code == 200
    return client


def turn_back(client: Client, key: str, seconds: int) -> None:
    session = client.session
    session[key] -= seconds
    session.save()


def test_thirty_idle_minutes_are_the_end(staff: Client) -> None:
    turn_back(staff, "staff_seen", 30 * 60 + 1)
    response = staff.get("/desk/?day=1")
    assert response.url == f"{reverse('account_login')}?next=/desk/%3Fday%3D1"
    assert staff.get("/desk/").status_code == 302


def test_twenty_nine_idle_minutes_are_not(staff: Client) -> None:
    turn_back(staff, "staff_seen", 29 * 60)
    assert staff.get("/desk/").status_code == 200
    turn_back(staff, "staff_seen", 29 * 60)
    assert staff.get("/desk/").status_code == 200


def test_ten_hours_are_the_end_however_busy(staff: Client) -> None:
    turn_back(staff, "staff_since", 10 * 3600 + 1)
    assert staff.get("/desk/").status_code == 302


def test_a_residents_session_has_no_such_clock(
    client: Client, mailoutbox: list
) -> None:
    ask_for_code(client, person().email)
    enter_code(client, code_in(mailoutbox))
    client.get("/mine/")
    assert "staff_seen" not in client.session
