"""Holds a party against what its event asks: a part of `register`, before its locks."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from events.programme.choices import QuestionKind
from events.programme.eligibility import Rules, Unfit, check
from events.programme.models import Eligibility, Question, Timeslot
from events.registration.usecases.application import AnswerValue, Application, Person

SHORT_ANSWER, LONG_ANSWER = 100, 1000


@dataclass(frozen=True)
class Refusal:
    """One person who is not meant by a rule."""

    number: int
    reason: Unfit
    rule: Eligibility
    starts_at: datetime
    # None where it is the rule of the whole event.
    timeslot: Timeslot | None


class NotEligible(Exception):
    """Somebody is not whom the event is for; `refusals` names all of them."""

    def __init__(self, refusals: list[Refusal]) -> None:
        super().__init__([(each.number, each.reason) for each in refusals])
        self.refusals = refusals

    @property
    def number(self) -> int:
        return self.refusals[0].number

    @property
    def reason(self) -> Unfit:
        return self.refusals[0].reason


class AnswerUnfit(Exception):
    """A required question without an answer, or an answer that it does not take."""

    def __init__(self, question: Question, number: int | None) -> None:
        super().__init__(question.pk, number)
        self.question = question
        # Whose; None for the party's.
        self.number = number


class GuardianUnknown(Exception):
    """A minor without anybody to ask for consent."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def check_party(order: Application, *, rules: Rules, by_hand: bool) -> None:
    """Raise NotEligible, AnswerUnfit or GuardianUnknown; otherwise nothing happens.

    BY_HAND: staff type it for somebody who rang or wrote. What they did not learn
    stays open; a task list reminds them of missing guardians.
    """
    refusals = [
        each
        for each in _refusals(order, rules)
        if not (by_hand and each.reason.is_missing)
    ]
    if refusals:
        raise NotEligible(refusals)
    for question in order.questions:
        for number, answers in _asked(order, question):
            if not fits(question, answers.get(question.pk), may_be_open=by_hand):
                raise AnswerUnfit(question, number)
    if order.event.asks_consent and not by_hand:
        for number, person in enumerate(order.people, start=1):
            if order.is_minor(person) and not _has_guardian(person):
                raise GuardianUnknown(number)


def _refusals(order: Application, rules: Rules) -> Iterator[Refusal]:
    """At most one of each reason and person."""
    if not rules:
        return
    for number, person in enumerate(order.people, start=1):
        said = set()
        for slot_id in sorted(person.timeslot_ids):
            rule, slot = rules.of(slot_id), order.timeslots[slot_id]
            reason = rule and check(
                rule,
                starts_at=slot.starts_at,
                birth_date=person.birth_date,
                residence=person.residence,
            )
            if rule and reason and reason not in said:
                said.add(reason)
                own = slot if rule.timeslot_id else None
                yield Refusal(number, reason, rule, slot.starts_at, own)


def _asked(
    order: Application, question: Question
) -> Iterator[tuple[int | None, Mapping[int, AnswerValue]]]:
    if not question.per_person:
        yield None, order.extras.answers
        return
    for number, person in enumerate(order.people, start=1):
        yield number, person.answers


def fits(
    question: Question, value: AnswerValue | None, *, may_be_open: bool = False
) -> bool:
    """Whether VALUE is an answer to QUESTION."""
    if value in (None, "", []):
        return may_be_open or not question.is_required
    choices = range(len(question.options))
    match question.kind:
        case QuestionKind.SHORT_TEXT:
            return isinstance(value, str) and len(value) <= SHORT_ANSWER
        case QuestionKind.LONG_TEXT:
            return isinstance(value, str) and len(value) <= LONG_ANSWER
        case QuestionKind.YES_NO:
            return isinstance(value, bool)
        case QuestionKind.ONE_OF:
            # A truth is a number to Python, and no option to us.
            return type(value) is int and value in choices
    return (
        isinstance(value, list)
        and all(type(each) is int and each in choices for each in value)
        and len(set(value)) == len(value)
    )


def _has_guardian(person: Person) -> bool:
    return bool(person.guardian and person.guardian.can_be_reached)
