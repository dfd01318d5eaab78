"""An UPDATE that is written once stores what the ORM would."""

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from peace.compiled import CompiledUpdate
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from tests.outbox.writing import write

pytestmark = pytest.mark.django_db


@pytest.fixture
def update():
    return CompiledUpdate(OutboxMessage)


def test_values_read_back_as_they_were_given_and_other_rows_stay(update):
    ours, other = write(key="ours"), write(key="other")
    now, token = timezone.now(), uuid.uuid4()
    changes = {
        "status": Status.SENDING,
        "lease_token": token,
        "lease_until": now + timedelta(seconds=120),
        "attempts": 2,
        "parts": [["ticket", "7"]],
        "last_error": '552 "%s" 名',
    }

    assert update.run(changes, where={"id": ours.pk, "status": Status.PENDING}) == 1

    read = OutboxMessage.objects.filter(pk=ours.pk).values(*changes).get()
    assert read == changes
    assert OutboxMessage.objects.get(pk=other.pk).last_error == ""


def test_none_empties_a_column_and_finds_nothing(update):
    ours = write(not_after=timezone.now())

    assert update.run({"not_after": None}, where={"id": ours.pk}) == 1
    assert update.run({"last_error": "x"}, where={"not_after": None}) == 0

    ours.refresh_from_db()
    assert (ours.not_after, ours.last_error) == (None, "")


def test_it_is_one_statement_each_time(update, django_assert_num_queries):
    ours = write()

    for number in range(3):
        with django_assert_num_queries(1):
            update.run({"attempts": number}, where={"id": ours.pk})

    ours.refresh_from_db()
    assert ours.attempts == 2
