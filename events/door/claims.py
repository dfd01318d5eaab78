"""Scans and undos as the merge sees them."""

from collections.abc import Iterable
from datetime import datetime

from events.door.choices import ScanMode
from events.door.merge import Claim, Place, TakenBack
from events.door.models import Scan, ScannerDevice, Undo


def counts(scan: Scan) -> bool:
    """It let somebody in, by a device that worked then."""
    return bool(scan.let_in) and _worked(scan.device, scan.at)


def _worked(device: ScannerDevice | None, at: datetime) -> bool:
    """A device that was stopped lets nobody in afterwards, and takes nothing back."""
    return device is None or at <= device.stops_at


def claim_of(scan: Scan) -> Claim:
    """Whom SCAN let in."""
    places = (Place(scan.timeslot_id or 0, number) for number in scan.let_in)
    return Claim(
        scan.pk,
        scan.at,
        frozenset(places),
        scan.device_id,
        is_whole=scan.is_whole,
        is_paper=scan.mode == ScanMode.PAPER,
    )


def undos_of(scans: Iterable[Scan]) -> list[TakenBack]:
    """The undos of SCANS by their own event, each by a device that worked then."""
    events = {scan.pk: scan.event_id for scan in scans}
    undos = Undo.objects.filter(of__in=list(events)).select_related("device")
    return [
        TakenBack(undo.of, undo.at, undo.device_id, bool(undo.reason))
        for undo in undos
        if undo.event_id == events[undo.of] and _worked(undo.device, undo.at)
    ]
