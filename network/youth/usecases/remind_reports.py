"""Delegates hear of the report's deadline: a week before, a day before, a day after."""

from datetime import date, datetime, timedelta

from django.db import transaction

from network.youth.choices import ItemKind, ReportStatus
from network.youth.letters import report as letters
from network.youth.models import ChecklistItem
from peace.language.dates import jst

# Days before the due date, farthest first; each letter is of use until the next.
STEPS = (7, 1, -1)
_LAST_DAYS = 7
_HANDED_IN = (ReportStatus.SUBMITTED, ReportStatus.APPROVED)


def remind_reports(*, now: datetime) -> int:
    """Write the reminders that are due today, in Tokyo; how many were new.

    Only to delegates whose report is not handed in. A late beat catches up: between
    two steps the earlier one is written once. Leaves: letters of class B, at most
    once for delegate, due date and step. Locks nothing.
    """
    today = jst(now).date()
    items = (
        ChecklistItem.objects.filter(
            kind=ItemKind.REPORT,
            is_needed=True,
            due_on__gte=today - timedelta(days=_LAST_DAYS),
            due_on__lte=today + timedelta(days=STEPS[0]),
            delegate__ended_at__isnull=True,
        )
        .exclude(delegate__report__status__in=_HANDED_IN)
        .select_related(
            "delegate__nomination", "delegate__municipality", "delegate__programme"
        )
    )
    with transaction.atomic():
        orders = [
            letters.reminder(delegate=item.delegate, due_on=item.due_on, step=step)
            for item in items
            if item.due_on and (step := step_on(item.due_on, today)) is not None
        ]
        return letters.send(orders, now=now)


def step_on(due_on: date | None, today: date) -> int | None:
    """The step that is in force on TODAY, or None before the first."""
    if due_on is None:
        return None
    left = (due_on - today).days
    passed = [step for step in STEPS if left <= step]
    return passed[-1] if passed else None
