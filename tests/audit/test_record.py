"""Writing to a chain."""

from datetime import datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from peace.audit.models import AppendOnly, AuditChain, AuditEntry
from peace.audit.reports import entries_about
from peace.audit.usecases import record
from peace.audit.usecases.record import OutsideTransaction, PersonalData
from tests.audit.streams import NOON, write


@pytest.mark.django_db
def test_each_stream_counts_for_itself_and_links_to_the_entry_before() -> None:
    first, second, other = write(), write(), write("door")
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert second.previous_hash == first.hash
    assert AuditChain.objects.get(stream="desk").head_hash == second.hash


@pytest.mark.django_db
def test_an_entry_costs_three_statements(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    write()
    with transaction.atomic(), django_assert_num_queries(3):
        record(
            stream="desk", verb="cancelled", actor="user:1", about="seat:1", now=NOON
        )


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written() -> None:
    with pytest.raises(OutsideTransaction):
        record(stream="desk", verb="a", actor="user:1", about="", now=NOON)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_the_transaction_of_its_fact() -> None:
    write()
    with transaction.atomic():
        record(stream="desk", verb="a", actor="user:1", about="", now=NOON)
        transaction.set_rollback(True)
    assert AuditChain.objects.get().length == AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        write(now=datetime(2026, 2, 15))  # noqa: DTZ001


@pytest.mark.django_db
@pytest.mark.parametrize(
    "detail",
    [
        {"channel": "hanako@example.jp"},
        {"channel": "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ"},
        {"channel": "042-576-2111"},
        {"channel": "tel 09012345678"},
        {"channel": "+81 90-1234-5678"},
        {"channel": "０４２（５７６）２１１１"},
        {"channel": "x" * 81},
        {"name": "花子"},
        {"guardian_phone": "1"},
        {"Channel": "PHONE"},
        {"channel of the day": 1},
        {1: 2},
        {"people": ["花子"]},
        {"people": [True]},
        {"people": {"first": 1}},
        {"share": 0.5},
        {"reason": None},
    ],
)
def test_personal_data_and_odd_shapes_are_refused(detail: dict) -> None:
    with pytest.raises(PersonalData) as refusal:
        write(detail=detail)
    assert "hanako" not in str(refusal.value)
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db
def test_a_contact_in_a_column_is_refused() -> None:
    with pytest.raises(PersonalData):
        write(about="hanako@example.jp")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "value",
    [
        "2026-02-15T12:41:03.120+09:00",
        "4713 2086",
        "47132086",
        "0d6f8e9a-0000-4000-8000-000000000012",
        "くにたち平和の日 2026",
        "0123456789abcdef0123456789abcdef",
    ],
)
def test_codes_dates_and_receipt_numbers_are_fine(value: str) -> None:
    assert write(detail={"code": value}).pk


@pytest.mark.django_db
def test_a_written_entry_can_be_neither_changed_nor_removed() -> None:
    entry = write()
    entry.verb = "cancelled"
    entries = AuditEntry.objects.all()
    for attempt in (
        entry.save,
        entry.delete,
        entries.delete,
        lambda: entries.update(verb="cancelled"),
        lambda: entries.bulk_create([AuditEntry()]),
        lambda: entries.bulk_update([entry], ["verb"]),
    ):
        with pytest.raises(AppendOnly):
            attempt()


@pytest.mark.django_db
def test_the_database_refuses_to_change_an_entry() -> None:
    write()
    with (
        pytest.raises(DatabaseError, match="neither changed nor removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE audit_auditentry SET verb = 'cancelled'")
    assert AuditEntry.objects.get().verb == "registered"


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite: see migration")
def test_postgresql_refuses_to_remove_an_entry() -> None:
    write()
    with (
        pytest.raises(DatabaseError, match="neither changed nor removed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM audit_auditentry")
    assert AuditEntry.objects.count() == 1


@pytest.mark.django_db
def test_entries_about_one_thing_come_latest_first() -> None:
    first, _other, last = write(), write(about="seat:1"), write()
    assert list(entries_about("registration:12")) == [last, first]


@pytest.mark.django_db
def test_signing_in_and_out_is_written_and_a_refusal_names_no_address(
    client: Client, django_user_model: type
) -> None:
    user = django_user_model.objects.create_user("hanako@example.jp")
    client.force_login(user)
    client.logout()
    assert not client.login(email="hanako@example.jp", password="guess")
    written = AuditEntry.objects.filter(stream="accounts").order_by("number")
    assert [(one.verb, one.actor, one.about) for one in written] == [
        ("signed_in", f"user:{user.pk}", f"user:{user.pk}"),
        ("signed_out", f"user:{user.pk}", f"user:{user.pk}"),
        ("sign_in_refused", "anonymous", ""),
    ]
    assert all(one.detail == {} for one in written)
