"""A chain that was touched is found, and where."""

from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from peace.audit.models import AuditChain
from peace.audit.usecases.verify import verify_chains
from tests.audit.streams import write

pytestmark = pytest.mark.django_db

Meddle = Callable[[str], None]
ENTRIES = "audit_auditentry"


@pytest.fixture
def meddle() -> Meddle:
    """SQL of somebody who owns the database and has switched the trigger off."""

    def run(sql: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER IF EXISTS audit_append_only {_ON}")
            cursor.execute(sql)

    return run


_ON = "ON audit_auditentry" if connection.vendor == "postgresql" else ""


@pytest.fixture(autouse=True)
def two_streams_of_four() -> None:
    for _ in range(4):
        write("desk")
        write("door")


def places() -> list[tuple[str, int]]:
    return [(one.stream, one.number) for one in verify_chains()]


def test_untouched_chains_hold() -> None:
    assert verify_chains() == []


@pytest.mark.parametrize(
    "change",
    [
        "verb = 'cancelled'",
        "actor = 'user:2'",
        "about = 'registration:13'",
        "detail = '{\"seats\": 3}'",
        "at = '2026-02-15 03:00:01+00:00'",
        "hash = previous_hash",
    ],
)
def test_a_changed_row_is_found(meddle: Meddle, change: str) -> None:
    where = "stream='desk' AND number=2"
    meddle(f"UPDATE {ENTRIES} SET {change} WHERE {where}")  # noqa: S608
    assert ("desk", 2) in places()


def test_a_removed_row_is_found(meddle: Meddle) -> None:
    meddle("DELETE FROM audit_auditentry WHERE stream='desk' AND number=2")
    assert places() == [("desk", 3)]


def test_rows_removed_at_the_end_are_found(meddle: Meddle) -> None:
    meddle("DELETE FROM audit_auditentry WHERE stream='door' AND number>2")
    assert places() == [("door", 4)]


def test_a_stream_removed_whole_is_found(meddle: Meddle) -> None:
    meddle("DELETE FROM audit_auditentry WHERE stream='desk'")
    assert places() == [("desk", 4)]


def test_two_rows_that_changed_places_are_found(meddle: Meddle) -> None:
    for old, new in ((2, 99), (3, 2), (99, 3)):
        where = f"stream='desk' AND number={old}"
        meddle(f"UPDATE {ENTRIES} SET number={new} WHERE {where}")  # noqa: S608
    assert {("desk", 2), ("desk", 3)} <= set(places())


def test_a_row_written_past_the_chain_is_found(meddle: Meddle) -> None:
    meddle(
        "INSERT INTO audit_auditentry (stream, number, at, actor, verb, about, detail,"
        " previous_hash, hash) SELECT stream, 5, at, actor, verb, about, detail, hash,"
        " hash FROM audit_auditentry WHERE stream='desk' AND number=4"
    )
    assert set(places()) == {("desk", 5)}


def test_a_chain_whose_end_was_set_back_is_found() -> None:
    AuditChain.objects.filter(stream="desk").update(length=3)
    assert ("desk", 4) in places()


def test_another_key_does_not_fit(settings: Settings) -> None:
    settings.AUDIT_KEY = "of somebody who wrote the chain anew"
    assert len(places()) == 8


def test_the_command_prints_the_heads_and_fails_when_a_chain_is_broken(
    meddle: Meddle, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("verify_audit")
    head = AuditChain.objects.get(stream="desk").head_hash
    assert f"desk 4 {head}" in capsys.readouterr().out
    meddle("UPDATE audit_auditentry SET verb='x' WHERE stream='door' AND number=1")
    with pytest.raises(CommandError) as refusal:
        call_command("verify_audit")
    assert refusal.value.returncode == 1
    assert "door#1 was changed" in capsys.readouterr().err
