"""What a party asks for when it registers: people, contact, wishes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from events.programme.eligibility import is_under_18
from events.programme.models import Event, Question, Timeslot
from events.registration.choices import ReminderChannel
from peace.language.dates import jst

# A text, a truth, the number of an option, or several numbers.
AnswerValue = str | bool | int | list[int]


@dataclass(frozen=True)
class Guardian:
    """Whom the city asks whether a minor may come."""

    name: str = ""
    email: str = ""
    phone: str = ""

    @property
    def can_be_reached(self) -> bool:
        return bool(self.email or self.phone)


@dataclass(frozen=True)
class Person:
    """One person of the party, as typed, and the timeslots they chose."""

    name: str
    timeslot_ids: frozenset[int]
    kana: str = ""
    age_band: str = ""
    visit: str = ""
    residence: str = ""
    birth_date: date | None = None
    is_minor: bool | None = None
    guardian: Guardian | None = None
    # By question.
    answers: Mapping[int, AnswerValue] = field(default_factory=dict, hash=False)

    def is_under_18(self, on: date) -> bool | None:
        """By the birth date if it is known, else as they said; None: nobody knows."""
        if self.birth_date:
            return is_under_18(self.birth_date, on)
        return self.is_minor


@dataclass(frozen=True)
class Contact:
    """How to reach the party: digits of a phone, an e-mail address, or both."""

    phone: str = ""
    email: str = ""
    remind_by: str = ReminderChannel.PHONE


@dataclass(frozen=True)
class SupportWish:
    """Access support that the party needs, for how many; children's ages in months."""

    kind: str
    people: int = 1
    months: Sequence[int] = ()


@dataclass(frozen=True)
class Extras:
    """What the party may add, and what staff note with it."""

    support: Sequence[SupportWish] = field(default=())
    note: str = ""
    staff_note: str = ""
    # Timeslots for which the party also takes a place in the line.
    waits_for: Collection[int] = frozenset()
    accepts_fewer: bool = False
    # When a postcard or an e-mail came in; it counts for first come.
    arrived_at: datetime | None = None
    # The code of the source through which they came.
    source: str = ""
    # They agreed to hear of later events.
    wants_news: bool = False
    # By question, once for the whole party.
    answers: Mapping[int, AnswerValue] = field(default_factory=dict, hash=False)


@dataclass(frozen=True)
class Application:
    """A whole application, as the steps of `register` pass it on."""

    event: Event
    timeslots: Mapping[int, Timeslot]
    people: Sequence[Person]
    extras: Extras
    actor: str
    now: datetime
    questions: Sequence[Question] = ()
    # The event is for nobody who would be 18: then nobody need be asked.
    only_minors: bool = False

    def is_minor(self, person: Person) -> bool | None:
        known = person.is_under_18(jst(self.event.starts_at).date())
        return True if known is None and self.only_minors else known

    @property
    def wanted(self) -> dict[int, list[int]]:
        """By timeslot in ascending id: the numbers of the people who chose it."""
        return {
            slot_id: [
                number
                for number, person in enumerate(self.people, start=1)
                if slot_id in person.timeslot_ids
            ]
            for slot_id in sorted(set().union(*(p.timeslot_ids for p in self.people)))
        }

    @property
    def lotteries(self) -> list[int]:
        return [pk for pk in self.wanted if self.timeslots[pk].is_lottery]
