"""Write down what an event is: its texts, its times, its rule, its questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from events.programme.models import (
    Eligibility,
    Event,
    Question,
    Quota,
    SupportOffer,
    Timeslot,
)
from events.programme.usecases.tellings import refuse_double_booking
from peace.audit.usecases import record

# Longest value that the audit trail takes.
_DETAIL_LENGTH = 80


class SlugTaken(Exception):
    """Another event has this address."""


class EventIsClosed(Exception):
    """A cancelled event stays as it was told."""


class QuestionAnswered(Exception):
    """People have answered this question: it cannot become another one."""

    def __init__(self, question: Question) -> None:
        super().__init__(question.pk)
        self.question = question


@transaction.atomic
def create_event(*, values: Mapping[str, Any], actor: str, now: datetime) -> Event:
    """Write a new draft; nobody outside sees it. Raises SlugTaken."""
    _refuse_taken_slug(values["slug"])
    event = Event.objects.create(**values)
    record(
        stream=f"event:{event.pk}",
        verb="event.created",
        actor=actor,
        about=f"event:{event.pk}",
        now=now,
    )
    return event


@transaction.atomic
def save_event(
    *,
    event: Event,
    values: Mapping[str, Any],
    moves_timeslots: bool = False,
    rule: Mapping[str, Any] | None = None,
    actor: str,
    now: datetime,
) -> Event:
    """Write VALUES into EVENT, and RULE as its eligibility; returns it as stored.

    MOVES_TIMESLOTS: when the beginning moves, its timeslots move as far, with doors
    and releases. Locks the event. Nothing leaves here: a change that people have to
    hear of is made by `events.registration.usecases.change_event`.
    Raises SlugTaken, EventIsClosed, StorytellerBusy.
    """
    stored = Event.objects.select_for_update().get(pk=event.pk)
    if stored.is_cancelled:
        raise EventIsClosed
    if values.get("slug", stored.slug) != stored.slug:
        _refuse_taken_slug(values["slug"])
    moved = values.get("starts_at", stored.starts_at) - stored.starts_at
    changed = [name for name, new in values.items() if getattr(stored, name) != new]
    touched = set().union(
        *(stored.change(name, values[name], now=now) for name in changed)
    )
    if touched:
        stored.save(update_fields=touched)
    if moves_timeslots and moved:
        move_timeslots(event=stored, by=moved)
    if rule is not None and _write_rule(stored, rule):
        changed.append("rule")
    if changed:
        record(
            stream=f"event:{stored.pk}",
            verb="event.saved",
            actor=actor,
            about=f"event:{stored.pk}",
            detail={"fields": ",".join(sorted(changed))[:_DETAIL_LENGTH]},
            now=now,
        )
    return stored


def move_timeslots(*, event: Event, by: timedelta) -> None:
    """Move all timeslots of EVENT, and what depends on their clock, BY so much."""
    event.timeslots.update(
        starts_at=F("starts_at") + by,
        ends_at=F("ends_at") + by,
        doors_at=F("doors_at") + by,
        walk_ins_from=F("walk_ins_from") + by,
    )
    Quota.objects.filter(timeslot__event=event).update(
        releases_at=F("releases_at") + by
    )
    SupportOffer.objects.filter(timeslot__event=event).update(
        closes_at=F("closes_at") + by
    )
    refuse_double_booking(list(Timeslot.objects.filter(event=event)))


@transaction.atomic
def save_questions(
    *,
    event: Event,
    questions: Sequence[tuple[int | None, Mapping[str, Any]]],
    actor: str,
    now: datetime,
) -> None:
    """Make QUESTIONS (id or None, values) the event's, in this order; others go.

    A question that somebody has answered keeps its kind and its options, and stays.
    Locks the event. Raises QuestionAnswered, EventIsClosed.
    """
    if Event.objects.select_for_update().get(pk=event.pk).is_cancelled:
        raise EventIsClosed
    known = {each.pk: each for each in event.questions.all()}
    kept: set[int] = set()
    for position, (pk, values) in enumerate(questions):
        question = known.get(pk or 0) or Question(event=event)
        fixed = ("kind", "options", "per_person")
        if question.pk and any(getattr(question, n) != values[n] for n in fixed):
            _refuse_answered(question)
        for name, value in values.items():
            setattr(question, name, value)
        question.position = position
        question.save()
        kept.add(question.pk)
    for pk, question in known.items():
        if pk not in kept:
            _refuse_answered(question)
            question.delete()
    record(
        stream=f"event:{event.pk}",
        verb="event.questions_saved",
        actor=actor,
        about=f"event:{event.pk}",
        detail={"questions": len(kept)},
        now=now,
    )


def _refuse_answered(question: Question) -> None:
    # The answers live upstairs; the relation is there all the same.
    if question.answers.exists():
        raise QuestionAnswered(question)


def _refuse_taken_slug(slug: str) -> None:
    if Event.objects.filter(slug=slug).exists():
        raise SlugTaken


def _write_rule(event: Event, rule: Mapping[str, Any]) -> bool:
    """True when it changed. An empty rule is no row: the event is for anyone."""
    stored = Eligibility.objects.filter(event=event, timeslot=None).first()
    if not any(rule.values()):
        if stored:
            stored.delete()
        return stored is not None
    stored = stored or Eligibility(event=event)
    if stored.pk and all(getattr(stored, n) == value for n, value in rule.items()):
        return False
    for name, value in rule.items():
        setattr(stored, name, value)
    stored.save()
    return True
