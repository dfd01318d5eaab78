"""The nouns of what is said before an event."""

from events.reminders.models.ledger import LedgerEntry
from events.reminders.models.rule import ReminderRule

__all__ = ["LedgerEntry", "ReminderRule"]
