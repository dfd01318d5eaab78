"""A supervisor looks at a conflict card, and closes it with a word."""

from datetime import datetime, timedelta

from django.db import transaction

from events.door.models import Conflict
from events.door.usecases.settle import lock_seats, settle
from peace.audit.usecases import record

# A card that was closed by mistake can be opened again this long.
REOPEN_FOR = timedelta(minutes=15)


class ReopenTooLate(Exception):
    """It was closed too long ago, or is open."""


@transaction.atomic
def close_conflict(
    *, conflict: Conflict, word: str, actor: str, now: datetime
) -> Conflict:
    """Close a card with WORD, what was found. Nobody is put out for it.

    Changes the card, and the admission of its party (`settle`): whoever was moved to
    the timeslot where they already sit counts there from now on. A closed card stays
    as it is. Locks the seats of the party, then the card. An audit entry with the
    kind, never the word, which may name somebody; nothing leaves.
    """
    party = _party(conflict)
    lock_seats(party)
    locked = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if locked.closed_at is not None:
        return locked
    locked.word, locked.closed_at, locked.closed_by = word, now, actor
    locked.save(update_fields=["word", "closed_at", "closed_by"])
    settle(registration_ids=party, now=now)
    _record(locked, "conflict.closed", actor=actor, now=now)
    return locked


@transaction.atomic
def reopen_conflict(*, conflict: Conflict, actor: str, now: datetime) -> None:
    """Open a card again that was closed within the last 15 minutes.

    Changes the card; where its reason has gone meanwhile (a scan was taken back), it
    disappears (`settle`). Locks the seats of the party, then the card. An audit
    entry; nothing leaves. Raises ReopenTooLate.
    """
    party = _party(conflict)
    lock_seats(party)
    locked = Conflict.objects.select_for_update().get(pk=conflict.pk)
    if not may_reopen(locked, now=now):
        raise ReopenTooLate
    locked.word, locked.closed_at, locked.closed_by = "", None, ""
    locked.save(update_fields=["word", "closed_at", "closed_by"])
    settle(registration_ids=party, now=now)
    _record(locked, "conflict.reopened", actor=actor, now=now)


def may_reopen(conflict: Conflict, *, now: datetime) -> bool:
    """Is the card closed, and not for long?"""
    return conflict.closed_at is not None and now <= conflict.closed_at + REOPEN_FOR


def _party(conflict: Conflict) -> set[int]:
    found = conflict.scan.registration_id
    return set() if found is None else {found}


def _record(conflict: Conflict, verb: str, *, actor: str, now: datetime) -> None:
    record(
        stream=f"event:{conflict.event_id}",
        verb=verb,
        actor=actor,
        about=f"scan:{conflict.scan_id}",
        detail={"kind": conflict.kind},
        now=now,
    )
