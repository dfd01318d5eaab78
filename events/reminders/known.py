"""What the writing of reminders reads once for a piece of parties."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Max
from django.utils import translation

from events.programme.afterwards import Survey, survey_of
from events.registration.letters import Alike
from events.registration.models import Attendee, Consent, Registration
from events.registration.reports import newest_consents
from events.reminders.choices import LedgerStatus, RuleKind
from events.reminders.due import Run, minors_to_ask
from events.reminders.models import LETTER_KINDS, LedgerEntry
from peace.outbox.choices import Channel, Status
from peace.outbox.letter import Texts
from peace.outbox.models import OutboxMessage, UndeliverableAddress

# A party, and one minor of it where guardians are asked.
Unit = tuple[int, int | None]
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


@dataclass(frozen=True)
class Known:
    """What is read once for a piece of parties."""

    # The last letter since the rule's hour that said the same, by `about`.
    told: Mapping[str, datetime] = field(default_factory=dict)
    # Whom another rule of the kind has told of this day since this one's hour.
    reminded: frozenset[Unit] = frozenset()
    # Ledger rows whose letter was taken back.
    taken_back: Mapping[Unit, LedgerEntry] = field(default_factory=dict)
    # By party, whose guardians are still to be asked.
    minors: Mapping[int, Sequence[Attendee]] = field(default_factory=dict)
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


def read_known(run: Run, parties: Sequence[Registration], *, now: datetime) -> Known:
    rule = run.rule
    emails = [party.email for party in parties]
    consents = _open_consents(parties) if rule.asks_guardian else {}
    emails += [each.guardian_email for each in consents.values()]
    abouts = [party.about for party in parties]
    rows = LedgerEntry.objects.filter(registration__in=parties, day=run.day)
    same_kind = rows.filter(rule__kind=rule.kind).exclude(rule=rule)
    return Known(
        told=_told(RuleKind(rule.kind), abouts, since=run.due_at),
        reminded=frozenset(
            same_kind.filter(
                status=LedgerStatus.WRITTEN, written_at__gte=run.due_at
            ).values_list("registration", "attendee")
        ),
        taken_back={
            (each.registration_id, each.attendee_id): each
            for each in rows.filter(rule=rule).taken_back()
        },
        minors=minors_to_ask(run, parties) if rule.asks_guardian else {},
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
