"""Counting people who come without registering, against the seats that are left."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from events.programme.choices import QuotaKind
from events.programme.models import Quota, Timeslot
from events.programme.seating import kinds_of
from events.programme.usecases.seats import (
    free_seats,
    lock_timeslots,
    release_seats,
    take_from,
)
from events.registration.choices import LineStep, RegistrationChannel
from events.registration.models import LineRecord, WalkIn
from events.registration.seat_kinds import seat_kinds
from events.registration.usecases.line import promote
from peace.audit.usecases import record

# Somebody else writes the same taps at the same moment; each try sees more of them.
TRIES = 4
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
        refuse_past_the_line(timeslot)
    if quotas:
        seat_those_over(quotas, timeslot_id=timeslot.pk)
        walk_in.quota_id = _seat(quotas, walk_in)
    walk_in.save(force_insert=True)
    return walk_in


def refuse_past_the_line(timeslot: Timeslot) -> None:
    """Raise SomebodyWaits, unless all who wait were called at the door and not there.

    The caller holds the timeslot's quotas.
    """
    absent = LineRecord.objects.filter(timeslot=timeslot, step=LineStep.ABSENT)
    entries = timeslot.line_entries.in_line().in_order()
    first = entries.exclude(number__in=absent.values("number")).first()
    if first:
        raise SomebodyWaits(first.number)


def count_inside(*, timeslot: Timeslot, heads: Sequence[WalkIn]) -> None:
    """Count HEADS whom a door without signal has let in, whatever the rules say.

    Each takes a seat if one is left; otherwise it holds none (`is_over`). A head whose
    `undone_at` is set was taken back before it arrived here: it is written, and counts
    nobody. Ids that are known change nothing. The figures are the same in whatever
    order heads and their undos come. Locks the timeslot's quotas; nothing leaves.
    """
    for attempt in range(TRIES):
        try:
            with transaction.atomic():
                _count_inside(timeslot, heads)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
        else:
            return


def _count_inside(timeslot: Timeslot, heads: Sequence[WalkIn]) -> None:
    (quotas,) = lock_timeslots([timeslot.pk]).values()
    ids = [head.pk for head in heads]
    known = set(WalkIn.objects.filter(pk__in=ids).values_list("pk", flat=True))
    fresh = {head.pk: head for head in heads if head.pk not in known}
    if quotas:
        seat_those_over(quotas, timeslot_id=timeslot.pk)
        inside = [head for head in fresh.values() if head.undone_at is None]
        _give_seats(inside, quotas)
    WalkIn.objects.bulk_create(fresh.values())


def seat_those_over(quotas: Sequence[Quota], *, timeslot_id: int) -> None:
    """A free seat is theirs who are inside without one; nobody else sits there.

    The caller holds QUOTAS, all of the timeslot.
    """
    over = WalkIn.objects.over().filter(timeslot_id=timeslot_id).order_by("at", "pk")
    if not any(free_seats(quotas, from_the_line=True).values()):
        return
    heads = list(over)
    _give_seats(heads, quotas)
    WalkIn.objects.bulk_update(heads, ["quota", "is_over"])


def _give_seats(heads: Sequence[WalkIn], quotas: Sequence[Quota]) -> None:
    """A seat for each of HEADS while there is one, in their order; not saved."""
    free = sum(free_seats(quotas, from_the_line=True).values())
    kinds = kinds_of({QuotaKind(quota.kind) for quota in quotas})
    seated = [kinds] * min(free, len(heads))
    chosen: list[int | None] = []
    if seated:
        chosen += take_from(quotas, people=seated, from_the_line=True) or []
    chosen += [None] * (len(heads) - len(chosen))
    for head, quota_id in zip(heads, chosen, strict=True):
        head.quota_id, head.is_over = quota_id, quota_id is None


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
def undo_walk_in(
    *, walk_in: WalkIn, actor: str, now: datetime, is_late: bool = False
) -> None:
    """Take one head back; the seat is free again: for whoever is inside without one,
    then for the line.

    Within 15 minutes of `now`, unless IS_LATE: the door has judged the time itself (an
    undo without signal arrives later), or a supervisor gave a reason. Locks the
    timeslot's quotas, then the row. Raises UndoTooLate.
    """
    lock_timeslots([walk_in.timeslot_id])
    locked = WalkIn.objects.select_for_update().get(pk=walk_in.pk)
    over = now > locked.at + UNDO_FOR and not is_late
    if locked.undone_at is not None or over:
        raise UndoTooLate
    locked.undone_at = now
    locked.save(update_fields=["undone_at"])
    if locked.quota_id and not _hand_on(locked):
        release_seats(freed={locked.quota_id: 1})
        promote(timeslot_ids=[locked.timeslot_id], now=now)
    record(
        stream=f"event:{walk_in.timeslot.event_id}",
        verb="walk_in.undone",
        actor=actor,
        about=f"timeslot:{locked.timeslot_id}",
        now=now,
    )


def _hand_on(undone: WalkIn) -> bool:
    """Whoever is inside without a seat has this one now."""
    over = (
        WalkIn.objects.over()
        .filter(timeslot_id=undone.timeslot_id)
        .order_by("at", "pk")
        .first()
    )
    if over is None:
        return False
    over.quota_id, over.is_over = undone.quota_id, False
    over.save(update_fields=["quota", "is_over"])
    return True
