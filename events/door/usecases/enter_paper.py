"""Type in the printed list (紙の名簿) once the phones are back: draft, write, undo."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid5

from django.db import transaction

from events.door.choices import ConflictKind, ScanMode, Verdict
from events.door.models import Conflict, PaperEntry, Scan, Undo
from events.door.tally import heads_written
from events.door.usecases.settle import lock_seats, settle
from events.programme.choices import QuotaKind
from events.programme.models import Quota, Timeslot
from events.programme.seating import kinds_of
from events.programme.usecases.seats import lock_timeslots, release_seats, take_from
from events.registration.models import Seat, WalkIn
from events.registration.usecases.line import promote
from peace.audit.usecases import record

# The whole of it can be taken back this long.
UNDO_FOR = timedelta(minutes=15)
# Undos want a word; this one says what happened and names nobody.
_WHY = "紙の入力を元に戻した"


class UndoTooLate(Exception):
    """It was written too long ago, was taken back already, or is still a draft."""


@transaction.atomic
def save_paper(
    *,
    timeslot: Timeslot,
    actor: str,
    seats: Collection[int],
    heads: Mapping[str, int],
    at: datetime,
    now: datetime,
) -> PaperEntry:
    """Keep what ACTOR has typed so far for TIMESLOT, as their one draft.

    Changes the draft, or makes it; nobody is admitted. Nothing is locked, and nothing
    leaves.
    """
    draft, _ = PaperEntry.objects.update_or_create(
        timeslot=timeslot,
        actor=actor,
        written_at=None,
        defaults={
            "seats": sorted(seats),
            "heads": {key: count for key, count in heads.items() if count},
            "at": at,
            "saved_at": now,
        },
    )
    return draft


@transaction.atomic
def enter_paper(*, entry: PaperEntry, actor: str, now: datetime) -> PaperEntry:
    """Write a draft: people who are ticked are in, and the tally is counted.

    Changes: a scan (mode paper) for each party with somebody who is not in yet, their
    seats (`settle`), a consent card where a guardian's is missing, and as many
    walk-ins as the tally has more than the papers typed in before; those for whom no
    seat is left are counted all the same, and marked. Whoever is in stays in as they
    are: the same paper typed twice is counted once. The same entry again changes
    nothing. Locks the timeslot's quotas, the entry, the seats. An audit entry with
    figures; nothing leaves.
    """
    (quotas,) = lock_timeslots([entry.timeslot_id]).values()
    locked = (
        PaperEntry.objects.select_for_update(of=("self",))
        .select_related("timeslot")
        .get(pk=entry.pk)
    )
    if locked.written_at is not None:
        return locked
    scans = _let_in(locked, actor=actor, now=now)
    walk_ins = _count(locked, quotas, actor=actor)
    locked.scans = [str(scan.pk) for scan in scans]
    locked.walk_ins = [str(each.pk) for each in walk_ins]
    locked.written_at = now
    locked.save(update_fields=["scans", "walk_ins", "written_at"])
    _record(
        locked,
        "paper.entered",
        actor=actor,
        now=now,
        people=sum(scan.admitted for scan in scans),
        walk_ins=len(walk_ins),
    )
    return locked


@transaction.atomic
def undo_paper(*, entry: PaperEntry, actor: str, now: datetime) -> None:
    """Take the whole entry back, within 15 minutes.

    Changes: an Undo for each of its scans, the seats (`settle`), its walk-ins and
    their seats, which go to the line. Locks the timeslot's quotas, the entry, the
    seats. An audit entry; nothing leaves. Raises UndoTooLate.
    """
    lock_timeslots([entry.timeslot_id])
    locked = (
        PaperEntry.objects.select_for_update(of=("self",))
        .select_related("timeslot")
        .get(pk=entry.pk)
    )
    if not may_undo(locked, now=now):
        raise UndoTooLate
    _undo_scans(locked, actor=actor, now=now)
    _undo_walk_ins(locked, now=now)
    locked.undone_at = now
    locked.save(update_fields=["undone_at"])
    _record(locked, "paper.undone", actor=actor, now=now)


def may_undo(entry: PaperEntry, *, now: datetime) -> bool:
    """Is ENTRY written, not taken back, and young enough?"""
    return (
        entry.written_at is not None
        and entry.undone_at is None
        and now <= entry.written_at + UNDO_FOR
    )


def _let_in(entry: PaperEntry, *, actor: str, now: datetime) -> list[Scan]:
    """A scan for each party of which somebody is ticked and not in yet."""
    ticked = set(entry.seats)
    parties = set(
        Seat.objects.filter(pk__in=ticked, timeslot=entry.timeslot_id).values_list(
            "registration_id", flat=True
        )
    )
    coming: dict[int, list[Seat]] = defaultdict(list)
    for seat in lock_seats(parties):
        if seat.pk in ticked and seat.admitted_at is None:
            coming[seat.registration_id].append(seat)
    scans = [
        _scan(entry, registration_id, seats, actor=actor, now=now)
        for registration_id, seats in coming.items()
    ]
    Scan.objects.bulk_create(scans)
    lacking = {
        registration_id
        for registration_id, seats in coming.items()
        if any(seat.attendee.lacks_consent for seat in seats)
    }
    Conflict.objects.bulk_create(
        Conflict(
            scan=scan,
            kind=ConflictKind.CONSENT,
            event_id=scan.event_id,
            opened_at=now,
        )
        for scan in scans
        if scan.registration_id in lacking
    )
    settle(registration_ids=set(coming), now=now)
    return scans


def _scan(
    entry: PaperEntry,
    registration_id: int,
    seats: list[Seat],
    *,
    actor: str,
    now: datetime,
) -> Scan:
    return Scan(
        id=uuid5(entry.pk, f"scan:{registration_id}"),
        actor=actor,
        event_id=entry.timeslot.event_id,
        timeslot_id=entry.timeslot_id,
        registration_id=registration_id,
        code_hash="",
        body_hash="",
        mode=ScanMode.PAPER,
        verdict=Verdict.ADMITTED,
        admitted=len(seats),
        let_in=sorted(seat.attendee.number for seat in seats),
        answer={},
        at=entry.at,
        received_at=now,
    )


def _count(entry: PaperEntry, quotas: list[Quota], *, actor: str) -> list[WalkIn]:
    """What the tally has more than the papers typed in before."""
    before = heads_written(entry.timeslot_id)
    made = []
    everywhere = kinds_of({QuotaKind(quota.kind) for quota in quotas})
    for key, count in sorted(entry.heads.items()):
        age_band, _, visit = key.partition("|")
        for number in range(before.get(key, 0), count):
            walk_in = WalkIn(
                id=uuid5(entry.pk, f"walk-in:{key}:{number}"),
                timeslot_id=entry.timeslot_id,
                age_band=age_band,
                visit=visit,
                actor=actor,
                at=entry.at,
            )
            if quotas:  # they are inside, seat or no seat
                taken = take_from(quotas, people=[everywhere], from_the_line=True)
                walk_in.quota_id = taken[0] if taken else None
                walk_in.is_over = taken is None
            made.append(walk_in)
    return WalkIn.objects.bulk_create(made)


def _undo_scans(entry: PaperEntry, *, actor: str, now: datetime) -> None:
    scans = list(Scan.objects.filter(pk__in=entry.scans))
    parties = {scan.registration_id for scan in scans if scan.registration_id}
    lock_seats(parties)
    Undo.objects.bulk_create(
        [
            Undo(
                id=uuid5(scan.pk, "undo"),
                of=scan.pk,
                event_id=scan.event_id,
                actor=actor,
                reason=_WHY,
                at=now,
                received_at=now,
            )
            for scan in scans
        ],
        ignore_conflicts=True,
    )
    settle(registration_ids=parties, now=now)


def _undo_walk_ins(entry: PaperEntry, *, now: datetime) -> None:
    freed: dict[int, int] = defaultdict(int)
    # Those that somebody took back on the day's page have given their seat back.
    walk_ins = list(
        WalkIn.objects.counted().filter(pk__in=[UUID(each) for each in entry.walk_ins])
    )
    for each in walk_ins:
        if each.quota_id:
            freed[each.quota_id] += 1
    WalkIn.objects.filter(pk__in=[each.pk for each in walk_ins]).update(undone_at=now)
    if freed:
        release_seats(freed=freed)
        promote(timeslot_ids=[entry.timeslot_id], now=now)


def _record(
    entry: PaperEntry, verb: str, *, actor: str, now: datetime, **figures: int
) -> None:
    record(
        stream=f"event:{entry.timeslot.event_id}",
        verb=verb,
        actor=actor,
        about=f"timeslot:{entry.timeslot_id}",
        detail=figures,
        now=now,
    )
