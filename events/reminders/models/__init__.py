"""The nouns of what is said before an event, and after it."""

from events.reminders.models.ledger import LETTER_KINDS, TAKEN_BACK, LedgerEntry
from events.reminders.models.rule import ReminderRule

__all__ = ["LETTER_KINDS", "TAKEN_BACK", "LedgerEntry", "ReminderRule"]
