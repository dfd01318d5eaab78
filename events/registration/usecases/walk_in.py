"""Counting people who come without registering, against the seats that are left."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from events.programme.choices import QuotaKind
from events.programme.models import Quota, Timeslot
from events.programme.seating import kinds_of
from events.programme.usecases.seats import (
    lock_timeslots,
    release_seats,
    take_from,
)
from events.registration.choices import RegistrationChannel
from events.registration.models import WalkIn
from events.registration.seat_kinds import seat_kinds
from events.registration.usecases.line import promote
from peace.audit.usecases import record

# The tap that was a mistake can be taken back this long.
UNDO_FOR = timedelta(minutes=15)


class NotForWalkIns(Exception):
    """The timeslot wants an application, or it is not the hour of its doors."""


class NoSeatLeft(Exception):
    """Every seat is held by somebody."""


class SomebodyWaits(Exception):
    """The waiting list comes first; `number` is who is next."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class UndoTooLate(Exception):
    """The walk-in was counted too long ago, or was taken back already."""


def count_walk_in(
    *,
    timeslot: Timeslot,
    tap_id: UUID,
    actor: str,
    now: datetime,
    age_band: str = "",
    visit: str = "",
    name: str = "",
    past_the_line: bool = False,
) -> WalkIn:
    """Count one head at the door of TIMESLOT.

    Takes a seat where seats are counted: of the quotas the person fits, the general
    one last. The same TAP_ID again returns the first row and counts nobody. Whoever
    waits comes first, unless PAST_THE_LINE says that nobody of the line is here.
    Locks the timeslot's quotas; nothing leaves. Raises NotForWalkIns, SomebodyWaits,
    NoSeatLeft.
    """
    if not timeslot.takes_walk_ins_at(now):
        raise NotForWalkIns
    try:
        with transaction.atomic():
            return _count(
                timeslot,
                WalkIn(
                    id=tap_id,
                    timeslot=timeslot,
                    name=name,
                    age_band=age_band,
                    visit=visit,
                    actor=actor,
                    at=now,
                ),
                past_the_line=past_the_line,
            )
    except IntegrityError:
        return WalkIn.objects.get(pk=tap_id)


def _count(timeslot: Timeslot, walk_in: WalkIn, *, past_the_line: bool) -> WalkIn:
    (quotas,) = lock_timeslots([timeslot.pk]).values()
    known = WalkIn.objects.filter(pk=walk_in.pk).first()
    if known:
        return known
    if any(quota.line for quota in quotas) and not past_the_line:
        first = timeslot.line_entries.in_line().in_order().first()
        raise SomebodyWaits(first.number if first else 0)
    if quotas:
        walk_in.quota_id = _seat(quotas, walk_in)
    walk_in.save(force_insert=True)
    return walk_in


def _seat(quotas: list[Quota], walk_in: WalkIn) -> int:
    # At the door every free seat is for whoever stands there.
    kinds = seat_kinds(
        number=1,
        age_band=walk_in.age_band,
        visit=walk_in.visit,
        channel=RegistrationChannel.DESK,
        support={},
    )
    everywhere = kinds_of({*kinds, *(QuotaKind(quota.kind) for quota in quotas)})
    taken = take_from(quotas, people=[everywhere], from_the_line=True)
    if taken is None:
        raise NoSeatLeft
    return taken[0]


@transaction.atomic
def undo_walk_in(*, walk_in: WalkIn, actor: str, now: datetime) -> None:
    """Take one head back within 15 minutes; the seat is free again, the line first.

    Locks the timeslot's quotas, then the row. Raises UndoTooLate.
    """
    lock_timeslots([walk_in.timeslot_id])
    locked = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
    if locked.undone_at is not None or now > locked.at + UNDO_FOR:
        raise UndoTooLate
    locked.undone_at = now
    locked.save(update_fields=["undone_at"])
    if locked.quota_id:
        release_seats(freed={locked.quota_id: 1})
        promote(timeslot_ids=[locked.timeslot_id], now=now)
    record(
        stream=f"event:{walk_in.timeslot.event_id}",
        verb="walk_in.undone",
        actor=actor,
        about=f"timeslot:{locked.timeslot_id}",
        now=now,
    )
