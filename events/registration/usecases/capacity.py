"""Seats that come free without anybody cancelling: more of them, or other ones."""

from datetime import datetime

from django.db import transaction

from events.programme.models import Quota, Timeslot
from events.programme.usecases.seats import (
    lock_timeslots,
    release_quota,
    resize_quota,
)
from events.registration.usecases.line import promote
from peace.audit.usecases import record


@transaction.atomic
def resize(*, quota: Quota, capacity: int, actor: str, now: datetime) -> None:
    """Change how many seats QUOTA has (people); new ones go to the line first.

    Locks the timeslot's quotas. Letters leave to whoever gets a seat or an offer.
    Raises CapacityBelowTaken: cancel so many first.
    """
    lock_timeslots([quota.timeslot_id])
    resize_quota(quota=quota, capacity=capacity)
    promote(timeslot_ids=[quota.timeslot_id], now=now)
    timeslot = Timeslot.objects.get(pk=quota.timeslot_id)
    record(
        stream=f"event:{timeslot.event_id}",
        verb="quota.resized",
        actor=actor,
        about=f"timeslot:{timeslot.pk}",
        detail={"kind": quota.kind, "capacity": capacity},
        now=now,
    )


def release_due_quotas(*, now: datetime) -> int:
    """Give the free seats of special quotas to all at their time; how many quotas.

    Beat asks every minute; each timeslot in its own transaction, the line first.
    """
    due = Quota.objects.filter(releases_at__lte=now, released_at__isnull=True)
    slots = set(due.values_list("timeslot_id", flat=True))
    return sum(_release(slot_id, now=now) for slot_id in sorted(slots))


@transaction.atomic
def _release(slot_id: int, *, now: datetime) -> int:
    (quotas,) = lock_timeslots([slot_id]).values()
    due = [
        quota
        for quota in quotas
        if quota.releases_at and quota.releases_at <= now and not quota.released_at
    ]
    freed = sum(release_quota(quota=quota, now=now) for quota in due)
    if not due:
        return 0
    promote(timeslot_ids=[slot_id], now=now)
    timeslot = Timeslot.objects.get(pk=slot_id)
    record(
        stream=f"event:{timeslot.event_id}",
        verb="quota.released",
        actor="system",
        about=f"timeslot:{slot_id}",
        detail={"quotas": len(due), "seats": freed},
        now=now,
    )
    return len(due)


@transaction.atomic
def open_to_walk_ins(
    *, timeslot: Timeslot, actor: str, now: datetime, at: datetime | None = None
) -> None:
    """From NOW, or from AT on, the seats that are left are for whoever comes.

    Nobody applies for them any more from then on.

    Changes `walk_ins_from`; who waits keeps the place in line, and the door seats
    them first. Nothing leaves.
    """
    lock_timeslots([timeslot.pk])
    begin = at or now
    Timeslot.objects.filter(pk=timeslot.pk).update(walk_ins_from=begin)
    timeslot.walk_ins_from = begin
    record(
        stream=f"event:{timeslot.event_id}",
        verb="timeslot.opened_to_walk_ins",
        actor=actor,
        about=f"timeslot:{timeslot.pk}",
        now=now,
    )
