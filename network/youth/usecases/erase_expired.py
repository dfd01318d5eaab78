"""Everything of this room that goes by itself, in the order in which it is erased.

What is kept until when: docs/decisions/0021-retention-of-young-people.md.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from network.youth.usecases.erase_applications import (
    applications_due,
    erase_applications,
)
from network.youth.usecases.erase_orphans import erase_orphans, orphans
from network.youth.usecases.erase_people import (
    erase_files,
    erase_not_sent,
    erase_sent,
    files_due,
    not_sent_due,
    sent_due,
)
from network.youth.usecases.erase_protected import erase_protected, protected_due


@dataclass(frozen=True)
class Eraser:
    """`erase` does it and tells how many; `due` counts without changing anything."""

    name: str
    erase: Callable[[datetime], int]
    due: Callable[[datetime], int]


# A kind of data that is kept for a while gets its line here.
ERASERS = [
    Eraser(
        "protected records", erase_protected, lambda now: protected_due(now).count()
    ),
    Eraser(
        "nominations not sent", erase_not_sent, lambda now: not_sent_due(now).count()
    ),
    Eraser(
        "applications",
        lambda now: erase_applications(now=now),
        lambda now: applications_due(now).count(),
    ),
    Eraser("delegates", erase_sent, lambda now: sent_due(now).count()),
    Eraser("files", erase_files, lambda now: files_due(now).count()),
    Eraser("files without a row", erase_orphans, lambda now: len(orphans(now))),
]


def erase_expired(*, now: datetime) -> dict[str, int]:
    """Erase what is due, kind by kind; how many of each.

    Each row or year is a transaction of its own, so that a fault leaves the rest done.
    Safe to repeat, late, or on two machines at once.
    """
    return {each.name: each.erase(now) for each in ERASERS}


def count_expired(*, now: datetime) -> dict[str, int]:
    """How many are due and still there; changes nothing."""
    return {each.name: each.due(now) for each in ERASERS}
