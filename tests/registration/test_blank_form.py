"""The empty form is drawn once for everybody, and yet is each visitor's own."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast

pytestmark = pytest.mark.django_db
_KEY = re.compile(r'name="key" value="([^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@pytest.fixture
def talk_address() -> str:
    cast.event(now=timezone.now())
    return "/events/talk/register/"


def _open(client, address):
    page = client.get(address)
    text = page.content.decode()
    return page, _KEY.search(text)[1], _TOKEN.search(text)[1]


def test_two_visitors_get_keys_and_tokens_of_their_own(talk_address):
    first, first_key, first_token = _open(Client(), talk_address)
    second, second_key, second_token = _open(Client(), talk_address)

    assert first_key != second_key
    assert first_token != second_token
    assert "no-store" in second["Cache-Control"]
    assert second.cookies["csrftoken"].value


def test_a_kept_form_can_be_sent(talk_address):
    _open(Client(), talk_address)
    visitor = Client(enforce_csrf_checks=True)
    _page, key, token = _open(visitor, talk_address)

    sent = visitor.post(
        talk_address, {"csrfmiddlewaretoken": token, "key": key, "people": "1"}
    )

    assert sent.status_code == 200  # with its errors, not 403
    assert key in sent.content.decode()


def test_a_kept_form_costs_no_statement(talk_address, django_assert_num_queries):
    _open(Client(), talk_address)

    with django_assert_num_queries(0):
        _open(Client(), talk_address)


def test_a_form_with_a_choice_in_its_address_is_not_kept(talk_address):
    plain, _key, _token = _open(Client(), talk_address)
    chosen = Client().get(f"{talk_address}?slot=999999")

    assert chosen.status_code == plain.status_code == 200
    assert "checked" not in Client().get(talk_address).content.decode()
