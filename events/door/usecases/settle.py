"""Bring the seats of parties into line with all that the doors have said of them.

The one place where an admission moves from one scan to another. It looks at every
scan of a party, so what it leaves behind is the same in whatever order they came.
"""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from events.door.choices import ConflictKind, Verdict
from events.door.claims import claim_of, counts, undos_of
from events.door.merge import Merged, Place, TakenBack, merge, standing
from events.door.models import Conflict, Scan
from events.programme.models import Event
from events.registration.models import Seat


def lock_seats(registration_ids: Collection[int]) -> list[Seat]:
    """The confirmed seats of the parties, locked in ascending order."""
    return list(
        Seat.objects.confirmed()
        .filter(registration_id__in=registration_ids)
        .select_related("attendee")
        .select_for_update(of=("self",))
        .order_by("pk")
    )


def settle(*, registration_ids: Collection[int], now: datetime) -> None:
    """Merge what all scans of the parties claim; within the caller's transaction.

    Changes the admission of their confirmed seats: the earliest claim that nobody
    took back. Opens a DOUBLE card for each later one (not at a roll-call, where two
    helpers may well count the same person), and takes an open card away
    whose reason is gone; a closed one stays. Locks those seats. Nothing leaves.
    """
    seats = lock_seats(registration_ids)
    scans = list(
        Scan.objects.filter(registration_id__in=registration_ids)
        # Who let nobody in may have a card all the same: a ticket that was cancelled.
        .filter(~Q(let_in=[]) | Q(said=Verdict.ADMITTED))
        .select_related("device")
        .order_by("at", "pk")
    )
    undos = undos_of(scans)
    by_party: dict[int, list[Scan]] = defaultdict(list)
    for scan in scans:
        by_party[scan.registration_id or 0].append(scan)
    changed: list[Seat] = []
    doubles: set[UUID] = set()
    for party in set(registration_ids):
        claims = [claim_of(scan) for scan in by_party[party] if counts(scan)]
        merged = merge(claims, undos)
        doubles |= merged.doubles
        mine = [seat for seat in seats if seat.registration_id == party]
        changed += _moved(mine, merged)
    if doubles:
        doubles -= _counted_twice(scans)
    Seat.objects.bulk_update(changed, ["admitted_at", "admitted_by"], batch_size=200)
    _keep_cards(scans, undos, doubles, now=now)


def _counted_twice(scans: list[Scan]) -> set[UUID]:
    """Those of a roll-call: nobody gets in twice there."""
    rolls = set(
        Event.objects.filter(
            pk__in={scan.event_id for scan in scans}, has_roll_call=True
        ).values_list("pk", flat=True)
    )
    return {scan.pk for scan in scans if scan.event_id in rolls}


def _moved(seats: list[Seat], merged: Merged) -> list[Seat]:
    """The seats whose admission is another now, already changed."""
    moved: list[Seat] = []
    for seat in seats:
        claim = merged.first.get(Place(seat.timeslot_id, seat.attendee.number))
        wanted = (claim.at, claim.scan_id) if claim else (None, None)
        if (seat.admitted_at, seat.admitted_by) != wanted:
            seat.admitted_at, seat.admitted_by = wanted
            moved.append(seat)
    return moved


def _keep_cards(
    scans: list[Scan], undos: list[TakenBack], doubles: set[UUID], *, now: datetime
) -> None:
    """A card for each double, none for a scan that was taken back."""
    stand = {claim.scan_id for claim in standing(map(claim_of, scans), undos)}
    taken_back = {scan.pk for scan in scans} - stand
    single = {scan.pk for scan in scans} - doubles
    cards = Conflict.objects.open()
    cards.filter(scan__in=single, kind=ConflictKind.DOUBLE).delete()
    cards.filter(scan__in=taken_back).delete()
    Conflict.objects.bulk_create(
        [
            Conflict(
                scan=scan,
                kind=ConflictKind.DOUBLE,
                event_id=scan.event_id,
                opened_at=now,
            )
            for scan in scans
            if scan.pk in doubles
        ],
        ignore_conflicts=True,
    )
