"""Taking and giving back seats: the one place that writes `Quota.taken`.

The seat is taken by a conditional UPDATE under a CHECK constraint, which is right on
PostgreSQL (READ COMMITTED) and on SQLite (IMMEDIATE) alike; a lock that is read
first and written later is silently no lock at all on SQLite. The quota rows of a
timeslot are also the lock of its line: whoever holds them may move it.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet

from events.programme.choices import QuotaKind
from events.programme.models import Quota
from events.programme.seating import GENERAL_ONLY, Kinds, seat_people


class SeatsGone(Exception):
    """A timeslot has fewer seats left than were asked for."""

    def __init__(self, timeslot_id: int) -> None:
        super().__init__(timeslot_id)
        self.timeslot_id = timeslot_id


class CapacityBelowTaken(Exception):
    """A capacity cannot be cut below the seats already taken: cancel `excess` first."""

    def __init__(self, taken: int, excess: int) -> None:
        super().__init__(taken, excess)
        self.taken = taken
        self.excess = excess


def take_seats(
    *, timeslot_id: int, people: Sequence[Kinds], quota_id: int | None = None
) -> list[int] | None:
    """Take a seat of a timeslot for each of PEOPLE: the quota id of each, or None.

    None when they do not all fit, or when a general seat would be taken past the
    line; nothing has changed then. Changes `Quota.taken`. QUOTA_ID says that the
    timeslot has this one general quota and no other: then it is one conditional
    UPDATE. Otherwise the timeslot's quotas are locked and people are matched to them.

    Whoever takes seats of several timeslots calls this in ascending timeslot id,
    before anything else is written, so that two parties never wait for each other.
    """
    _in_transaction()
    if quota_id is not None:
        taken = claim(timeslot_id, len(people))
        return [quota_id] * len(people) if taken else None
    return take_from(
        lock_quotas(Quota.objects.filter(timeslot_id=timeslot_id)), people=people
    )


def claim(timeslot_id: int, people: int) -> bool:
    """One conditional UPDATE: True when the seats were free and are now taken."""
    return bool(
        Quota.objects.filter(
            timeslot_id=timeslot_id,
            kind=QuotaKind.GENERAL,
            is_open=True,
            line=0,
            taken__lte=F("capacity") - people,
        ).update(taken=F("taken") + people)
    )


def take_from(
    quotas: Sequence[Quota], *, people: Sequence[Kinds], from_the_line: bool = False
) -> list[int] | None:
    """The same from QUOTAS of one timeslot that the caller has locked.

    A party FROM_THE_LINE may have general seats although others wait behind it.
    """
    chosen = seat_people(people, free_seats(quotas, from_the_line=from_the_line))
    if chosen is None:
        return None
    by_kind = {QuotaKind(quota.kind): quota for quota in quotas}
    for kind, count in Counter(chosen).items():
        quota = by_kind[kind]
        Quota.objects.filter(pk=quota.pk).update(taken=F("taken") + count)
        quota.taken += count
    return [by_kind[kind].pk for kind in chosen]


def free_seats(
    quotas: Iterable[Quota], *, from_the_line: bool = False
) -> dict[QuotaKind, int]:
    """Seats that can be had, by kind (people)."""
    return {
        QuotaKind(quota.kind): quota.left
        for quota in quotas
        if quota.is_open and (from_the_line or not quota.line)
    }


def lock_quotas(quotas: QuerySet[Quota]) -> list[Quota]:
    """Lock QUOTAS until the transaction ends, in the order in which seats are taken.

    Ascending timeslot, not ascending quota: a quota may be older than the one of an
    earlier timeslot, and then a cancellation and a registration would wait for each
    other (PostgreSQL ends one of them). SQLite has locked everything at BEGIN.
    """
    _in_transaction()
    return list(quotas.select_for_update().order_by("timeslot_id", "pk"))


def lock_timeslots(timeslot_ids: Collection[int]) -> dict[int, list[Quota]]:
    """Lock all quotas of these timeslots; by timeslot, as they stand."""
    found: dict[int, list[Quota]] = {pk: [] for pk in sorted(timeslot_ids)}
    for quota in lock_quotas(Quota.objects.filter(timeslot_id__in=timeslot_ids)):
        found[quota.timeslot_id].append(quota)
    return found


def release_seats(*, freed: Mapping[int, int]) -> None:
    """Give seats back. FREED maps quota id to people.

    A special quota whose time is over hands them on to the general one. The caller
    holds the quotas through `lock_quotas`, so the order does not matter.
    """
    _in_transaction()
    for quota in Quota.objects.filter(pk__in=freed):
        count = freed[quota.pk]
        mine = Quota.objects.filter(pk=quota.pk)
        if quota.released_at is None:
            mine.update(taken=F("taken") - count)
        else:
            mine.update(taken=F("taken") - count, capacity=F("capacity") - count)
            _general_of(quota.timeslot_id).update(capacity=F("capacity") + count)


def release_quota(*, quota: Quota, now: datetime) -> int:
    """A special quota gives its free seats to the general one; how many (people).

    The caller holds the timeslot's quotas.
    """
    _in_transaction()
    free = quota.left
    Quota.objects.filter(pk=quota.pk, released_at__isnull=True).update(
        capacity=F("taken"), released_at=now
    )
    _general_of(quota.timeslot_id).update(capacity=F("capacity") + free)
    return free


def change_line(*, timeslot_id: int, by: int) -> None:
    """Somebody joined or left the line of a timeslot; the caller holds its quotas."""
    _in_transaction()
    _general_of(timeslot_id).update(line=F("line") + by)


def resize_quota(*, quota: Quota, capacity: int) -> None:
    """Change a capacity (people). Raises CapacityBelowTaken, and changes nothing."""
    changed = Quota.objects.filter(pk=quota.pk, taken__lte=capacity).update(
        capacity=capacity
    )
    if not changed:
        quota.refresh_from_db()
        raise CapacityBelowTaken(quota.taken, quota.taken - capacity)


def general_people(count: int) -> list[Kinds]:
    """COUNT people who may take general seats only."""
    return [GENERAL_ONLY] * count


def _general_of(timeslot_id: int) -> QuerySet[Quota]:
    return Quota.objects.filter(timeslot_id=timeslot_id, kind=QuotaKind.GENERAL)


def _in_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        message = "Seats are taken and given back inside a transaction."
        raise transaction.TransactionManagementError(message)
