"""The ledger of an event: for each party, rule and day, what was and what will be.

Where guardians are asked, there is a line for each minor.

Three sources: what the ledger holds, what the outbox knows of the letter, and who
fits a rule now and has no row yet. Nothing of it is kept twice.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.db.models import (
    CharField,
    DateTimeField,
    IntegerField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Concat

from events.programme.models import Event
from events.registration.choices import ReminderChannel
from events.registration.models import Registration
from events.reminders.choices import (
    LedgerState,
    LedgerStatus,
    Only,
    SkipReason,
)
from events.reminders.due import (
    Run,
    cancelled_in,
    minors_to_ask,
    open_for,
    runs_of,
    seats_of,
)
from events.reminders.ledger_line import LedgerLine
from events.reminders.models import TAKEN_BACK, LedgerEntry, ReminderRule
from events.reminders.ways import way_to
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage

_BY_MAIL = {
    Status.AWAITING_APPROVAL: LedgerState.WAITING,
    Status.PENDING: LedgerState.WAITING,
    Status.SENDING: LedgerState.WAITING,
    Status.RETRY: LedgerState.WAITING,
    Status.SENT: LedgerState.SENT,
    Status.UNCERTAIN: LedgerState.UNCERTAIN,
    Status.FAILED: LedgerState.FAILED,
    Status.BOUNCED: LedgerState.BOUNCED,
    Status.SKIPPED: LedgerState.SKIPPED,
}
_BY_HAND = {
    Channel.PHONE: {
        Status.PENDING: LedgerState.CALLING,
        Status.SENT: LedgerState.CALLED,
    },
    Channel.POST: {
        Status.PENDING: LedgerState.PRINTING,
        Status.SENT: LedgerState.POSTED,
    },
}


# What the outbox writes where a letter stays.
_REASONS = {
    "too late": SkipReason.TOO_LATE,
    "no address": SkipReason.NO_WAY,
    TAKEN_BACK: SkipReason.TAKEN_BACK,
}


@dataclass(frozen=True)
class Ledger:
    lines: list[LedgerLine]
    counts: dict[LedgerState, int]
    total: int


def ledger(
    event: Event, *, state: str = "", rule: int | None = None, now: datetime
) -> Ledger:
    """The lines of EVENT, narrowed; the counts are of all of them."""
    ahead = list(_ahead(event, now=now))
    again = {line.unit for line in ahead}
    past = [line for line in _past(event) if line.unit not in again]
    everything = [*past, *ahead]
    counts = Counter(line.state for line in everything)
    lines = [
        line
        for line in everything
        if (not state or line.state == state) and (rule is None or line.rule.pk == rule)
    ]
    lines.sort(key=lambda line: (line.at, line.rule.pk, line.registration.pk))
    return Ledger(
        lines=lines,
        counts={each: counts[each] for each in LedgerState if counts[each]},
        total=len(everything),
    )


def _past(event: Event) -> list[LedgerLine]:
    """What stands in the ledger, with how its letter travelled."""
    rows = (
        _with_letters(LedgerEntry.objects.filter(registration__event=event))
        .select_related("rule__timeslot", "registration", "attendee")
        .prefetch_related("registration__attendees")
    )
    return [_line(row) for row in rows]


def _with_letters(rows: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
    mail = OutboxMessage.objects.filter(key=OuterRef("key"))
    call = OutboxMessage.objects.filter(
        key=Concat(OuterRef("key"), Value(":phone"), output_field=CharField())
    )
    text, whole, moment = CharField(), IntegerField(), DateTimeField()
    return rows.annotate(
        mail_id=Subquery(mail.values("pk")[:1], output_field=whole),
        mail_status=Subquery(mail.values("status")[:1], output_field=text),
        mail_channel=Subquery(mail.values("channel")[:1], output_field=text),
        mail_error=Subquery(mail.values("last_error")[:1], output_field=text),
        mail_sent_at=Subquery(mail.values("sent_at")[:1], output_field=moment),
        call_id=Subquery(call.values("pk")[:1], output_field=whole),
        call_status=Subquery(call.values("status")[:1], output_field=text),
        call_sent_at=Subquery(call.values("sent_at")[:1], output_field=moment),
    )


def _line(row: LedgerEntry) -> LedgerLine:
    if row.status == LedgerStatus.SKIPPED:
        return _said(row, LedgerState.SKIPPED, reason=row.get_reason_display())
    status, channel = row.mail_status, row.mail_channel  # type: ignore[attr-defined]
    letter_id, sent_at = row.mail_id, row.mail_sent_at  # type: ignore[attr-defined]
    if status == Status.HANDED_TO_PHONE:
        # The address was refused; the same letter went on by telephone.
        status, channel = row.call_status, Channel.PHONE  # type: ignore[attr-defined]
        letter_id, sent_at = row.call_id, row.call_sent_at  # type: ignore[attr-defined]
    if status is None:
        return _said(row, LedgerState.SKIPPED)
    known = _BY_HAND.get(Channel(channel), {})
    state = known.get(Status(status)) or _BY_MAIL[Status(status)]
    error = row.mail_error if state == LedgerState.SKIPPED else ""  # type: ignore[attr-defined]
    return _said(
        row,
        state,
        reason=str(_REASONS[error].label) if error in _REASONS else "",
        channel=Channel(channel),
        letter_id=letter_id,
        at=sent_at,
    )


def _said(
    row: LedgerEntry,
    state: LedgerState,
    *,
    reason: str = "",
    channel: Channel | None = None,
    letter_id: int | None = None,
    at: datetime | None = None,
) -> LedgerLine:
    return LedgerLine(
        registration=row.registration,
        rule=row.rule,
        day=row.day,
        state=state,
        at=at or row.written_at,
        reason=reason,
        channel=channel,
        letter_id=letter_id,
        minor=row.attendee,
    )


def _ahead(event: Event, *, now: datetime) -> Iterator[LedgerLine]:
    """Who fits a rule and has no line yet: planned, missed, or cancelled."""
    if not event.is_published:
        return
    rules = ReminderRule.objects.for_event(event)
    slots = list(event.timeslots.in_order())
    for run in runs_of(event, slots, rules):
        parties = list(open_for(run).with_people().order_by("pk"))
        if run.rule.asks_guardian:
            yield from _guardians_ahead(run, parties, now=now)
        else:
            for registration in parties:
                yield _planned(run, registration, now=now)
        if run.rule.is_before and run.rule.only != Only.LACKS_CONSENT:
            for registration in cancelled_in(run).prefetch_related("attendees"):
                yield _skipped(run, registration, SkipReason.CANCELLED)


def _guardians_ahead(
    run: Run, parties: list[Registration], *, now: datetime
) -> Iterator[LedgerLine]:
    minors = minors_to_ask(run, parties)
    for registration in parties:
        for minor in minors.get(registration.pk, ()):
            yield replace(_planned(run, registration, now=now), minor=minor)


def _planned(run: Run, registration: Registration, *, now: datetime) -> LedgerLine:
    """As `write_due_reminders` would judge it now; what only it knows is left open."""
    reason = SkipReason.NONE
    if registration.remind_by == ReminderChannel.NONE and not run.rule.asks_guardian:
        reason = SkipReason.NOT_WANTED
    elif not run.rule.is_thanks and registration.created_at >= run.due_at:
        reason = SkipReason.REGISTERED_LATE
    elif run.latest_for(seats_of(run, registration)) <= now:
        reason = SkipReason.TOO_LATE
    if reason:
        return _skipped(run, registration, reason)
    return LedgerLine(
        registration=registration,
        rule=run.rule,
        day=run.day,
        state=LedgerState.PLANNED,
        at=run.due_at,
        channel=_channel(run, registration),
    )


def _skipped(run: Run, registration: Registration, reason: SkipReason) -> LedgerLine:
    return LedgerLine(
        registration=registration,
        rule=run.rule,
        day=run.day,
        state=LedgerState.SKIPPED,
        at=run.due_at,
        reason=str(reason.label),
    )


def _channel(run: Run, registration: Registration) -> Channel | None:
    return None if run.rule.asks_guardian else way_to(registration, run.rule)
