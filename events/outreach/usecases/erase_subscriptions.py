"""Erase what nobody confirmed, and the addresses of those who ended their news."""

from datetime import datetime

from events.outreach.models import Subscription
from events.outreach.models.subscription import CONFIRM_WITHIN, UNDO_WITHIN


def erase_unconfirmed(now: datetime) -> int:
    """Requests that nobody confirmed within seven days: the whole row goes."""
    _count, rows = Subscription.objects.unconfirmed_since(now - CONFIRM_WITHIN).delete()
    return rows.get("outreach.Subscription", 0)


def unconfirmed_due(now: datetime) -> int:
    return Subscription.objects.unconfirmed_since(now - CONFIRM_WITHIN).count()


def erase_ended(now: datetime) -> int:
    """The address goes a week after the end; the row keeps the topics for counting."""
    return Subscription.objects.ended_before(now - UNDO_WITHIN).update(email="")


def ended_due(now: datetime) -> int:
    return Subscription.objects.ended_before(now - UNDO_WITHIN).count()
