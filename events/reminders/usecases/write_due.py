"""Write the reminders that are due: late enough to be true, early enough to help."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from events.programme.choices import EventStatus
from events.programme.models import Timeslot
from events.registration.choices import ReminderChannel, SeatStatus
from events.registration.letters import Party
from events.registration.models import Registration, Seat
from events.reminders import letters
from events.reminders.choices import LedgerStatus, SkipReason
from events.reminders.models import LedgerEntry, ReminderRule
from peace.language.dates import jst
from peace.outbox.usecases.enqueue import enqueue_many

AT_ONCE = 200


def write_due_reminders(*, now: datetime, limit: int | None = None) -> int:
    """Write every reminder that is due at NOW; return how many letters were new.

    For each rule and each day with timeslots of its programme: from the rule's hour
    until the first timeslot of that day begins. Parties are taken in pieces of 200,
    each in its own transaction with its ledger rows and letters, so that memory stays
    flat and a crash loses nothing and repeats nothing: the ledger row and the
    outbox's key are unique, whatever beat does. Nothing is locked beforehand.

    Who registered after the rule's hour is not reminded (the confirmation has just
    said it all), nor who asked for nothing; the ledger says so.
    """
    written = 0
    for rule, day, slots in _due(now):
        due_at = rule.due_at(slots[0].starts_at)
        while limit is None or written < limit:
            parties = _next_parties(rule, day, slots)
            if not parties:
                break
            written += _write(rule, day, parties, due_at=due_at, now=now)
    return written


def _due(now: datetime) -> Iterator[tuple[ReminderRule, date, list[Timeslot]]]:
    """Rules with the days they are due for, and that day's timeslots in order."""
    for rule in ReminderRule.objects.order_by("pk"):
        days: dict[date, list[Timeslot]] = {}
        for slot in Timeslot.objects.filter(
            event__programme_id=rule.programme_id,
            event__status=EventStatus.PUBLISHED,
            starts_at__gt=now - timedelta(days=1),
            starts_at__lt=now + timedelta(days=rule.days_before + 1),
        ).order_by("starts_at", "pk"):
            days.setdefault(jst(slot.starts_at).date(), []).append(slot)
        for day, slots in days.items():
            if rule.due_at(slots[0].starts_at) <= now:
                coming = [slot for slot in slots if slot.starts_at > now]
                if coming:
                    yield rule, day, coming


def _next_parties(
    rule: ReminderRule, day: date, slots: Sequence[Timeslot]
) -> list[Registration]:
    """The next parties with a seat that day whom the ledger does not know yet."""
    known = LedgerEntry.objects.filter(rule=rule, day=day, registration=OuterRef("pk"))
    seated = Seat.objects.filter(
        registration=OuterRef("pk"),
        timeslot__in=[slot.pk for slot in slots],
        status=SeatStatus.CONFIRMED,
    )
    return list(
        Registration.objects.active()
        .filter(
            ~Exists(known), Exists(seated), event__in={slot.event_id for slot in slots}
        )
        .with_people()
        .order_by("pk")[:AT_ONCE]
    )


@transaction.atomic
def _write(
    rule: ReminderRule,
    day: date,
    parties: Sequence[Registration],
    *,
    due_at: datetime,
    now: datetime,
) -> int:
    entries, orders = [], []
    for registration in parties:
        reason = _reason_to_skip(registration, due_at=due_at)
        entries.append(
            LedgerEntry(
                rule=rule,
                registration=registration,
                day=day,
                status=LedgerStatus.SKIPPED if reason else LedgerStatus.WRITTEN,
                reason=reason,
                written_at=now,
            )
        )
        if not reason:
            orders.append(
                letters.reminder(party=Party.of(registration), rule=rule, day=day)
            )
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return enqueue_many(orders, now=now) if orders else 0


def _reason_to_skip(registration: Registration, *, due_at: datetime) -> str:
    if registration.remind_by == ReminderChannel.NONE:
        return SkipReason.NOT_WANTED
    if registration.created_at >= due_at:
        return SkipReason.REGISTERED_LATE
    return SkipReason.NONE
