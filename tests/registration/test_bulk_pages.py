"""Staff cancel many with two clicks and take it back with one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import (
    BulkAction,
    Registration,
)
from events.registration.usecases.undo import (
    undo_bulk,
)
from tests import cast
from tests.page import Page
from tests.registration.bulk import (
    LIST,
    PATH,
    cancel,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


def test_the_page_says_how_many_first_and_does_it_with_the_next_button(client):
    event = cast.event(now=timezone.now())
    parties = [
        cast.registration(event, people=["甲", "乙"], now=timezone.now()),
        cast.registration(event, email="", now=timezone.now()),
    ]
    numbers = [party.receipt_number for party in parties]
    page = Page(client.post(PATH + "cancel/", {"pick": numbers}))

    assert "2件の申込み、3人の3席が取り消されます。" in page.words
    assert "メール1通、電話1件" in page.words
    assert Registration.objects.active().count() == 2
    response = client.post(PATH + "cancel/", page.filled_in(), follow=True)
    page = Page(response)
    assert "2件の申込みを取り消しました。" in page.words
    assert "2件をまとめて取り消しました（青木 葵" in page.words
    assert not Registration.objects.active().exists()
    action = BulkAction.objects.get()
    response = client.post(f"{PATH}{action.pk}/undo/", follow=True)

    page = Page(response)
    assert "2件を元に戻しました。" in page.words
    assert "まとめて取り消しました" not in page.words
    assert Registration.objects.active().count() == 2
    page = Page(client.post(f"{PATH}{action.pk}/undo/", follow=True))
    assert "すでに元に戻されています。" in page.words


def test_those_who_cannot_come_back_are_named(client):
    event = cast.event(slots=1, seats=1, now=timezone.now())
    party = cast.registration(event, now=timezone.now())
    action = cancel(party, now=timezone.now())
    cast.registration(event, now=timezone.now())

    page = Page(client.post(f"{PATH}{action.pk}/undo/", follow=True))

    assert f"元に戻せませんでした：{party.receipt_number}" in page.words


def test_all_that_were_found_can_be_cancelled_and_no_others(client):
    event = cast.event(now=timezone.now())
    cast.registration(event, now=timezone.now(), channel="PHONE")
    kept = cast.registration(event, now=timezone.now())
    page = Page(client.post(PATH + "cancel/", {"all": "yes", "channel": "PHONE"}))
    client.post(PATH + "cancel/", page.filled_in())

    assert [each.pk for each in Registration.objects.active()] == [kept.pk]


@pytest.mark.parametrize("pick", ["", "x", "'", "99999999", "9" * 5000])
def test_nothing_ticked_cancels_nobody(client, pick):
    event = cast.event(now=timezone.now())
    cast.registration(event, now=timezone.now())

    response = client.post(PATH + "cancel/", {"pick": pick, "sure": "yes"}, follow=True)

    assert "取り消せる申込みを選んでください。" in Page(response).words
    assert Registration.objects.active().count() == 1


def test_an_action_of_another_event_answers_404(client):
    event, other = cast.event(), cast.event(slug="other")
    action = cancel(cast.registration(other))

    assert event.bulk_actions.count() == 0
    assert client.post(f"{PATH}{action.pk}/undo/").status_code == 404


def test_the_history_of_a_registration_tells_of_both(client):
    event = cast.event(now=timezone.now())
    party = cast.registration(event, now=timezone.now())
    undo_bulk(
        action=cancel(party, now=timezone.now()), actor="user:1", now=timezone.now()
    )

    words = Page(client.get(f"{LIST}{party.receipt_number}/")).words
    assert "席を取り消しました" in words
    assert "取消しを元に戻しました" in words


def test_the_confirmation_costs_the_same_for_three_as_for_one(client):
    event = cast.event(now=timezone.now())
    parties = [cast.registration(event, now=timezone.now()) for _n in range(3)]

    def statements(count: int) -> int:
        numbers = [each.receipt_number for each in parties[:count]]
        with CaptureQueriesContext(connection) as queries:
            client.post(PATH + "cancel/", {"pick": numbers})
        return len(queries)

    client.get(LIST)
    assert statements(1) == statements(3)
