"""Write the reminders that are due: late enough to be true, early enough to help."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from events.registration.choices import ReminderChannel
from events.registration.letters import Party
from events.registration.models import Attendee, Registration, Seat
from events.reminders import letters
from events.reminders.choices import LedgerStatus, RuleKind, SkipReason
from events.reminders.due import Run, due_runs, open_for, seats_of
from events.reminders.known import Known, Unit, read_known
from events.reminders.models import LedgerEntry
from events.reminders.ways import way_to, way_to_guardian
from peace.outbox.usecases.enqueue import enqueue_many

AT_ONCE = 200


def write_due_reminders(*, now: datetime, limit: int | None = None) -> int:
    """Write every reminder that is due at NOW; return how many letters were new.

    For each rule that holds for an event and each of its days: from the rule's hour
    until it helps nobody any more. Parties are taken in pieces of 200, each in its own
    transaction with its ledger rows and letters, so that memory stays flat and a crash
    loses nothing and repeats nothing: the ledger row and the outbox's key are unique,
    whatever beat does. Nothing is locked beforehand.

    Who registered after the rule's hour is not reminded (the confirmation has just
    said it all), nor who asked for nothing, nor who has just been told the same by
    another letter; the ledger says so. A letter that was taken back before it left
    is written anew as things are now, unless another letter has said it meanwhile.
    Guardians are asked one by one: each minor has a row of their own.
    """
    written = 0
    for run in due_runs(now):
        last = 0
        while limit is None or written < limit:
            # From where the last piece ended: the ledger's rows before it are many.
            rest = open_for(run, after=last)
            parties = rest.order_by("pk")[:AT_ONCE].read_together()
            if not parties:
                break
            written += _write(run, parties, now=now)
            last = parties[-1].pk
    return written


@transaction.atomic
def _write(run: Run, parties: Sequence[Registration], *, now: datetime) -> int:
    known = read_known(run, parties, now=now)
    entries, orders, again = [], [], []
    for registration in parties:
        for minor in _units(run, registration, known):
            entry = LedgerEntry(
                rule=run.rule,
                registration=registration,
                attendee=minor,
                day=run.day,
                revision=registration.event.revision,
                written_at=now,
            )
            order = _order(run, entry, known, now=now)
            entry.status = LedgerStatus.WRITTEN if order else LedgerStatus.SKIPPED
            entries.append(entry)
            if order:
                orders.append(order)
            before = known.taken_back.get(_unit(entry))
            if before:
                again.append(before.pk)
    LedgerEntry.objects.filter(pk__in=again).delete()
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return enqueue_many(orders, now=now) if orders else 0


def _units(
    run: Run, registration: Registration, known: Known
) -> Sequence[Attendee | None]:
    """For whom a row is written: the party, or each minor whose guardian is asked."""
    if run.rule.asks_guardian:
        return known.minors.get(registration.pk, ())
    return (None,)


def _unit(entry: LedgerEntry) -> Unit:
    return (entry.registration_id, entry.attendee_id)


def _order(
    run: Run, entry: LedgerEntry, known: Known, *, now: datetime
) -> dict[str, Any] | None:
    """The order for the outbox, its key in ENTRY; or None, and in ENTRY why not."""
    registration = entry.registration
    seats = seats_of(run, registration)
    if entry.attendee_id:
        seats = [seat for seat in seats if seat.attendee_id == entry.attendee_id]
    entry.reason = _reason_to_skip(run, entry, seats, known, now=now)
    if entry.reason:
        return None
    key = LedgerEntry.outbox_key(
        run.rule.kind, run.rule.pk, registration.pk, run.day, entry.attendee_id
    )
    before = known.taken_back.get(_unit(entry))
    if before:
        key = _next_key(key, before.key)
    if entry.attendee:
        order = _to_guardian(run, entry, seats, known, key=key, now=now)
    else:
        order = _to_party(run, entry, seats, known, key=key)
    entry.key = key if order else ""
    return order


def _to_guardian(
    run: Run,
    entry: LedgerEntry,
    seats: Sequence[Seat],
    known: Known,
    *,
    key: str,
    now: datetime,
) -> dict[str, Any] | None:
    registration, minor = entry.registration, entry.attendee
    consent = known.consents.get(minor.pk) if minor else None
    if minor is None or consent is None:
        entry.reason = SkipReason.ANSWERED
        return None
    way = way_to_guardian(consent, registration, run.rule, refused=known.refused)
    if way is None:
        entry.reason = SkipReason.NO_WAY
        return None
    return letters.consent_missing(
        party=Party(registration, [minor], list(seats)),
        run=run,
        consent=consent,
        channel=way,
        key=key,
        now=now,
        texts=known.texts,
    )


def _to_party(
    run: Run, entry: LedgerEntry, seats: Sequence[Seat], known: Known, *, key: str
) -> dict[str, Any] | None:
    registration = entry.registration
    way = way_to(
        registration,
        run.rule,
        refused=known.refused,
        asked=known.asked.get(registration.about, set()),
    )
    if way is None:
        entry.reason = SkipReason.NO_WAY
        return None
    return letters.of_rule(
        party=_party(registration, seats),
        run=run,
        channel=way,
        key=key,
        survey=known.surveys.get(registration.language),
        texts=known.texts,
        alike=known.alike,
    )


def _next_key(key: str, before: str) -> str:
    """Another than BEFORE, whose letter was taken back: `…:2`, `…:3`."""
    number = before.removeprefix(key).removeprefix(":")
    return f"{key}:{int(number or 1) + 1}"


def _party(registration: Registration, seats: Sequence[Seat]) -> Party:
    party = Party.of(registration)
    return Party(
        registration, party.attendees, list(seats), party.ticket, party.support
    )


def _reason_to_skip(
    run: Run,
    entry: LedgerEntry,
    seats: Sequence[Seat],
    known: Known,
    *,
    now: datetime,
) -> str:
    rule, registration = run.rule, entry.registration
    if not rule.asks_guardian and registration.remind_by == ReminderChannel.NONE:
        return SkipReason.NOT_WANTED
    if not rule.is_thanks and registration.created_at >= run.due_at:
        return SkipReason.REGISTERED_LATE
    if _was_told(run, entry, seats, known):
        return SkipReason.JUST_TOLD
    if run.latest_for(seats) <= now:
        return SkipReason.TOO_LATE
    return SkipReason.NONE


def _was_told(
    run: Run, entry: LedgerEntry, seats: Sequence[Seat], known: Known
) -> bool:
    """Whether another letter, or whoever changed their seats, has said it since."""
    if _unit(entry) in known.reminded:
        return True
    before = known.taken_back.get(_unit(entry))
    since = before.written_at if before else run.due_at
    told = known.told.get(entry.registration.about)
    if told and told >= since:
        return True
    return run.rule.kind == RuleKind.REMINDER and all(
        seat.created_at >= since for seat in seats
    )
