"""Two workers at the same reminders: each is written once."""

from datetime import datetime

import pytest

from events.reminders.models import LedgerEntry, ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.crowd import crowd
from tests.reminders.test_write_due import due

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def write(now: datetime) -> int:
    return write_due_reminders(now=now)


def test_two_processes_write_one_reminder_for_each_party():
    event = cast.event()
    ReminderRule.objects.create(programme=event.programme)
    cast.many_parties(event, 250)

    written = crowd(write, [(due(event),)] * 2)

    assert sum(written) == 250
    assert OutboxMessage.objects.filter(kind="reminder").count() == 250
    assert LedgerEntry.objects.count() == 250


def test_two_processes_write_what_was_taken_back_once_more():
    event = cast.event(seats=300)
    ReminderRule.objects.create(programme=event.programme)
    cast.many_parties(event, 250)
    assert write(due(event)) == 250
    OutboxMessage.objects.filter(kind="reminder").update(
        status="SKIPPED", last_error="taken back"
    )

    written = crowd(write, [(due(event) + cast.HOUR,)] * 2)

    alive = OutboxMessage.objects.filter(kind="reminder", status="PENDING")
    assert sum(written) == alive.count() == 250
    assert len(set(alive.values_list("about", flat=True))) == 250
    assert LedgerEntry.objects.count() == 250
