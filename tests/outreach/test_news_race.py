"""Two people subscribe one address at the same moment: one living row, one letter."""

import pytest
from django.db import IntegrityError, connection
from django.utils import timezone

from events.outreach.models import Subscription
from events.outreach.usecases.subscribe import ask_for_news
from peace.outbox.models import OutboxMessage
from tests.door.at_once import all_at_once

CLERKS = 8
GUARD = next(
    each
    for each in Subscription._meta.constraints
    if each.name == "subscription_once_an_address"
)

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def ask(number: int) -> str:
    email = "same@example.jp" if number % 2 else "Same@Example.jp"
    ask_for_news(email=email, language="ja", topics=["TALKS"], now=timezone.now())
    return "asked"


def test_one_address_is_one_living_row_whatever_its_case():
    assert all_at_once(ask, CLERKS) == ["asked"] * CLERKS

    assert Subscription.objects.count() == 1
    assert OutboxMessage.objects.count() == 1


def test_without_the_constraint_there_would_be_many():
    def look_then_write(number: int) -> None:
        Subscription.objects.create(
            email="same@example.jp", topics=["TALKS"], asked_at=timezone.now()
        )

    with connection.schema_editor() as editor:
        editor.remove_constraint(Subscription, GUARD)
    try:
        all_at_once(look_then_write, CLERKS)
        assert Subscription.objects.count() > 1
    finally:
        Subscription.objects.all().delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Subscription, GUARD)


def test_with_the_constraint_the_same_writers_fail():
    def write(number: int) -> None:
        Subscription.objects.create(
            email="same@example.jp", topics=["TALKS"], asked_at=timezone.now()
        )

    faults = [each for each in all_at_once(write, CLERKS) if each is not None]

    assert len(faults) == CLERKS - 1
    assert all(isinstance(each, IntegrityError) for each in faults)
