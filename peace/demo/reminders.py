"""The demo's reminders: rules of each programme, one event's own, and a full ledger."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from events.programme.models import Event, Programme
from events.registration.choices import RegistrationChannel
from events.registration.models import Registration
from events.registration.usecases.will_come import say_will_come
from events.reminders.models import LedgerEntry, ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.demo.days import at, hour_passed
from peace.demo.letters import left_at_once
from peace.language.dates import jst
from peace.outbox.choices import Channel, Outcome, Status
from peace.outbox.models import DeliveryAttempt, OutboxMessage

TALKS = "legacy-talks"
# The event whose ledger shows every state; it takes place in three days.
SHOWN = "rest-to-walk-ins"
# Who says a few days before that they will come.
ANSWERS = 1
# What became of some of the letters there: status, outcome, what the server said.
_FATES = (
    (Status.UNCERTAIN, Outcome.UNCLEAR, "SMTPServerDisconnected"),
    (Status.FAILED, Outcome.BAD_CONTENT, "554 5.6.0 SMTPDataError"),
    (Status.BOUNCED, Outcome.BOUNCED, "5.2.2"),
)


def load_rules(programme: Programme, *, now: datetime) -> None:
    """The rules of PROGRAMME, as an office would set them; what sent stays on record.

    Tomorrow's reminders of the talks are due when the demo starts.
    """
    rules = programme.reminder_rules
    rules.filter(entries=None).delete()
    rules.update(is_on=False)
    hour = hour_passed(now) if programme.slug == TALKS else time(10)
    _set(programme, kind="REMINDER", days=1, at=hour, latest_hours=1)
    _set(
        programme,
        kind="CONSENT",
        only="LACKS_CONSENT",
        days=7,
        at=time(17),
        latest_hours=1,
    )
    _set(
        programme,
        kind="THANKS",
        audience="CAME",
        days=1,
        at=time(10),
        latest_hours=72,
        ways="EMAIL",
    )


def _set(programme: Programme, **values: Any) -> None:
    same = {name: values[name] for name in ("kind", "days", "at")}
    ReminderRule.objects.update_or_create(
        programme=programme, **same, defaults=values | {"is_on": True}
    )


def load_own_rules() -> None:
    """One event asks beforehand who comes, and asks again by another way."""
    event = Event.objects.get(slug=SHOWN)
    for days, hour in ((7, 10), (1, 9)):
        ReminderRule.objects.create(
            event=event,
            kind="COMING",
            only="NOT_CONFIRMED",
            days=days,
            at=time(hour),
            latest_hours=3,
            ways="EMAIL_POST_PHONE",
        )


def remind(*, now: datetime) -> None:
    """What beat wrote until now, at its hours; tomorrow's reminders are left to it."""
    load_own_rules()
    past, shown = (Event.objects.get(slug=slug) for slug in ("past-talk", SHOWN))
    today = jst(now).date()
    due = at(today - timedelta(days=1), f"{hour_passed(now):%H:%M}")
    asked = at(jst(shown.starts_at).date() - timedelta(days=7), "10:00")
    thanked = at(jst(past.ends_at).date() + timedelta(days=1), "10:00")
    _some_wrote_a_postcard(shown)
    moments = [past.starts_at - timedelta(hours=15), thanked, asked, due]
    for moment in sorted(moments):
        write_due_reminders(now=moment + timedelta(minutes=5))
    left_at_once(key="coming:")
    _answer(shown, asked + timedelta(hours=9))


def _some_wrote_a_postcard(event: Event) -> None:
    """Two of those who have no e-mail: they get a postcard back."""
    found = Registration.objects.active().filter(event=event, email="")
    chosen = list(found.order_by("pk").values_list("pk", flat=True)[:2])
    Registration.objects.filter(pk__in=chosen).update(
        channel=RegistrationChannel.POSTCARD
    )


def _answer(event: Event, moment: datetime) -> None:
    """Some of those who were asked say that they will come."""
    asked = (
        Registration.objects.active()
        .filter(reminder_entries__rule__event=event, reminder_entries__status="WRITTEN")
        .exclude(email="")
    )
    for number, party in enumerate(asked.order_by("pk")[:ANSWERS]):
        say_will_come(
            registration=party,
            actor="applicant",
            now=moment + number * timedelta(hours=3),
        )


def show_fates() -> None:
    """A few of the letters that left did not arrive, or nobody knows."""
    _one_waits_for_the_printer()
    keys = LedgerEntry.objects.filter(rule__event__slug=SHOWN, status="WRITTEN")
    sent = OutboxMessage.objects.filter(
        key__in=keys.values("key"), channel=Channel.EMAIL, status=Status.SENT
    ).exclude(about__in=_answered())
    for letter, (status, outcome, code) in zip(
        sent.order_by("pk"), _FATES, strict=False
    ):
        letter.move(among=(Status.SENT,), status=status, sent_at=None, last_error=code)
        DeliveryAttempt.objects.create(
            message=letter, outcome=outcome, code=code, tried_at=letter.due_at
        )


def _one_waits_for_the_printer() -> None:
    card = OutboxMessage.objects.filter(
        kind="coming", channel=Channel.POST, status=Status.SENT
    ).first()
    if card:
        card.tries.all().delete()
        card.move(among=(Status.SENT,), status=Status.PENDING, sent_at=None, attempts=0)


def _answered() -> Iterable[str]:
    found = Registration.objects.exclude(will_come_at=None)
    return [each.about for each in found]
