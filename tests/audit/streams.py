"""Entries for the tests of the audit."""

from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from peace.audit.models import AuditEntry
from peace.audit.usecases import record

NOON = datetime(2026, 2, 15, 3, 0, tzinfo=UTC)


def write(stream: str = "desk", **changes: Any) -> AuditEntry:
    fields = {
        "verb": "registered",
        "actor": "user:1",
        "about": "registration:12",
        "detail": {"seats": 2, "timeslots": [1, 2], "channel": "PHONE", "late": False},
        "now": NOON,
    }
    with transaction.atomic():
        return record(stream=stream, **fields | changes)
