"""What the addresses of reminders lead to."""

from dataclasses import dataclass
from datetime import time
from typing import Any

from events.programme.models import Event
from events.reminders.models import ReminderRule

_RULES = ("staff:reminder-rule", "staff:reminder-rule-switch")


@dataclass(frozen=True)
class RemindersWorld:
    event: Event
    # One stays, the other is removed when somebody knocks.
    rule: ReminderRule
    gone: ReminderRule

    def arguments(self, name: str) -> dict[str, Any]:
        """The real ones, by the parameter of the address NAME."""
        if name in _RULES:
            return {"pk": self.rule.pk}
        if name == "staff:reminder-rule-remove":
            return {"pk": self.gone.pk}
        if name == "staff:reminder-rule-new":
            return {"slug": self.event.programme.slug, "kind": "coming"}
        if name == "staff:event-reminder-new":
            return {"kind": "thanks"}
        return {}


def reminders_world(event: Event) -> RemindersWorld:
    rules = ReminderRule.objects
    return RemindersWorld(
        event=event,
        rule=rules.create(programme=event.programme, at=time(10)),
        gone=rules.create(event=event, kind="REMINDER", at=time(11)),
    )
