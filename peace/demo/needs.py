"""What the demo's people say to an event that asks more than names.

The keys of events.json: `eligibility`, `questions`, `asks_consent`, `pupils` (its
people are children, and their guardians answer in every way), and entries of
`support` with limits.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import cycle
from typing import Any

from events.programme.eligibility import span
from events.programme.models import (
    Eligibility,
    Event,
    Question,
    SupportOffer,
    Timeslot,
)
from events.registration.choices import AgeBand, ConsentMethod
from events.registration.models import Attendee, Registration
from events.registration.usecases.application import AnswerValue, Guardian, Person
from events.registration.usecases.consent import (
    GUARDIAN,
    ConsentTooLate,
    Evidence,
    answer_consent,
    withdraw_consent,
)
from peace.demo.days import at
from peace.demo.letters import left_at_once
from peace.demo.parties import Cast
from peace.language.dates import jst

SCHOOLS = ("国立第一小学校", "国立第二小学校", "国立第三小学校", "国立第四小学校")
# What guardians do, one after the other: most say yes, in each way that there is.
ANSWERS = ("LINK", "PAPER", "", "LINK", "REFUSED", "PHONE", "WITHDRAWN", "LINK")


def load_needs(event: Event, spec: dict[str, Any]) -> None:
    """The rule and the questions of EVENT."""
    if "eligibility" in spec:
        Eligibility.objects.create(event=event, **spec["eligibility"])
    Question.objects.bulk_create(
        Question(event=event, position=place, **each)
        for place, each in enumerate(spec.get("questions", []))
    )


def load_offers(timeslot: Timeslot, spec: dict[str, Any]) -> None:
    """Access support of TIMESLOT; an entry is a kind, or a kind with its limits."""
    SupportOffer.objects.bulk_create(
        SupportOffer(timeslot=timeslot, **_offer(timeslot, entry))
        for entry in spec.get("support", [])
    )


def _offer(timeslot: Timeslot, entry: str | dict[str, Any]) -> dict[str, Any]:
    if isinstance(entry, str):
        return {"kind": entry}
    found = dict(entry)
    if "closes_days_before" in found:
        days = timedelta(days=found.pop("closes_days_before"))
        found["closes_at"] = at(jst(timeslot.starts_at).date() - days, "23:59")
    return found


def kinds_in(spec: dict[str, Any]) -> list[str]:
    """The kinds that parties ask for by turns."""
    return [
        entry if isinstance(entry, str) else entry["kind"]
        for entry in spec.get("support", [])
    ]


def people_of(
    event: Event,
    spec: dict[str, Any],
    who: Cast,
    wishes: Sequence[frozenset[int]],
    *,
    place: int,
) -> list[Person]:
    """The people of party PLACE with what EVENT asks; WISHES are timeslots' ids."""
    asked = _asks_pupils(event, who, place) if spec.get("pupils") else {}
    questions = list(event.questions.filter(per_person=True))
    return [
        Person(
            name=name,
            kana=kana,
            age_band=AgeBand.UNDER_20 if asked else age,
            visit=who.visit,
            timeslot_ids=slots,
            birth_date=_born(event, place * 7 + number) if asked else None,
            answers={q.pk: _answer(q, place + number) for q in questions},
            **asked,
        )
        for number, ((name, kana, age), slots) in enumerate(
            zip(who.people, wishes, strict=True)
        )
    ]


def _asks_pupils(event: Event, who: Cast, place: int) -> dict[str, Any]:
    rule = event.eligibilities.filter(timeslot=None).first()
    ties = rule.residence if rule else []
    family = who.people[0][0].split()[0]
    given = ("恵子", "健一", "由美") if who.language == "ja" else ("M.",)
    return {
        "residence": ties[place % len(ties)] if ties else "",
        "guardian": Guardian(
            name=f"{family} {given[place % len(given)]}",
            email=who.contact.email,
            phone=who.contact.phone,
        ),
    }


def _born(event: Event, number: int) -> date | None:
    """A birth date within the rule, each time another."""
    rule = event.eligibilities.filter(timeslot=None).first()
    if rule is None:
        return None
    born = span(rule, event.starts_at)
    if born.first is None or born.last is None:
        return None
    return born.first + timedelta(days=number * 89 % (born.last - born.first).days)


def _answer(question: Question, number: int) -> AnswerValue:
    return SCHOOLS[number % len(SCHOOLS)] if not question.options else 0


def guardians() -> Iterator[str]:
    """What the guardian of the next minor does."""
    return cycle(ANSWERS)


def let_guardians_answer(
    registration: Registration, answers: Iterator[str], *, staff: str, now: datetime
) -> None:
    """Each minor's guardian answers in the next of all ways; who cancelled does not."""
    minors = registration.attendees.filter(lacks_consent=True).order_by("number")
    for attendee in minors:
        try:
            _let_answer(attendee, next(answers), registration, staff=staff, now=now)
        except ConsentTooLate:
            continue


def _let_answer(
    attendee: Attendee,
    answer: str,
    registration: Registration,
    *,
    staff: str,
    now: datetime,
) -> None:
    if not answer:
        return
    by_staff = answer in {ConsentMethod.PAPER, ConsentMethod.PHONE}
    consent = attendee.consents.get()
    left_at_once(key=f"consent_request:{consent.code}:")
    answer_consent(
        attendee=attendee,
        agrees=answer != "REFUSED",
        evidence=Evidence(
            guardian_name=consent.guardian_name,
            method=answer if by_staff else ConsentMethod.LINK,
            language=registration.language,
        ),
        actor=staff if by_staff else GUARDIAN,
        now=now,
    )
    if answer == "WITHDRAWN":
        withdraw_consent(
            attendee=attendee, actor=GUARDIAN, now=now + timedelta(hours=3)
        )
