"""Reads rules for people: what each does, whom it would reach now, and when next."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from events.programme.choices import EventStatus
from events.programme.models import Event, Programme, Timeslot
from events.registration.models import Attendee
from events.reminders.choices import RuleKind
from events.reminders.due import Run, open_for, runs_of_rule
from events.reminders.models import ReminderRule
from events.reminders.rule_words import rule_in_words

# A rule is judged by the events of the next months, not by those of years.
AHEAD = timedelta(days=200)
BEHIND = timedelta(days=60)
MOST_SHOWN = 3


@dataclass(frozen=True)
class Reach:
    """One run of a rule that is still to come, or due: whom it would reach now."""

    run: Run
    parties: int
    people: int


@dataclass(frozen=True)
class RuleLine:
    """A rule as staff read it."""

    rule: ReminderRule
    words: str
    reaches: list[Reach] = field(default_factory=list)
    # It holds here, but an event's own rules of the kind stand in its place.
    is_replaced: bool = False

    @property
    def shown(self) -> list[Reach]:
        return self.reaches[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return max(0, len(self.reaches) - MOST_SHOWN)

    @property
    def is_inherited(self) -> bool:
        return self.rule.event_id is None


@dataclass(frozen=True)
class ProgrammeRules:
    programme: Programme
    lines: list[RuleLine]


def reach_of(rule: ReminderRule, *, now: datetime) -> list[Reach]:
    """The runs of RULE, saved or not, that are not over: the next first.

    Events with rules of their own of that kind are left out for a programme's rule.
    """
    if rule.event is not None:
        events = [rule.event] if rule.event.is_published else []
    else:
        events = list(
            Event.objects.filter(
                programme=rule.programme,
                status=EventStatus.PUBLISHED,
                ends_at__gt=now - BEHIND,
                starts_at__lt=now + AHEAD,
            ).exclude(
                pk__in=ReminderRule.objects.filter(
                    kind=rule.kind, event__isnull=False
                ).values("event")
            )
        )
    slots: dict[int, list[Timeslot]] = {event.pk: [] for event in events}
    for slot in Timeslot.objects.filter(event__in=events).in_order():
        slots[slot.event_id].append(slot)
    runs = [
        run
        for event in events
        for run in runs_of_rule(rule, event, slots[event.pk])
        if now < run.over_at
    ]
    return _reaches(runs, now)


def _reaches(runs: Iterable[Run], now: datetime) -> list[Reach]:
    """The next first; what has been done already is left out."""
    found = [_reach(run) for run in sorted(runs, key=lambda each: each.due_at)]
    return [each for each in found if each.parties or each.run.due_at > now]


def _reach(run: Run) -> Reach:
    found = open_for(run)
    seats = [slot.pk for slot in run.slots]
    people = Attendee.objects.filter(
        registration__in=found.values("pk"), seats__timeslot__in=seats
    )
    return Reach(run, found.count(), people.distinct().count())


def line_of(rule: ReminderRule, *, now: datetime) -> RuleLine:
    reaches = reach_of(rule, now=now) if rule.is_on else []
    return RuleLine(rule, rule_in_words(rule), reaches)


def programme_rules(*, now: datetime) -> list[ProgrammeRules]:
    """Every programme with its rules, those without any too."""
    rules = ReminderRule.objects.filter(event=None).in_order()
    mine: dict[int | None, list[ReminderRule]] = {}
    for rule in rules.select_related("programme"):
        mine.setdefault(rule.programme_id, []).append(rule)
    return [
        ProgrammeRules(
            programme, [line_of(rule, now=now) for rule in mine.get(programme.pk, [])]
        )
        for programme in Programme.objects.order_by("pk")
    ]


def event_rules(event: Event, *, now: datetime) -> list[RuleLine]:
    """The rules of EVENT and of its programme, with those that its own replace."""
    rules = list(
        (
            event.reminder_rules.all() | event.programme.reminder_rules.all()
        ).select_related("programme", "event", "timeslot")
    )
    own = {rule.kind for rule in rules if rule.event_id}
    ordered: Sequence[ReminderRule] = sorted(rules, key=_order)
    return [
        RuleLine(
            rule,
            rule_in_words(rule),
            [] if not rule.is_on or replaced else _here(rule, event, now),
            is_replaced=replaced,
        )
        for rule in ordered
        for replaced in [rule.event_id is None and rule.kind in own]
    ]


def _order(rule: ReminderRule) -> tuple:
    kinds: list[str] = list(RuleKind.values)
    days = rule.days if rule.is_thanks else -rule.days
    return kinds.index(rule.kind), rule.event_id is None, days, rule.at, rule.pk


def _here(rule: ReminderRule, event: Event, now: datetime) -> list[Reach]:
    if not event.is_published:
        return []
    slots: Iterable[Timeslot] = event.timeslots.in_order()
    runs = runs_of_rule(rule, event, list(slots))
    return _reaches([run for run in runs if now < run.over_at], now)
