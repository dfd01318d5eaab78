"""Who comes into a party later: held against the rules and asked like everybody."""

from collections.abc import Sequence
from datetime import datetime

from events.programme.eligibility import Rules, Unfit, check
from events.programme.models import Eligibility, Event, Timeslot
from events.programme.needs import questions_of, rules_of
from events.registration.models import Answer, Attendee, Registration, Seat
from events.registration.usecases.application import Guardian, Person
from events.registration.usecases.changing import ChangeRefused
from events.registration.usecases.check_party import (
    AnswerUnfit,
    GuardianUnknown,
    fits,
)
from events.registration.usecases.consent import ask_consent
from peace.language.dates import jst

APPLICANT = "applicant"


class NotForThem(ChangeRefused):
    """The person is not meant by the rule of the event or of the timeslot."""

    def __init__(self, reason: Unfit, rule: Eligibility, timeslot: Timeslot) -> None:
        super().__init__(reason, timeslot.pk)
        self.reason = reason
        self.rule = rule
        self.timeslot = timeslot


def refuse_unfit(
    person: Person | Attendee, *, timeslots: Sequence[Timeslot], actor: str
) -> None:
    """Raise NotForThem when PERSON may not come to one of TIMESLOTS (of one event).

    What nobody told the office stays open, as when it registers somebody.
    """
    if not timeslots:
        return
    rules = rules_of(timeslots[0].event, timeslots)
    for slot in timeslots if rules else ():
        rule = rules.of(slot.pk)
        reason = rule and check(
            rule,
            starts_at=slot.starts_at,
            birth_date=person.birth_date,
            residence=person.residence,
        )
        if rule and reason and not (actor != APPLICANT and reason.is_missing):
            raise NotForThem(reason, rule, slot)


def describe(attendee: Attendee, person: Person, *, event: Event, actor: str) -> None:
    """Put what PERSON said of themselves on ATTENDEE, who is not saved here.

    Raises GuardianUnknown for a minor without anybody to ask, where that is needed.
    """
    attendee.call(name=person.name, kana=person.kana)
    attendee.age_band, attendee.visit = person.age_band, person.visit
    attendee.residence, attendee.birth_date = person.residence, person.birth_date
    attendee.is_minor = _is_minor(person, event)
    attendee.lacks_consent = event.asks_consent and bool(attendee.is_minor)
    can_be_asked = person.guardian and person.guardian.can_be_reached
    if attendee.lacks_consent and actor == APPLICANT and not can_be_asked:
        raise GuardianUnknown(attendee.number)


def ask(
    attendee: Attendee,
    person: Person,
    *,
    registration: Registration,
    seats: Sequence[Seat],
    actor: str,
    now: datetime,
) -> None:
    """Keep PERSON's answers, and ask the guardian of a minor by letter.

    Changes answers and consents. Raises AnswerUnfit.
    """
    event = registration.event
    for question in questions_of(event, list(event.timeslots.all())):
        value = person.answers.get(question.pk)
        if not question.per_person:
            continue
        if not fits(question, value, may_be_open=actor != APPLICANT):
            raise AnswerUnfit(question, attendee.number)
        if value not in (None, "", []):
            Answer.objects.create(
                question=question,
                registration=registration,
                attendee=attendee,
                value=value,
            )
    if attendee.lacks_consent:
        ask_consent(
            attendee=attendee,
            registration=registration,
            guardian=person.guardian or Guardian(),
            seats=seats,
            now=now,
        )


def _is_minor(person: Person, event: Event) -> bool | None:
    known = person.is_under_18(jst(event.starts_at).date())
    if known is None and event.asks_consent:
        rules: Rules = rules_of(event, list(event.timeslots.all()))
        return True if rules.only_minors(event.starts_at) else None
    return known
