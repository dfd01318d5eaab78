"""Change an event that people have registered for, and tell those it concerns."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from events.programme.models import Event, Quota, Timeslot
from events.programme.plans import TimeslotPlan
from events.programme.usecases.save_event import EventIsClosed, save_event
from events.programme.usecases.save_timeslot import save_timeslot
from events.programme.usecases.seats import (
    CapacityBelowTaken,
    lock_quotas,
    lock_timeslots,
    resize_quota,
)
from events.registration import letters
from events.registration.changes import DAY, WHEN, Change, Snapshot, changes
from events.registration.models import Registration, Seat
from events.registration.reports_change import ways
from events.registration.usecases.line import promote
from peace.audit.usecases import record
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.take_back import take_back_reminders

# A letter to more parties than this needs a second person.
ALONE = 50
# Their people are read for so many parties at once: SQLite takes no thousands.
PARTIES_AT_ONCE = 500
Concerned = tuple[Registration, list[Change]]


class TimeslotInUse(Exception):
    """People have, or had, seats here: the timeslot stays on record."""

    def __init__(self, timeslot: Timeslot, parties: int) -> None:
        super().__init__(timeslot.pk, parties)
        self.timeslot = timeslot
        self.parties = parties


class SeatsTaken(Exception):
    """Seats of a kind cannot be cut below those taken: cancel `excess` first."""

    def __init__(self, kind: str, taken: int, excess: int) -> None:
        super().__init__(kind, taken, excess)
        self.kind = kind
        self.taken = taken
        self.excess = excess


@dataclass(frozen=True)
class Notice:
    """What staff say about a change: why, and whether small ones are told too.

    Instead of one, None: nobody is told yet (`foresee`).
    """

    reason: Mapping[str, str] = field(default_factory=dict)
    tells_all: bool = False


@dataclass(frozen=True)
class Told:
    """What changed, and who hears of it."""

    changes: Sequence[Change]
    # Parties by the way they are told: e-mail, phone, post, none.
    by_way: Mapping[str, int]
    # Parties that a small change concerns, told or not.
    concerned: int
    batch: OutboxBatch | None = None

    @property
    def parties(self) -> int:
        return sum(self.by_way.values())

    @property
    def must_be_told(self) -> bool:
        return any(change.must_be_told for change in self.changes)

    @property
    def needs_second_person(self) -> bool:
        return self.parties > ALONE


@transaction.atomic
def change_event(
    *,
    event: Event,
    values: Mapping[str, Any],
    moves_timeslots: bool = False,
    notice: Notice | None,
    actor: str,
    now: datetime,
) -> Told:
    """Write VALUES into EVENT and tell everybody whom the change concerns.

    Locks the quotas of the event, so that whoever has a seat is told; who waits for
    them to register at this very moment is confirmed with the page as it was read.
    Raises `Event.revision`, which moves the entries in calendars. A letter leaves to
    each party concerned; to more than 50 it waits for a second person. Reminders that
    still wait for those parties are taken back. Raises what `save_event` raises.
    """
    before = _lock(event)
    save_event(
        event=event,
        values=values,
        moves_timeslots=moves_timeslots,
        actor=actor,
        now=now,
    )
    return _tell(before, event, notice=notice, actor=actor, now=now)


@transaction.atomic
def change_timeslot(
    *,
    event: Event,
    timeslot: Timeslot | None,
    plan: TimeslotPlan,
    notice: Notice | None,
    actor: str,
    now: datetime,
) -> Told:
    """Write PLAN into TIMESLOT (None: a new one), its seats too, and tell its parties.

    Locks the quotas of the event. Seats that come free or are added go to the line
    first. Who has no place in this timeslot hears nothing. Raises SeatsTaken, and
    what `save_timeslot` raises.
    """
    before = _lock(event)
    slot = save_timeslot(
        event=event, timeslot=timeslot, plan=plan, actor=actor, now=now
    )
    _resize(slot, plan)
    promote(timeslot_ids=[slot.pk], now=now)
    return _tell(before, event, notice=notice, actor=actor, now=now)


def foresee(change: Callable[..., Told], **arguments: Any) -> Told:
    """What CHANGE would do: it is done without a letter, and taken back.

    The same code answers before and after, so the page cannot promise something
    else than what happens. Raises what CHANGE raises; keeps no lock.
    """
    with transaction.atomic():
        told = change(**arguments, notice=None)
        transaction.set_rollback(True)
    return told


@transaction.atomic
def remove_timeslot(
    *, event: Event, timeslot: Timeslot, actor: str, now: datetime
) -> None:
    """Delete a timeslot in which nobody has, or had, a seat. Raises TimeslotInUse."""
    lock_timeslots([timeslot.pk])
    if Event.objects.select_for_update().get(pk=event.pk).is_cancelled:
        raise EventIsClosed
    seats = Seat.objects.filter(timeslot=timeslot)
    parties = seats.values("registration").distinct().count()
    if parties:
        raise TimeslotInUse(timeslot, parties)
    about = f"timeslot:{timeslot.pk}"
    timeslot.delete()
    record(
        stream=f"event:{event.pk}",
        verb="timeslot.removed",
        actor=actor,
        about=about,
        now=now,
    )


def _lock(event: Event) -> Snapshot:
    lock_quotas(Quota.objects.filter(timeslot__event=event))
    return _snapshot(event)


def _snapshot(event: Event) -> Snapshot:
    stored = Event.objects.with_places().get(pk=event.pk)
    return Snapshot.of(stored, list(stored.timeslots.in_order()))


def _resize(slot: Timeslot, plan: TimeslotPlan) -> None:
    """Seats as PLAN says; a kind that it leaves out has none."""
    for quota in slot.quotas.order_by("pk"):
        if quota.released_at is not None:
            continue
        wanted = plan.quotas.get(quota.kind)  # type: ignore[call-overload]
        capacity = wanted.capacity if wanted else 0
        try:
            if capacity != quota.capacity:
                resize_quota(quota=quota, capacity=capacity)
        except CapacityBelowTaken as below:
            raise SeatsTaken(quota.kind, below.taken, below.excess) from below
        if wanted is None and not quota.seats.exists():
            quota.delete()


def _tell(
    before: Snapshot, event: Event, *, notice: Notice | None, actor: str, now: datetime
) -> Told:
    after = _snapshot(event)
    found = changes(before, after) if before.event.is_published else []
    if not found:
        return Told([], {}, 0)
    Event.objects.filter(pk=event.pk).update(revision=F("revision") + 1, changed_at=now)
    after.event.revision += 1
    concerned = _concerned(after.event, found, now=now)
    told = _narrowed(concerned, tells_all=bool(notice and notice.tells_all))
    by_way = ways(registration for registration, _mine in told)
    if notice is None:
        return Told(found, by_way, len(concerned))
    batch = batch_for(event, len(told), actor=actor, now=now)
    # A reminder that still waits would say what was; the letter says all that is.
    take_back_reminders(about=[registration.about for registration, _mine in told])
    _forget_answers(event, found)
    letters.event_changed(
        event=after.event,
        parties=told,
        reason=dict(notice.reason),
        batch=batch,
        now=now,
    )
    record(
        stream=f"event:{event.pk}",
        verb="event.changed",
        actor=actor,
        about=f"event:{event.pk}",
        detail={
            "items": ",".join(dict.fromkeys(change.item for change in found)),
            "registrations": len(told),
        },
        now=now,
    )
    return Told(found, by_way, len(concerned), batch)


def _forget_answers(event: Event, found: Sequence[Change]) -> None:
    """Who said that they would come meant the day before: they are asked anew."""
    moved = [change for change in found if change.item in (DAY, WHEN)]
    if not moved:
        return
    answered = Registration.objects.for_event(event).exclude(will_come_at=None)
    slots = [change.timeslot for change in moved if change.timeslot]
    if len(slots) == len(moved):
        answered = answered.filter(seats__timeslot__in=slots)
    Registration.objects.filter(pk__in=answered.values("pk")).update(will_come_at=None)


def _concerned(
    event: Event, found: Sequence[Change], *, now: datetime
) -> list[Concerned]:
    """Parties with a place in a timeslot that is not over, and their own changes."""
    concerned = []
    for registration in (
        Registration.objects.active()
        .for_event(event)
        .with_people()
        .order_by("pk")
        .iterator(chunk_size=PARTIES_AT_ONCE)
    ):
        slots = {
            seat.timeslot_id
            for seat in registration.seats.all()
            if seat.is_alive and seat.timeslot.ends_at > now
        }
        mine = [change for change in found if slots and change.concerns(slots)]
        if mine:
            concerned.append((registration, mine))
    return concerned


def _narrowed(concerned: Sequence[Concerned], *, tells_all: bool) -> list[Concerned]:
    """Without those whom nothing but small changes concern, unless all are told."""
    return [
        (registration, mine)
        for registration, mine in concerned
        if tells_all or any(change.must_be_told for change in mine)
    ]


def batch_for(
    event: Event, count: int, *, actor: str, now: datetime
) -> OutboxBatch | None:
    """A batch that waits for a second person, for more letters than one may send."""
    if count <= ALONE:
        return None
    return OutboxBatch.objects.create(
        kind="event_changed",
        about=f"event:{event.pk}",
        recipient_count=count,
        requested_by=actor,
        requested_at=now,
    )
