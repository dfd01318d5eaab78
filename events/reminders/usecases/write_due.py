"""Write the reminders that are due: late enough to be true, early enough to help."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from events.programme.afterwards import Survey, survey_of
from events.registration.choices import ReminderChannel
from events.registration.letters import Alike, Party
from events.registration.models import Consent, Registration, Seat
from events.registration.reports import newest_consents
from events.reminders import letters
from events.reminders.choices import LedgerStatus, RuleKind, SkipReason
from events.reminders.due import Run, due_runs, open_for, seats_of
from events.reminders.models import LETTER_KINDS, LedgerEntry
from events.reminders.ways import way_to
from peace.outbox.choices import Channel, Status
from peace.outbox.letter import Texts
from peace.outbox.models import OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.enqueue import enqueue_many

AT_ONCE = 200
# Letters that have just said all that a rule's own letter would say.
_TOLD_BY = {
    RuleKind.REMINDER: (
        "confirmation",
        "promoted",
        "registration_changed",
        "event_changed",
        "cancellation",
        "lottery_won",
    ),
    RuleKind.CONSENT: ("consent_request",),
}


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


@dataclass(frozen=True)
class _Known:
    """What is read once for a piece of parties."""

    # The last letter since the rule's hour that said the same, by `about`.
    told: Mapping[str, datetime] = field(default_factory=dict)
    # Parties that another rule of the kind has told of this day since this one's hour.
    reminded: frozenset[int] = frozenset()
    # Ledger rows whose letter was taken back.
    taken_back: Mapping[int, LedgerEntry] = field(default_factory=dict)
    # Channels on which they were asked already, by `about`.
    asked: Mapping[str, set[str]] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()
    # The consents that still wait for an answer, by attendee.
    consents: Mapping[int, Consent] = field(default_factory=dict)
    # Where visitors may answer, by the language of the letter.
    surveys: Mapping[str, Survey | None] = field(default_factory=dict)
    # The office's wordings, one reading for the whole piece.
    texts: Texts = field(default_factory=Texts)
    # What its letters say of the event, written once.
    alike: Alike = field(default_factory=Alike)


@transaction.atomic
def _write(run: Run, parties: Sequence[Registration], *, now: datetime) -> int:
    known = _read(run, parties, now=now)
    entries, orders = [], []
    for registration in parties:
        entry = LedgerEntry(
            rule=run.rule,
            registration=registration,
            day=run.day,
            revision=registration.event.revision,
            written_at=now,
        )
        letters_of = _letters(run, registration, known, entry, now=now)
        entry.status = LedgerStatus.WRITTEN if letters_of else LedgerStatus.SKIPPED
        entries.append(entry)
        orders += letters_of
    LedgerEntry.objects.filter(
        pk__in=[each.pk for each in known.taken_back.values()]
    ).delete()
    LedgerEntry.objects.bulk_create(entries, ignore_conflicts=True)
    return enqueue_many(orders, now=now) if orders else 0


def _letters(
    run: Run,
    registration: Registration,
    known: _Known,
    entry: LedgerEntry,
    *,
    now: datetime,
) -> list[dict]:
    """The orders for the outbox; none, and the reason in ENTRY, when nothing leaves."""
    seats = seats_of(run, registration)
    entry.reason = _reason_to_skip(run, registration, seats, known, now=now)
    if entry.reason:
        return []
    key = LedgerEntry.outbox_key(run.rule.kind, run.rule.pk, registration.pk, run.day)
    before = known.taken_back.get(registration.pk)
    if before:
        key = _next_key(key, before.key)
    entry.key = key
    if run.rule.asks_guardian:
        orders = letters.consent_missing(
            party=_party(registration, seats),
            run=run,
            consents=known.consents,
            key=key,
            refused=known.refused,
            now=now,
            texts=known.texts,
        )
        entry.reason = "" if orders else SkipReason.ANSWERED
    else:
        way = way_to(
            registration,
            run.rule,
            refused=known.refused,
            asked=known.asked.get(registration.about, set()),
        )
        entry.reason = "" if way else SkipReason.NO_WAY
        orders = (
            [
                letters.of_rule(
                    party=_party(registration, seats),
                    run=run,
                    channel=way,
                    key=key,
                    survey=known.surveys.get(registration.language),
                    texts=known.texts,
                    alike=known.alike,
                )
            ]
            if way
            else []
        )
    if not orders:
        entry.key = ""
    return orders


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
    registration: Registration,
    seats: Sequence[Seat],
    known: _Known,
    *,
    now: datetime,
) -> str:
    rule = run.rule
    if not rule.asks_guardian and registration.remind_by == ReminderChannel.NONE:
        return SkipReason.NOT_WANTED
    if not rule.is_thanks and registration.created_at >= run.due_at:
        return SkipReason.REGISTERED_LATE
    if _was_told(run, registration, seats, known):
        return SkipReason.JUST_TOLD
    if run.latest_for(seats) <= now:
        return SkipReason.TOO_LATE
    return SkipReason.NONE


def _was_told(
    run: Run, registration: Registration, seats: Sequence[Seat], known: _Known
) -> bool:
    """Whether another letter, or whoever changed their seats, has said it since."""
    if registration.pk in known.reminded:
        return True
    before = known.taken_back.get(registration.pk)
    since = before.written_at if before else run.due_at
    told = known.told.get(registration.about)
    if told and told >= since:
        return True
    return run.rule.kind == RuleKind.REMINDER and all(
        seat.created_at >= since for seat in seats
    )


def _read(run: Run, parties: Sequence[Registration], *, now: datetime) -> _Known:
    rule = run.rule
    emails = [party.email for party in parties]
    consents = _open_consents(parties) if rule.asks_guardian else {}
    emails += [each.guardian_email for each in consents.values()]
    abouts = [party.about for party in parties]
    rows = LedgerEntry.objects.filter(registration__in=parties, day=run.day)
    same_kind = rows.filter(rule__kind=rule.kind).exclude(rule=rule)
    return _Known(
        told=_told(RuleKind(rule.kind), abouts, since=run.due_at),
        reminded=frozenset(
            same_kind.filter(
                status=LedgerStatus.WRITTEN, written_at__gte=run.due_at
            ).values_list("registration", flat=True)
        ),
        taken_back={
            each.registration_id: each for each in rows.filter(rule=rule).taken_back()
        },
        asked=_asked(abouts) if rule.asks_whether_they_come else {},
        refused=frozenset(UndeliverableAddress.objects.among(emails)),
        consents=consents,
        surveys=_surveys(run, parties, now=now) if rule.is_thanks else {},
    )


def _surveys(
    run: Run, parties: Sequence[Registration], *, now: datetime
) -> dict[str, Survey | None]:
    found = {}
    for language in {party.language for party in parties}:
        with translation.override(language):
            found[language] = survey_of(run.event, now)
    return found


def _open_consents(parties: Sequence[Registration]) -> dict[int, Consent]:
    people = (each for party in parties for each in party.attendees.all())
    newest = newest_consents(each for each in people if each.lacks_consent)
    return {pk: each for pk, each in newest.items() if each.is_open}


def _told(
    kind: RuleKind, abouts: Sequence[str], *, since: datetime
) -> dict[str, datetime]:
    if kind not in _TOLD_BY:
        return {}
    rows = (
        OutboxMessage.objects.filter(
            about__in=abouts, kind__in=_TOLD_BY[kind], created_at__gte=since
        )
        .exclude(status=Status.SKIPPED)
        .order_by()
        .values_list("about")
        .annotate(Max("created_at"))
    )
    return dict(rows)


def _asked(abouts: Sequence[str]) -> dict[str, set[str]]:
    """On which channels the parties were asked whether they come."""
    asked: dict[str, set[str]] = {}
    rows = OutboxMessage.objects.filter(
        about__in=abouts, kind=LETTER_KINDS[RuleKind.COMING]
    ).exclude(status=Status.SKIPPED)
    for about, channel in rows.values_list("about", "channel"):
        asked.setdefault(about, set()).add(Channel(channel))
    return asked
