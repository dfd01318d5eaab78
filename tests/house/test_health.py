"""What a proxy asks: alive, and ready?"""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from peace.health import missing_migrations


def test_the_process_answers_without_a_database(client):
    answer = client.get("/healthz")

    assert answer.status_code == 200
    assert answer.content == b"ok\n"


@pytest.mark.django_db
def test_ready_when_the_database_has_every_migration(client):
    missing_migrations()  # reads the files once

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert answer.headers["Content-Type"] == "text/plain"


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client):
    recorder = MigrationRecorder(connection)
    last = missing_from(recorder)
    recorder.record_unapplied(*last)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.content) == (503, b"migrations\n")
    assert missing_migrations() == [".".join(last)]


def missing_from(recorder: MigrationRecorder) -> tuple[str, str]:
    """Some migration that no other one of its app follows."""
    return max(key for key in recorder.applied_migrations() if key[0] == "outbox")
