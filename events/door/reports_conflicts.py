"""Conflict cards as staff and supervisors read them: every scan side by side."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from events.door.choices import ConflictKind, ScanMode, Verdict
from events.door.claims import claim_of, counts, undos_of
from events.door.merge import standing
from events.door.models import Conflict, Scan
from events.door.usecases.close_conflict import may_reopen
from events.door.words import conflict_steps, ready_words
from events.programme.models import Event
from events.registration.models import Registration, Seat

# A scan that came in no later than this was sent at once.
AT_ONCE = timedelta(minutes=1)
MOST_CLOSED = 50


@dataclass(frozen=True)
class ScanLine:
    """One scan of a card."""

    scan: Scan
    names: list[str]
    is_undone: bool
    is_reason: bool  # the scan that the card is about

    @property
    def gate(self) -> str:
        """Where; a page of staff and the paper have no gate."""
        return self.scan.device.name if self.scan.device else ""

    @property
    def people(self) -> int:
        return len(self.scan.let_in)

    @property
    def by(self) -> str:
        """Who let them in: server, phone (provisional), paper or staff."""
        if self.scan.mode in {ScanMode.PAPER, ScanMode.STAFF}:
            return str(self.scan.mode)
        return "phone" if self.scan.is_decided_on_device else "server"

    @property
    def said(self) -> str:
        """The word that the helper saw."""
        said = self.scan.said or self.scan.verdict
        return str(Verdict(said).label) if said in Verdict.values else ""

    @property
    def late_minutes(self) -> int:
        """How long after the reading it came in; 0 for at once."""
        late = self.scan.received_at - self.scan.at
        return int(late.total_seconds() // 60) if late > AT_ONCE else 0

    @property
    def stopped_at(self) -> datetime | None:
        return self.scan.device.revoked_at if self.scan.device else None

    @property
    def does_not_count(self) -> bool:
        """Read after its device was stopped."""
        return not counts(self.scan)


@dataclass(frozen=True)
class Card:
    """A conflict with all that is needed to judge it."""

    conflict: Conflict
    registration: Registration | None
    lines: list[ScanLine]
    seats: list[Seat]
    may_reopen: bool

    @property
    def kind(self) -> ConflictKind:
        return ConflictKind(self.conflict.kind)

    @property
    def step(self) -> str:
        return conflict_steps()[self.kind]

    @property
    def ready(self) -> list[str]:
        return ready_words()[self.kind]

    @property
    def is_open(self) -> bool:
        return self.conflict.closed_at is None

    @property
    def is_at_wrong_timeslot(self) -> bool:
        return self.kind == ConflictKind.WRONG_TIMESLOT

    @property
    def wants_consent(self) -> bool:
        return self.kind == ConflictKind.CONSENT

    @property
    def names(self) -> list[str]:
        return sorted({name for line in self.lines for name in line.names})

    @property
    def can_undo(self) -> bool:
        return self.is_open and any(not line.is_undone for line in self.lines)


def open_cards(event: Event, *, now: datetime) -> list[Card]:
    """The open cards of EVENT, the oldest first."""
    found = Conflict.objects.open().filter(event=event)
    return _cards(found.order_by("opened_at", "pk"), now=now)


def closed_cards(event: Event, *, now: datetime) -> list[Card]:
    """The cards closed last, the newest first."""
    found = Conflict.objects.filter(event=event, closed_at__isnull=False)
    return _cards(found.order_by("-closed_at", "-pk")[:MOST_CLOSED], now=now)


def _cards(conflicts: QuerySet[Conflict], *, now: datetime) -> list[Card]:
    """Five statements, however many cards."""
    found = list(conflicts.select_related("scan__device", "scan__timeslot"))
    named = (each.scan.registration_id for each in found)
    parties = {each for each in named if each is not None}
    registrations = Registration.objects.in_bulk(parties)
    scans: dict[int | None, list[Scan]] = defaultdict(list)
    for scan in (
        Scan.objects.filter(registration_id__in=parties)
        .exclude(let_in=[])
        .select_related("device", "timeslot")
        .order_by("at", "pk")
    ):
        scans[scan.registration_id].append(scan)
    seats: dict[int | None, list[Seat]] = defaultdict(list)
    for seat in (
        Seat.objects.confirmed()
        .filter(registration_id__in=parties)
        .select_related("attendee", "timeslot")
        .order_by("timeslot__starts_at", "attendee__number")
    ):
        seats[seat.registration_id].append(seat)
    undone = _undone([scan for each in scans.values() for scan in each])
    return [
        Card(
            conflict=conflict,
            registration=registrations.get(conflict.scan.registration_id or 0),
            lines=[
                ScanLine(
                    scan=scan,
                    names=_names(scan, seats[scan.registration_id]),
                    is_undone=scan.pk in undone,
                    is_reason=scan.pk == conflict.scan_id,
                )
                for scan in _concerned(conflict, scans[conflict.scan.registration_id])
            ],
            seats=seats[conflict.scan.registration_id],
            may_reopen=may_reopen(conflict, now=now),
        )
        for conflict in found
    ]


def _concerned(conflict: Conflict, scans: list[Scan]) -> list[Scan]:
    """The card's scan, and those that let the same people into the same timeslot."""
    mine = claim_of(conflict.scan).places
    others = [
        scan
        for scan in scans
        if scan.pk == conflict.scan_id or claim_of(scan).places & mine
    ]
    return others or [conflict.scan]


def _undone(scans: list[Scan]) -> set[UUID]:
    undos = undos_of(scans)
    stand = {claim.scan_id for claim in standing(map(claim_of, scans), undos)}
    return {scan.pk for scan in scans} - stand


def _names(scan: Scan, seats: list[Seat]) -> list[str]:
    people = {seat.attendee.number: seat.attendee.name for seat in seats}
    return [people[number] for number in scan.let_in if number in people]
