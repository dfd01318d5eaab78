"""Staff make, change, switch and remove reminder rules."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from events.reminders.models import ReminderRule
from peace.audit.usecases import record

STREAM = "reminder_rules"


class SameRule(Exception):
    """There is one already that says the same for the same people."""


class RuleHasSent(Exception):
    """It stays on record with what it sent; it can be switched off."""


def save_rule(
    *, rule: ReminderRule, values: Mapping[str, Any], actor: str, now: datetime
) -> ReminderRule:
    """Write VALUES into RULE, a new one or one on record.

    What it has written stays as it was; from now on the new words hold. Locks nothing
    beforehand; nothing leaves here, beat asks the rule within a minute. Raises
    SameRule.
    """
    is_new = rule.pk is None
    for name, value in values.items():
        setattr(rule, name, value)
    try:
        with transaction.atomic():
            rule.save()
            _record("created" if is_new else "changed", rule, actor=actor, now=now)
    except IntegrityError as error:
        if _twin(rule).exists():
            raise SameRule from error
        raise
    return rule


@transaction.atomic
def switch_rule(*, rule: ReminderRule, is_on: bool, actor: str, now: datetime) -> None:
    """Switch RULE on or off; an event's own rule that is off still replaces others.

    Letters that wait are not taken back. Locks nothing; nothing leaves here.
    """
    changed = ReminderRule.objects.filter(pk=rule.pk).exclude(is_on=is_on)
    if changed.update(is_on=is_on):
        _record("switched_on" if is_on else "switched_off", rule, actor=actor, now=now)


@transaction.atomic
def remove_rule(*, rule: ReminderRule, actor: str, now: datetime) -> None:
    """Delete a rule that has not sent anything yet. Raises RuleHasSent.

    Locks the rule. Where it was an event's only one of its kind, the programme's hold
    again.
    """
    locked = ReminderRule.objects.select_for_update(of=("self",)).get(pk=rule.pk)
    if locked.entries.exists():
        raise RuleHasSent
    _record("removed", locked, actor=actor, now=now)
    locked.delete()


def _twin(rule: ReminderRule) -> Any:
    return ReminderRule.objects.filter(
        programme=rule.programme,
        event=rule.event,
        timeslot=rule.timeslot,
        kind=rule.kind,
        days=rule.days,
        at=rule.at,
        audience=rule.audience,
        only=rule.only,
    ).exclude(pk=rule.pk)


def _record(what: str, rule: ReminderRule, *, actor: str, now: datetime) -> None:
    record(
        stream=STREAM,
        verb=f"reminder_rule.{what}",
        actor=actor,
        about=f"reminder_rule:{rule.pk}",
        detail={"rule": str(rule)},
        now=now,
    )
