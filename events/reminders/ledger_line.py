"""One line of an event's ledger, as staff read it."""

from dataclasses import dataclass
from datetime import date, datetime

from events.registration.models import Attendee, Registration
from events.reminders.choices import LedgerState, RuleKind
from events.reminders.models import ReminderRule
from events.reminders.rule_words import when
from peace.outbox.choices import Channel

_SIGNS = {
    LedgerState.PLANNED: ("late", ""),
    LedgerState.WAITING: ("mail", ""),
    LedgerState.SENT: ("ok", "good"),
    LedgerState.CALLING: ("phone", "care"),
    LedgerState.CALLED: ("ok", "good"),
    LedgerState.PRINTING: ("print", "care"),
    LedgerState.POSTED: ("ok", "good"),
    LedgerState.UNCERTAIN: ("warn", "care"),
    LedgerState.FAILED: ("warn", "bad"),
    LedgerState.BOUNCED: ("warn", "bad"),
    LedgerState.SKIPPED: ("dash", ""),
}


@dataclass(frozen=True)
class LedgerLine:
    """One party (or one minor of it), one rule, one day."""

    registration: Registration
    rule: ReminderRule
    day: date
    state: LedgerState
    at: datetime
    reason: str = ""
    channel: Channel | None = None
    letter_id: int | None = None
    minor: Attendee | None = None

    @property
    def unit(self) -> tuple[int, int, int | None, date]:
        """What there is one line of."""
        minor = self.minor.pk if self.minor else None
        return (self.rule.pk, self.registration.pk, minor, self.day)

    @property
    def name(self) -> str:
        if self.minor:
            return self.minor.name
        people = sorted(self.registration.attendees.all(), key=lambda one: one.number)
        return people[0].name if people else ""

    @property
    def people(self) -> int:
        return 1 if self.minor else len(self.registration.attendees.all())

    @property
    def kind(self) -> str:
        return str(RuleKind(self.rule.kind).label)

    @property
    def when(self) -> str:
        return when(self.rule)

    @property
    def sign(self) -> tuple[str, str]:
        """Icon and tone."""
        return _SIGNS[self.state]
