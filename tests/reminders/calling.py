"""Calls for tests: an offer by telephone, reminders as calls, and the list of a day."""

from events.registration.usecases.cancel import cancel_seats
from events.reminders.models import ReminderRule
from events.reminders.reports import Narrowing, call_list
from events.reminders.usecases.write_due import write_due_reminders
from peace.language.dates import jst
from peace.outbox.choices import Channel
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.record_outcome import record_outcome
from tests import cast

STAFF = "user:1"


def offered(*people: str, seats: int = 2, now=cast.NOW, slug: str = "talk", **values):
    """A party that waits by phone, and has just been offered SEATS; with its call."""
    event = cast.event(slug=slug, slots=1, seats=seats, now=now)
    (slot,) = cast.timeslots(event)
    first = cast.registration(
        event, people=["先客"] * seats, email="first@example.jp", now=now
    )
    party = cast.registration(
        event,
        people=people or ("髙木 トシ子", "髙木 一郎"),
        waits_for={slot.pk},
        now=now,
        **{"email": "", "channel": "PHONE"} | values,
    )
    cancel_seats(
        registration=first,
        seat_ids=list(first.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=now,
    )
    return party, party.line_entries.get(), call_about(party)


def call_about(party):
    return OutboxMessage.objects.get(
        kind="offer", about=party.about, channel=Channel.PHONE
    )


def reminded(event, *parties, now=None):
    """Reminders of the day before, as calls."""
    rule, _ = ReminderRule.objects.get_or_create(programme=event.programme)
    write_due_reminders(now=now or rule.due_at(event.starts_at))
    return rule.due_at(event.starts_at)


def listed(now=cast.NOW, **asked):
    return call_list(Narrowing(day=jst(now).date(), **asked), now=now)


def names(calls):
    return [call.message.recipient_name for call in calls]


def tried(message, outcome, at=cast.NOW):
    return record_outcome(message=message, outcome=outcome, by=STAFF, now=at)
