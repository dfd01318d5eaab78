"""Letters that did not simply arrive: what happened, and how the person is reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import CharField, Count, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from events.programme.models import Event
from events.registration.history import actor_names, letter_label
from events.registration.models import Registration
from events.reminders.choices import Age
from peace.outbox import reports, words
from peace.outbox.choices import TROUBLED, Channel, Status
from peace.outbox.models import LetterDecision, OutboxMessage

_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# Decisions are shown, and can be undone, for so long.
SHOWN_FOR = timedelta(days=7)
MOST_DECISIONS = 20
# Not the party's own: a guardian's, and the address that may be a stranger's.
_GUARDIAN, _BEFORE = "consent_request", ":before"


@dataclass(frozen=True)
class Contact:
    """How somebody can be reached now; empty where they cannot."""

    email: str = ""
    phone: str = ""


@dataclass(frozen=True)
class Trouble:
    """One letter to settle."""

    message: OutboxMessage
    registration: Registration | None
    contact: Contact

    @property
    def label(self) -> str:
        return letter_label(self.message)

    @property
    def state(self) -> str:
        return words.trouble_label(self.message.status)

    @property
    def happened(self) -> str:
        return words.what_happened(self.message)

    @property
    def todo(self) -> str:
        return words.what_to_do(self.message, contact=bool(self.contact.phone))

    @property
    def can_be_called(self) -> bool:
        return bool(self.contact.phone) and self.message.channel != Channel.PHONE

    @property
    def has_new_address(self) -> bool:
        return bool(self.contact.email) and self.contact.email != self.message.email


@dataclass(frozen=True)
class Asked:
    """What somebody wants to see; empty for all."""

    kind: str = ""
    event: str = ""
    status: str = ""
    age: str = ""

    @property
    def is_narrow(self) -> bool:
        return any((self.kind, self.event, self.status, self.age))


@dataclass(frozen=True)
class Choices:
    """What there is to narrow by, with how many letters each."""

    statuses: list[tuple[str, str, int]]
    kinds: list[tuple[str, str]]
    events: list[Event]

    @property
    def total(self) -> int:
        return sum(count for _value, _label, count in self.statuses)


def trouble(asked: Asked, *, now: datetime) -> QuerySet[OutboxMessage]:
    """The letters to settle that fit, the newest first."""
    found = reports.to_decide()
    if asked.kind:
        found = found.filter(kind=asked.kind)
    if asked.status:
        found = found.filter(status=asked.status)
    if asked.event:
        found = found.filter(about__in=_about_event(asked.event))
    spans = {
        Age.DAY.value: Q(due_at__gt=now - _DAY),
        Age.WEEK.value: Q(due_at__gt=now - _WEEK),
        Age.OLDER.value: Q(due_at__lte=now - _WEEK),
    }
    return found.filter(spans[asked.age]) if asked.age in spans else found


def choices() -> Choices:
    """Of all that is to be settled, whatever the filter."""
    found = reports.to_decide().order_by()
    counts = dict(found.values_list("status").annotate(Count("pk")))
    kinds = found.values_list("kind", flat=True).distinct()
    abouts = found.filter(about__startswith="registration:").values("about")
    events = Event.objects.filter(
        pk__in=_with_about(Registration.objects.all())
        .filter(reference__in=abouts)
        .values("event")
    )
    return Choices(
        statuses=[
            (status.value, words.trouble_label(status), counts[status.value])
            for status in (*TROUBLED, Status.SKIPPED)
            if counts.get(status.value)
        ],
        kinds=sorted(
            (kind, letter_label(OutboxMessage(kind=kind, subject=kind)))
            for kind in kinds
        ),
        events=list(events.order_by("starts_at", "pk")),
    )


def troubles(messages: Iterable[OutboxMessage]) -> list[Trouble]:
    """MESSAGES with whom they are about; two statements more, however many."""
    found = list(messages)
    registrations = registrations_of(found)
    return [
        Trouble(
            message,
            registrations.get(message.about),
            contact_of(message, registrations.get(message.about)),
        )
        for message in found
    ]


def registrations_of(messages: Sequence[OutboxMessage]) -> dict[str, Registration]:
    ids = {
        int(each.about.removeprefix("registration:"))
        for each in messages
        if each.about.startswith("registration:")
    }
    if not ids:
        return {}
    rows = Registration.objects.filter(pk__in=ids).select_related("event")
    return {row.about: row for row in rows}


def contact_of(message: OutboxMessage, registration: Registration | None) -> Contact:
    """What the letter had; of the party itself also what they have given since."""
    own = Contact(message.email, message.phone)
    if (
        registration is None
        or message.kind == _GUARDIAN
        or message.key.endswith(_BEFORE)
    ):
        return own
    return Contact(registration.email or own.email, message.phone or registration.phone)


def decisions(now: datetime) -> list[tuple[LetterDecision, str]]:
    """What was settled lately, with who did it, the newest first."""
    rows = list(
        LetterDecision.objects.filter(at__gt=now - SHOWN_FOR)
        .select_related("message")
        .order_by("-at", "-pk")[:MOST_DECISIONS]
    )
    names = actor_names(row.by for row in rows)
    return [(row, names[row.by]) for row in rows]


def _with_about(rows: QuerySet) -> Any:
    """ROWS with `reference`, as the outbox names them in `about`."""
    return rows.annotate(
        reference=Concat(
            Value("registration:"),
            Cast("pk", CharField()),
            output_field=CharField(),
        )
    )


def _about_event(slug: str) -> QuerySet:
    return _with_about(Registration.objects.filter(event__slug=slug)).values(
        "reference"
    )
