"""What a batch of letters is about, told by the room that wrote it.

The office decides on batches on one page; which announcement stands behind one, and
what else happens when it is let out, only its room knows (`AppConfig.ready`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from peace.outbox.models import OutboxBatch


class BatchNotReady(ValueError):
    """Its letters are still being written: nobody could say how many they are."""


@dataclass(frozen=True)
class BatchNote:
    """What the second person reads before deciding."""

    title: str
    text: str = ""
    url: str = ""
    is_ready: bool = True


def _nothing(batch: OutboxBatch, now: datetime) -> None:
    """Most rooms have nothing to add."""


Decided = Callable[[OutboxBatch, datetime], None]


@dataclass(frozen=True)
class BatchKind:
    """`note` describes; the others run in the transaction of the decision, before a
    letter moves. `approved` may raise BatchNotReady, and then nothing has happened."""

    note: Callable[[OutboxBatch], BatchNote | None]
    approved: Decided = _nothing
    withdrawn: Decided = _nothing


_kinds: dict[str, BatchKind] = {}
_SILENT = BatchKind(note=lambda batch: None)


def register_batches(kind: str, about: BatchKind) -> None:
    """Called once for a KIND of batch; the last one counts."""
    _kinds[kind] = about


def kind_of(batch: OutboxBatch) -> BatchKind:
    return _kinds.get(batch.kind, _SILENT)
