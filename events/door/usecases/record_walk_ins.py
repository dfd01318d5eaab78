"""Record the walk-ins that one device counted, with signal or without."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import OperationalError

from events.door.incoming import DoorDevice, TooBusy
from events.door.merge import Claim, TakenBack
from events.door.models import HandCount, Undo
from events.door.usecases.rehearsal import no_trace_of
from events.programme.models import Event, Quota, Timeslot
from events.programme.models.timeslot import EARLY
from events.programme.usecases.seats import free_seats
from events.registration.models import WalkIn
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
    count_inside,
    count_walk_in,
)

# What a device calls an event that has no timeslots: an exhibition.
WHOLE_EVENT = 0


class WalkInResult(StrEnum):
    """What became of a walk-in; values are the API's words: stable."""

    COUNTED = "counted"
    FULL = "full"
    LINE_FIRST = "line_first"
    NOT_OPEN = "not_open"
    CONFLICT = "conflict"


@dataclass(frozen=True)
class IncomingWalkIn:
    """One tap as sent; `at` is corrected to the server's clock.

    `is_inside`: the device had no answer, and let the person in.
    """

    id: UUID
    timeslot_id: int
    at: datetime
    is_inside: bool = False
    age_band: str = ""
    visit: str = ""
    past_the_line: bool = False


@dataclass(frozen=True)
class Counted:
    """A result, who is next in the line, and how the timeslot stands afterwards."""

    result: WalkInResult
    number: int | None = None
    free: int | None = None
    walk_ins: int = 0


def record_walk_ins(
    *, device: DoorDevice, walk_ins: Sequence[IncomingWalkIn], now: datetime
) -> list[Counted]:
    """Count WALK_INS; one result each, in order.

    Whoever is inside counts whatever the rules say (`count_inside`), first and in one
    transaction for each timeslot; the others by the rules of `count_walk_in`. What the
    device took back before it arrived counts nobody, and what it counted after it was
    stopped neither. A known id is answered again, with another content as a conflict.
    A device in rehearsal is answered, and nothing is written. Locks the timeslots'
    quotas, one after the other in ascending order. Nothing leaves. Raises TooBusy.
    """
    try:
        with no_trace_of(device):
            return _record(device, walk_ins, now)
    except OperationalError as error:  # A lock that did not come in time.
        raise TooBusy from error


def _record(
    device: DoorDevice, walk_ins: Sequence[IncomingWalkIn], now: datetime
) -> list[Counted]:
    places = _places(device, walk_ins)
    undone = _taken_back(device, walk_ins)
    results: dict[UUID, tuple[WalkInResult, int | None]] = {}
    inside: dict[int, list[IncomingWalkIn]] = defaultdict(list)
    asked: list[IncomingWalkIn] = []
    known = _known([each.id for each in walk_ins])
    for each in walk_ins:
        if each.id in known:
            continue
        if each.timeslot_id not in places or each.at > (device.stops_at or each.at):
            results[each.id] = WalkInResult.NOT_OPEN, None
        elif each.is_inside or each.id in undone:
            inside[each.timeslot_id].append(each)
        else:
            asked.append(each)
    for slot_id in sorted(inside):
        heads = [_head(each, device, undone) for each in inside[slot_id]]
        _count_inside(places[slot_id], heads)
    for each in asked:
        results[each.id] = _ask(places[each.timeslot_id], each, device, now)
    stands = _known([each.id for each in walk_ins])
    state = {slot_id: _state(place) for slot_id, place in places.items()}
    return [
        Counted(
            *_result(each, stands, results, device),
            *state.get(each.timeslot_id, (None, 0)),
        )
        for each in walk_ins
    ]


def _places(
    device: DoorDevice, walk_ins: Sequence[IncomingWalkIn]
) -> dict[int, Timeslot | Event]:
    """Where heads can be counted: the event's timeslots, or itself if it has none."""
    wanted = {each.timeslot_id for each in walk_ins}
    found: dict[int, Timeslot | Event] = {
        slot.pk: slot
        for slot in Timeslot.objects.filter(
            event_id=device.event_id, pk__in=wanted
        ).select_related("event")
    }
    if WHOLE_EVENT in wanted and not device.slots:
        found[WHOLE_EVENT] = Event.objects.get(pk=device.event_id)
    return found


def _known(ids: Sequence[UUID]) -> dict[UUID, WalkIn | HandCount]:
    return {
        **WalkIn.objects.select_related("timeslot").in_bulk(ids),
        **HandCount.objects.in_bulk(ids),
    }


def _taken_back(
    device: DoorDevice, walk_ins: Sequence[IncomingWalkIn]
) -> dict[UUID, datetime]:
    """When each was taken back, where the undo came first and counts."""
    tapped = {
        each.id: Claim(each.id, each.at, frozenset(), device.id) for each in walk_ins
    }
    undos = Undo.objects.filter(of__in=tapped, event_id=device.event_id)
    return {
        undo.of: undo.at
        for undo in undos
        if TakenBack(undo.of, undo.at, undo.device_id, bool(undo.reason)).counts_for(
            tapped[undo.of]
        )
    }


def _head(
    each: IncomingWalkIn, device: DoorDevice, undone: dict[UUID, datetime]
) -> WalkIn:
    return WalkIn(
        id=each.id,
        timeslot_id=each.timeslot_id,
        age_band=each.age_band,
        visit=each.visit,
        actor=device.actor,
        at=each.at,
        undone_at=undone.get(each.id),
    )


def _count_inside(place: Timeslot | Event, heads: Sequence[WalkIn]) -> None:
    if isinstance(place, Timeslot):
        count_inside(timeslot=place, heads=heads)
        return
    HandCount.objects.bulk_create(
        [_hand_count(place, head) for head in heads], ignore_conflicts=True
    )


def _hand_count(event: Event, head: WalkIn) -> HandCount:
    return HandCount(
        id=head.pk,
        event=event,
        age_band=head.age_band,
        visit=head.visit,
        actor=head.actor,
        at=head.at,
        undone_at=head.undone_at,
    )


def _ask(
    place: Timeslot | Event, each: IncomingWalkIn, device: DoorDevice, now: datetime
) -> tuple[WalkInResult, int | None]:
    """Count one who stands at the door and waits for the answer."""
    if isinstance(place, Event):
        if not place.starts_at - EARLY <= now < place.ends_at or place.is_cancelled:
            return WalkInResult.NOT_OPEN, None
        head = _head(each, device, {})
        HandCount.objects.bulk_create([_hand_count(place, head)], ignore_conflicts=True)
        return WalkInResult.COUNTED, None
    try:
        count_walk_in(
            timeslot=place,
            tap_id=each.id,
            actor=device.actor,
            now=now,
            age_band=each.age_band,
            visit=each.visit,
            past_the_line=each.past_the_line,
        )
    except NotForWalkIns:
        return WalkInResult.NOT_OPEN, None
    except SomebodyWaits as waits:
        return WalkInResult.LINE_FIRST, waits.number
    except NoSeatLeft:
        return WalkInResult.FULL, None
    return WalkInResult.COUNTED, None


def _result(
    each: IncomingWalkIn,
    stands: dict[UUID, WalkIn | HandCount],
    results: dict[UUID, tuple[WalkInResult, int | None]],
    device: DoorDevice,
) -> tuple[WalkInResult, int | None]:
    row = stands.get(each.id)
    if row is None:
        return results.get(each.id, (WalkInResult.NOT_OPEN, None))
    if isinstance(row, WalkIn):
        event_id, place = row.timeslot.event_id, row.timeslot_id
    else:
        event_id, place = row.event_id, WHOLE_EVENT
    stored = (place, row.age_band, row.visit)
    sent = (each.timeslot_id, each.age_band, each.visit)
    if event_id != device.event_id or stored != sent:
        return WalkInResult.CONFLICT, None
    return WalkInResult.COUNTED, None


def _state(place: Timeslot | Event) -> tuple[int | None, int]:
    """Seats left (None where nobody counts them), and walk-ins so far."""
    if isinstance(place, Event):
        heads = HandCount.objects.counted().by_helpers().filter(event=place)
        return None, heads.count()
    quotas = list(Quota.objects.filter(timeslot=place))
    free = sum(free_seats(quotas, from_the_line=True).values()) if quotas else None
    return free, WalkIn.objects.counted().filter(timeslot=place).count()
