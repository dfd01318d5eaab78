"""Who was in first, from all that the doors have said. Pure, and blind to arrival.

Every scan that let people in is a claim on their seats. The earliest claim, by the
corrected time and then by the id, is the admission; a later one on the same seat is a
double. Undone claims do not count. What was ticked on paper and typed in later gives
way to every device and is never a double: its hour is rough, and a helper ticks also
those whom a phone let in. It admits whom nobody else did. The result depends on the set
of claims alone: the order in which they come, and how often, changes nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

# How long a device may take back what it did; later a supervisor, with a reason.
UNDO_FOR = timedelta(minutes=15)


class Place(NamedTuple):
    """One person's place in one timeslot: what can be admitted once."""

    timeslot_id: int
    attendee: int


@dataclass(frozen=True)
class Claim:
    """A scan that let people in.

    `is_whole`: "all of them", nobody named. It means whoever was not in yet, so it is
    a double only where everybody was. `is_paper`: ticked on the printed list.
    """

    scan_id: UUID
    at: datetime
    places: frozenset[Place]
    device_id: UUID | None = None
    is_whole: bool = False
    is_paper: bool = False

    @property
    def turn(self) -> tuple[bool, datetime, str]:
        """Who is first. The id decides between equal times, the same everywhere."""
        return self.is_paper, self.at, str(self.scan_id)


@dataclass(frozen=True)
class TakenBack:
    """An undo of a scan, with a reason when a supervisor made it."""

    of: UUID
    at: datetime
    device_id: UUID | None
    has_reason: bool = False

    def counts_for(self, claim: Claim) -> bool:
        own = self.device_id is not None and self.device_id == claim.device_id
        in_time = self.at - claim.at <= UNDO_FOR
        return self.of == claim.scan_id and (self.has_reason or (own and in_time))


@dataclass(frozen=True)
class Merged:
    """`first` is the admission of each place; `doubles` are the scans behind it."""

    first: Mapping[Place, Claim]
    doubles: frozenset[UUID]


def merge(claims: Iterable[Claim], undos: Sequence[TakenBack] = ()) -> Merged:
    """The admissions and the doubles that follow from CLAIMS without UNDOS."""
    first: dict[Place, Claim] = {}
    doubles: set[UUID] = set()
    for claim in sorted(standing(claims, undos), key=lambda each: each.turn):
        behind = [first.setdefault(place, claim) is not claim for place in claim.places]
        is_behind = all(behind) if claim.is_whole else any(behind)
        if is_behind and not claim.is_paper:
            doubles.add(claim.scan_id)
    return Merged(first, frozenset(doubles))


def standing(
    claims: Iterable[Claim], undos: Collection[TakenBack]
) -> Collection[Claim]:
    """The claims that nobody took back, each once."""
    undos_of: dict[UUID, list[TakenBack]] = defaultdict(list)
    for undo in undos:
        undos_of[undo.of].append(undo)
    return {
        claim.scan_id: claim
        for claim in claims
        if not any(undo.counts_for(claim) for undo in undos_of.get(claim.scan_id, ()))
    }.values()
