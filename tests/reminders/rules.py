"""Rules and moments of the reminders' tests."""

from datetime import datetime, time, timedelta
from typing import Any

from events.programme.models import Event
from events.registration.models import Registration
from events.reminders.models import LedgerEntry, ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox.models import OutboxMessage
from tests import cast

MINUTE = timedelta(minutes=1)
COMING = {"kind": "COMING", "only": "NOT_CONFIRMED", "days": 7}
CONSENT = {"kind": "CONSENT", "only": "LACKS_CONSENT", "days": 3}
THANKS = {
    "kind": "THANKS",
    "audience": "CAME",
    "ways": "EMAIL",
    "latest_hours": 72,
}


def rule_for(owner: Any, **values: Any) -> ReminderRule:
    """For an event, or for the programme of one; the day before at ten."""
    where = {"event" if isinstance(owner, Event) else "programme": owner}
    return ReminderRule.objects.create(**where, **values)


def due(event: Event, days: int = 1) -> datetime:
    """Ten o'clock in Tokyo, DAYS before the event; after it when negative."""
    return cast.tokyo(event.starts_at, days=-days, at=time(10))


def write(now: datetime) -> int:
    return write_due_reminders(now=now)


def letters(kind: str = "reminder"):
    return OutboxMessage.objects.filter(kind=kind).order_by("pk")


def reason(party: Registration) -> str:
    return LedgerEntry.objects.get(registration=party).reason


def let_in(party: Registration, now: datetime) -> None:
    party.seats.update(
        admitted_at=now, admitted_by="00000000-0000-4000-8000-000000000001"
    )
