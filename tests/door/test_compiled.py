"""Statements that are written once: what goes in by them is what the ORM reads."""

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.door.choices import ScanMode, Verdict
from events.door.compiled import CompiledInsert
from events.door.models import Scan
from tests.door.builders import device, event

# What a text format could stumble over: COPY's tab, backslash and \N among it.
ANSWER = {"message": 'タブ\t行\n引用" \\ \\N \\. 名', "first_at": None, "admitted": 4}

pytestmark = pytest.mark.django_db


@pytest.fixture
def phone():
    return device(event(), "a")


def scan(phone, **fields) -> Scan:
    now = timezone.now()
    return Scan(
        **{
            "id": uuid.uuid4(),
            "device_id": phone.pk,
            "event_id": phone.event_id,
            "code_hash": "c" * 64,
            "body_hash": "b" * 64,
            "mode": ScanMode.OFFLINE,
            "verdict": Verdict.UNKNOWN,
            "admitted": 0,
            "answer": ANSWER,
            "at": now - timedelta(hours=1),
            "received_at": now,
        }
        | fields
    )


def columns(row: Scan) -> dict:
    return {
        field.attname: getattr(row, field.attname)
        for field in Scan._meta.concrete_fields
    }


@pytest.mark.parametrize("number", [1, 3])
def test_rows_read_back_as_they_were_given(phone, number):
    rows = [scan(phone) for _ in range(number)]

    CompiledInsert(Scan).run(*rows)

    stored = Scan.objects.in_bulk()
    assert {pk: columns(row) for pk, row in stored.items()} == {
        row.pk: columns(row) for row in rows
    }


def test_many_rows_cost_as_many_statements_as_two(phone):
    insert = CompiledInsert(Scan)

    def cost(number):
        with CaptureQueriesContext(connection) as queries:
            insert.run(*[scan(phone) for _ in range(number)])
        return len(queries)

    assert cost(300) == cost(2)
    assert Scan.objects.count() == 302


@pytest.mark.parametrize("number", [1, 3])
def test_a_known_id_is_an_integrity_error_and_writes_nothing(phone, number):
    known = scan(phone)
    known.save(force_insert=True)
    others = [scan(phone) for _ in range(number - 1)]

    with pytest.raises(IntegrityError), transaction.atomic():
        CompiledInsert(Scan).run(*others, scan(phone, id=known.pk))

    assert list(Scan.objects.values_list("pk", flat=True)) == [known.pk]
