"""A resident's own page: only what was made with their own proved address."""

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


def receipts(client, parties) -> list[bool]:
    words = Page(client.get("/mine/")).words
    numbers = [party.receipt_number for party in parties]
    return [f"{number[:4]} {number[4:]}" in words for number in numbers]


def test_it_shows_what_was_made_with_this_address_and_nothing_else():
    now = timezone.now()
    event = cast.event(now=now)
    fukuda = cast.fukuda()
    EmailAddress.objects.create(user=fukuda, email="not-proved@example.jp")
    parties = [
        cast.registration(event, people=[name], email=email, now=now)
        for name, email in zip(
            "一二三四五六",
            [
                "fukuda@example.jp",
                "Fukuda@Example.jp",
                "not-proved@example.jp",
                "fukuda_@example.jp",
                "xfukuda@example.jp",
                "",
            ],
            strict=True,
        )
    ]

    client = cast.signed_in(fukuda)

    assert receipts(client, parties) == [True, True, False, False, False, False]


def test_a_second_proved_address_brings_its_registrations():
    now = timezone.now()
    fukuda = cast.fukuda()
    EmailAddress.objects.create(user=fukuda, email="work@example.jp", verified=True)
    party = cast.registration(cast.event(now=now), email="work@example.jp", now=now)

    assert receipts(cast.signed_in(fukuda), [party]) == [True]


def test_without_any_it_says_so_and_leads_to_the_events():
    page = Page(cast.signed_in(cast.fukuda()).get("/mine/"))

    assert "このメールアドレスでの申込みは、まだありません。" in page.words


def test_nobody_sees_it_without_signing_in(client):
    response = client.get("/mine/")

    assert response.status_code == 302
    assert "/login" in response["Location"]


def test_three_registrations_take_as_many_statements_as_one():
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "no-store" in client.get("/mine/")["Cache-Control"]
        return len(queries)

    now = timezone.now()
    client = cast.signed_in(cast.fukuda())
    event = cast.event(now=now)
    cast.registration(event, email="fukuda@example.jp", now=now)
    alone = statements()
    for name in ["国立 太郎", "国立 次郎"]:
        cast.registration(event, people=[name], email="fukuda@example.jp", now=now)

    assert statements() == alone
