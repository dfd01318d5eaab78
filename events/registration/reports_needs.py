"""Reads what people need and what they answered: for staff, the door and themselves."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from events.programme.choices import APPLIED_FOR, QuestionKind, Support
from events.programme.models import Event, Question, SupportOffer, Timeslot
from events.programme.needs import age
from events.registration.models import (
    Answer,
    Attendee,
    Registration,
    SupportRequest,
)
from peace.language.localised import Localised


@dataclass(frozen=True)
class SupportLine:
    """One kind of support in one timeslot: how many of how many, and the ages."""

    offer: SupportOffer
    people: int
    parties: int
    months: Sequence[int]

    @property
    def label(self) -> str:
        return str(Support(self.offer.kind).label)

    @property
    def ages(self) -> list[str]:
        return [age(months) for months in sorted(self.months)]


@dataclass(frozen=True)
class SlotSupport:
    """What a timeslot has to prepare."""

    timeslot: Timeslot
    lines: list[SupportLine] = field(default_factory=list)

    @property
    def asked(self) -> list[SupportLine]:
        return [line for line in self.lines if line.people]

    @property
    def shown(self) -> list[SupportLine]:
        """What somebody asked for, and what is counted even if nobody did."""
        return [
            line
            for line in self.lines
            if line.people or line.offer.capacity is not None
        ]


def support_summary(event: Event) -> list[SlotSupport]:
    """By timeslot, in order: what is asked for and what is left; two statements."""
    requests = SupportRequest.objects.order_by("pk")
    offers = (
        SupportOffer.objects.filter(
            timeslot__event=event, timeslot__admission__in=APPLIED_FOR
        )
        .select_related("timeslot")
        .prefetch_related(Prefetch("requests", queryset=requests))
        .order_by("timeslot__starts_at", "timeslot_id")
    )
    found: dict[int, SlotSupport] = {}
    for offer in offers:
        slot = found.setdefault(offer.timeslot_id, SlotSupport(offer.timeslot))
        asked = list(offer.requests.all())
        slot.lines.append(
            SupportLine(
                offer=offer,
                people=sum(each.people for each in asked),
                parties=len(asked),
                months=[months for each in asked for months in each.months],
            )
        )
    kinds = list(Support)
    for slot in found.values():
        slot.lines.sort(key=lambda line: kinds.index(Support(line.offer.kind)))
    return list(found.values())


@dataclass(frozen=True)
class AnswerLine:
    """A question, and what somebody answered in words; empty when left open."""

    question: Question
    text: str
    # None for the party's own.
    attendee: Attendee | None = None


def answers_of(registration: Registration) -> list[AnswerLine]:
    """Every question of the event with what this party answered."""
    questions = list(
        Question.objects.filter(event=registration.event_id).order_by("position", "pk")
    )
    if not questions:
        return []
    given = {
        (each.question_id, each.attendee_id): each.value
        for each in Answer.objects.filter(registration=registration)
    }
    people = sorted(registration.attendees.all(), key=lambda each: each.number)
    lines = []
    for question in questions:
        for who in people if question.per_person else [None]:
            value = given.get((question.pk, who.pk if who else None))
            lines.append(AnswerLine(question, answer_text(question, value), who))
    return lines


def door_answers(event: Event) -> dict[int, list[AnswerLine]]:
    """By registration: what the reception sees, and nothing else; one statement."""
    found: dict[int, list[AnswerLine]] = defaultdict(list)
    answers = (
        Answer.objects.filter(question__event=event, question__shows_at_door=True)
        .select_related("question", "attendee")
        .order_by("question__position", "question_id", "attendee__number")
    )
    for each in answers:
        text = answer_text(each.question, each.value)
        line = AnswerLine(each.question, text, each.attendee)
        found[each.registration_id].append(line)
    return dict(found)


def answer_text(question: Question, value: object) -> str:
    """VALUE in words; what does not fit the question any more reads as nothing."""
    match value:
        case bool():
            return _("はい") if value else _("いいえ")
        case int():
            return _option(question, value)
        case list():
            return _("、").join(_option(question, each) for each in value)
        case str() if question.kind in {
            QuestionKind.SHORT_TEXT,
            QuestionKind.LONG_TEXT,
        }:
            return value
    return ""


def _option(question: Question, number: int) -> str:
    options = question.options
    return str(Localised.of(options[number])) if 0 <= number < len(options) else ""
