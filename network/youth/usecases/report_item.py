"""The checklist's REPORT follows what becomes of the report."""

from datetime import datetime

from network.youth.choices import ItemKind, ItemStatus
from network.youth.models import ChecklistItem, Delegate

# The column of the checklist.
_LONGEST = 300


def mark_report_item(
    *,
    delegate: Delegate,
    status: ItemStatus,
    actor: str,
    now: datetime,
    problem: str = "",
) -> None:
    """Set the item REPORT of DELEGATE, in one UPDATE. PROBLEM is cut to its column."""
    if len(problem) > _LONGEST:
        problem = f"{problem[: _LONGEST - 1]}…"
    ChecklistItem.objects.filter(delegate=delegate, kind=ItemKind.REPORT).update(
        status=status, problem=problem, changed_by=actor, changed_at=now
    )
