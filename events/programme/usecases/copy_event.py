"""A new edition of an event from a previous one."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from events.programme.choices import EventStatus
from events.programme.copying import Edition, bring_along, copy_row
from events.programme.models import (
    Eligibility,
    Event,
    Question,
    SupportOffer,
    Timeslot,
)
from events.programme.usecases.save_event import SlugTaken
from peace.audit.usecases import record
from peace.language.dates import jst

_MOMENTS = ("starts_at", "ends_at", "opens_at", "closes_at")


@transaction.atomic
def copy_event(
    *, event: Event, first_day: date, slug: str, actor: str, now: datetime
) -> Event:
    """A draft like EVENT that begins on FIRST_DAY; EVENT becomes its `previous`.

    Copies texts, timeslots, seats, support, the rule and the questions, and what
    rooms upstairs keep for this event alone (reminder rules, worded letters). All
    times keep their distance to the first day and their clock in Tokyo, which has no
    summer time. Nobody's registration comes along, and no storyteller: nobody has
    asked them yet. Without SLUG one is proposed. Locks nothing; nothing leaves.
    Raises SlugTaken.
    """
    by = first_day - jst(event.starts_at).date()
    slug = slug or propose_slug(event, first_day)
    if Event.objects.filter(slug=slug).exists():
        raise SlugTaken
    copy = copy_row(
        event,
        slug=slug,
        status=EventStatus.DRAFT,
        previous=event,
        revision=0,
        published_at=None,
        changed_at=None,
        moved_from=None,
        cancelled_at=None,
        cancel_reason={},
        questionnaire_url="",
        support_date=event.support_date and event.support_date + by,
        **_moved(event, by, *_MOMENTS),
    )
    timeslots = {
        slot.pk: _copy_timeslot(slot, copy, by) for slot in event.timeslots.in_order()
    }
    for rule in Eligibility.objects.filter(event=event, timeslot=None):
        copy_row(rule, event=copy)
    for question in Question.objects.filter(event=event).order_by("position", "pk"):
        copy_row(question, event=copy)
    made = bring_along(Edition(event, copy, timeslots))
    record(
        stream=f"event:{copy.pk}",
        verb="event.copied",
        actor=actor,
        about=f"event:{copy.pk}",
        detail={"previous": event.pk, **made},
        now=now,
    )
    return copy


def propose_slug(event: Event, first_day: date) -> str:
    """The programme and the day; a number more where that is taken."""
    base = f"{event.programme.slug[:36]}-{first_day:%Y-%m-%d}"
    taken = set(
        Event.objects.filter(slug__startswith=base).values_list("slug", flat=True)
    )
    names = (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)


def _copy_timeslot(slot: Timeslot, event: Event, by: timedelta) -> Timeslot:
    moments = ("starts_at", "ends_at", "doors_at")
    # Opened to walk-ins by a click in the middle of the day: that was that day's.
    copy: Timeslot = copy_row(
        slot,
        event=event,
        cancelled_at=None,
        **_moved(slot, by, *moments),
        **_walk_ins(slot, by),
    )
    for quota in slot.quotas.all():
        # One that was released has given its seats to all; the sum is the same.
        copy_row(
            quota,
            timeslot=copy,
            taken=0,
            line=0,
            is_open=True,
            released_at=None,
            **_moved(quota, by, "releases_at"),
        )
    for offer in SupportOffer.objects.filter(timeslot=slot):
        copy_row(offer, timeslot=copy, taken=0, **_moved(offer, by, "closes_at"))
    for rule in Eligibility.objects.filter(timeslot=slot):
        copy_row(rule, event=event, timeslot=copy)
    return copy


def _walk_ins(slot: Timeslot, by: timedelta) -> dict[str, datetime | None]:
    at = slot.walk_ins_from
    is_planned = at is not None and not (at.second or at.microsecond)
    return {"walk_ins_from": at + by if at and is_planned else None}


def _moved(row: Any, by: timedelta, *names: str) -> dict[str, datetime | None]:
    found = {name: getattr(row, name) for name in names}
    return {name: at + by if at else None for name, at in found.items()}
