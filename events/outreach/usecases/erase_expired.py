"""Everything of this room that goes by itself, in the order in which it is erased."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from events.outreach.usecases import kotoba_erase
from events.outreach.usecases.erase_subscriptions import (
    ended_due,
    erase_ended,
    erase_unconfirmed,
    unconfirmed_due,
)
from events.outreach.usecases.erase_talks import count_talks_due, erase_talks


@dataclass(frozen=True)
class Eraser:
    """`erase` does it and tells how many; `due` counts without changing anything."""

    name: str
    erase: Callable[[datetime], int]
    due: Callable[[datetime], int]


# A kind of data that is kept for a while gets its line here.
ERASERS: list[Eraser] = [
    Eraser("talks", erase_talks, count_talks_due),
    Eraser("kotoba_contacts", kotoba_erase.erase_contacts, kotoba_erase.due_contacts),
    Eraser("kotoba_texts", kotoba_erase.erase_texts, kotoba_erase.due_texts),
    Eraser("news not confirmed", erase_unconfirmed, unconfirmed_due),
    Eraser("addresses of ended news", erase_ended, ended_due),
]


def erase_outreach(*, now: datetime) -> dict[str, int]:
    """Erase what is due, kind by kind; how many of each. Safe to repeat, or late."""
    return {each.name: each.erase(now) for each in ERASERS}


def count_outreach(*, now: datetime) -> dict[str, int]:
    """How many are due and still there; changes nothing."""
    return {each.name: each.due(now) for each in ERASERS}
