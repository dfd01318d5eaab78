"""Taking and giving back seats: the one place that writes `Quota.taken`.

The seat is taken by a conditional UPDATE under a CHECK constraint, which is right on
PostgreSQL (READ COMMITTED) and on SQLite (IMMEDIATE) alike; a lock that is read
first and written later is silently no lock at all on SQLite.
"""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F, QuerySet

from events.programme.choices import QuotaKind
from events.programme.models import Quota


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


def take_seats(*, wanted: Mapping[int, int]) -> None:
    """Take seats of several timeslots, all or nothing.

    WANTED maps timeslot id to people. Changes `Quota.taken`; locks the quota rows in
    ascending timeslot id, so that two parties never wait for each other; must be the
    first write of the caller's transaction. Raises SeatsGone, and the caller's
    transaction has to roll back.
    """
    _in_transaction()
    for timeslot_id in sorted(wanted):
        if not claim(timeslot_id, wanted[timeslot_id]):
            raise SeatsGone(timeslot_id)


def claim(timeslot_id: int, people: int) -> bool:
    """One conditional UPDATE: True when the seats were free and are now taken."""
    return bool(
        Quota.objects.filter(
            timeslot_id=timeslot_id,
            kind=QuotaKind.GENERAL,
            is_open=True,
            taken__lte=F("capacity") - people,
        ).update(taken=F("taken") + people)
    )


def lock_quotas(quotas: QuerySet[Quota]) -> None:
    """Lock QUOTAS until the transaction ends, in the order in which seats are taken.

    Ascending timeslot, not ascending quota: a quota may be older than the one of an
    earlier timeslot, and then a cancellation and a registration would wait for each
    other (PostgreSQL ends one of them). SQLite has locked everything at BEGIN.
    """
    _in_transaction()
    list(quotas.select_for_update().order_by("timeslot_id", "pk"))


def release_seats(*, freed: Mapping[int, int]) -> None:
    """Give seats back. FREED maps quota id to people.

    The caller holds the quotas through `lock_quotas`, so the order does not matter.
    """
    _in_transaction()
    for quota_id in freed:
        Quota.objects.filter(pk=quota_id).update(taken=F("taken") - freed[quota_id])


def resize_quota(*, quota: Quota, capacity: int) -> None:
    """Change a capacity (people). Raises CapacityBelowTaken, and changes nothing."""
    changed = Quota.objects.filter(pk=quota.pk, taken__lte=capacity).update(
        capacity=capacity
    )
    if not changed:
        quota.refresh_from_db()
        raise CapacityBelowTaken(quota.taken, quota.taken - capacity)


def _in_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        message = "Seats are taken and given back inside a transaction."
        raise transaction.TransactionManagementError(message)
