"""Take back what the door did: a scan's admission, or a walk-in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from events.door.merge import UNDO_FOR
from events.door.models import HandCount, Scan, Undo
from events.door.usecases.settle import lock_seats, settle
from events.registration.models import WalkIn
from events.registration.usecases.walk_in import UndoTooLate, undo_walk_in
from peace.audit.usecases import record


class UndoResult(StrEnum):
    """What became of an undo; values are the API's words: stable."""

    UNDONE = "undone"
    # What it takes back has not arrived yet; it counts as soon as it does.
    KEPT = "kept"
    TOO_LATE = "too_late"
    NOT_YOURS = "not_yours"


@dataclass(frozen=True)
class IncomingUndo:
    """An undo as sent; `at` is corrected to the server's clock."""

    id: UUID
    of: UUID
    at: datetime
    reason: str = ""


@dataclass(frozen=True)
class Undoer:
    """Who takes back: a device, or a member of staff on a page (no device).

    Only a supervisor may do so later than 15 minutes or for another device, and has
    to say why.
    """

    event_id: int
    actor: str
    device_id: UUID | None = None
    is_supervisor: bool = False
    # A device that staff stopped takes back only what it did before.
    stops_at: datetime | None = None
    # Nothing of a rehearsal is kept, so nothing has to be taken back.
    is_rehearsal: bool = False

    def may(
        self, undo: IncomingUndo, *, at: datetime, by: UUID | str | None
    ) -> UndoResult:
        """May UNDO take back what was done AT that time BY that device?"""
        if self.stops_at is not None and undo.at > self.stops_at:
            return UndoResult.NOT_YOURS
        if self.is_supervisor and undo.reason:
            return UndoResult.UNDONE
        if self.device_id is None or by not in {self.device_id, self.actor}:
            return UndoResult.NOT_YOURS
        return UndoResult.UNDONE if undo.at - at <= UNDO_FOR else UndoResult.TOO_LATE


def undo(
    *, undos: Sequence[IncomingUndo], by: Undoer, now: datetime
) -> list[UndoResult]:
    """Take back scans or walk-ins; one result each, in order, as if sent alone.

    Changes: one Undo row, the admissions of the party (`settle`), or the walk-in and
    its seat, which goes to the line. The same id again changes nothing. Locks the
    seats of the party, or the timeslot's quotas. An audit entry each; nothing leaves.
    A device in rehearsal is answered, and nothing is written.
    """
    if by.is_rehearsal:
        return [UndoResult.UNDONE for _ in undos]
    return [_undo_or_keep(each, by=by, now=now) for each in undos]


def _undo_or_keep(undo: IncomingUndo, *, by: Undoer, now: datetime) -> UndoResult:
    result = _undo_one(undo, by=by, now=now)
    if result == UndoResult.KEPT and _scan(undo, by):
        # It came while the undo was written (`record_scans` looks the other way round).
        return _undo_one(undo, by=by, now=now)
    return result


def _scan(undo: IncomingUndo, by: Undoer) -> Scan | None:
    return Scan.objects.filter(pk=undo.of, event_id=by.event_id).first()


@transaction.atomic
def _undo_one(undo: IncomingUndo, *, by: Undoer, now: datetime) -> UndoResult:
    walk_in = (
        WalkIn.objects.filter(pk=undo.of, timeslot__event_id=by.event_id)
        .select_related("timeslot")
        .first()
    )
    if walk_in:
        return _undo_walk_in(walk_in, undo, by=by, now=now)
    head = HandCount.objects.by_helpers().filter(pk=undo.of, event_id=by.event_id)
    if counted := head.select_for_update().first():
        return _undo_hand_count(counted, undo, by=by, now=now)
    scan = _scan(undo, by)
    if scan is None:
        _write(undo, by=by, now=now)
        return UndoResult.KEPT
    may = by.may(undo, at=scan.at, by=scan.device_id)
    if may != UndoResult.UNDONE:
        return may
    parties = {scan.registration_id} if scan.registration_id else set()
    lock_seats(parties)
    is_new = _write(undo, by=by, now=now)
    # Also where it is known: it may have come before its scan.
    settle(registration_ids=parties, now=now)
    if is_new:
        record(
            stream=f"event:{by.event_id}",
            verb="scan.undone",
            actor=by.actor,
            about=f"scan:{scan.pk}",
            now=now,
        )
    return UndoResult.UNDONE


def _undo_walk_in(
    walk_in: WalkIn, undo: IncomingUndo, *, by: Undoer, now: datetime
) -> UndoResult:
    if walk_in.undone_at is not None:
        return UndoResult.UNDONE
    may = by.may(undo, at=walk_in.at, by=walk_in.actor)
    if may != UndoResult.UNDONE:
        return may
    try:
        # Judged above, by the time at which it was tapped.
        undo_walk_in(walk_in=walk_in, actor=by.actor, now=now, is_late=True)
    except UndoTooLate:
        return UndoResult.TOO_LATE
    return UndoResult.UNDONE


def _undo_hand_count(
    head: HandCount, undo: IncomingUndo, *, by: Undoer, now: datetime
) -> UndoResult:
    may = by.may(undo, at=head.at, by=head.actor)
    if head.undone_at is not None or may != UndoResult.UNDONE:
        return may if head.undone_at is None else UndoResult.UNDONE
    head.undone_at = now
    head.save(update_fields=["undone_at"])
    record(
        stream=f"event:{by.event_id}",
        verb="hand_count.undone",
        actor=by.actor,
        about=f"event:{by.event_id}",
        now=now,
    )
    return UndoResult.UNDONE


def _write(undo: IncomingUndo, *, by: Undoer, now: datetime) -> bool:
    """Keep UNDO; False when it is known."""
    _, is_new = Undo.objects.get_or_create(
        pk=undo.id,
        defaults={
            "of": undo.of,
            "event_id": by.event_id,
            "device_id": by.device_id,
            "actor": by.actor,
            "reason": undo.reason if by.is_supervisor else "",
            "at": undo.at,
            "received_at": now,
        },
    )
    return is_new
