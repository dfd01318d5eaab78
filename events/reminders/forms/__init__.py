"""What staff fill in about letters and reminders."""

from events.reminders.forms.texts import TextForm

__all__ = ["TextForm"]
