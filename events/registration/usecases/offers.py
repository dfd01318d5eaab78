"""The answer to an offered seat: yes, no, or none in time."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from events.programme.models import Quota
from events.programme.usecases.seats import lock_timeslots, release_seats
from events.registration import letters
from events.registration.choices import LineStatus, LineStep, SeatStatus
from events.registration.models import Registration, Seat, WaitingListEntry
from events.registration.usecases.line import leave_line, promote, write_step
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_by_hand


class OfferOver(Exception):
    """The offer was answered, or its time is over; the seats went on."""


class NobodyChosen(Exception):
    """A yes without any person."""


@transaction.atomic
def accept_offer(
    *,
    entry: WaitingListEntry,
    actor: str,
    now: datetime,
    attendee_ids: Collection[int] | None = None,
) -> list[Seat]:
    """The offered seats of ENTRY are confirmed; those are returned.

    ATTENDEE_IDS are the people who come, where fewer seats were offered than the
    party asked for or somebody stays at home; without them everybody who was offered
    a seat. Who was offered one and does not come gives it back; who waits still goes
    on waiting. Locks the timeslot's quotas, then the entry. A confirmation leaves.
    Raises OfferOver, NobodyChosen.
    """
    lock_timeslots([entry.timeslot_id])
    locked = _still_offered(entry, now=now)
    seats = _seats(locked)
    offered = [seat for seat in seats if seat.is_offered]
    wanted = {seat.attendee_id for seat in offered}
    if attendee_ids is not None:
        wanted = set(attendee_ids) & {seat.attendee_id for seat in seats}
    if not wanted:
        raise NobodyChosen
    coming = _hand_round(seats, wanted)
    _settle(seats, coming, now=now)
    rest = any(seat.is_waiting for seat in seats)
    if rest:
        _wait_on(locked, step=LineStep.ACCEPTED, people=len(coming), now=now)
    else:
        leave_line(entry=locked, step=LineStep.ACCEPTED, people=len(coming), now=now)
    promote(timeslot_ids=[locked.timeslot_id], now=now)
    letters.promoted(
        entry=locked, seats=coming, event=locked.registration.event, now=now
    )
    _no_need_to_ring(locked)
    _audit(locked, "offer.accepted", actor=actor, people=len(coming), now=now)
    return coming


@transaction.atomic
def decline_offer(*, entry: WaitingListEntry, actor: str, now: datetime) -> None:
    """The party does not want the seats and leaves the line; the next one is asked.

    Locks the timeslot's quotas, then the entry. Raises OfferOver.
    """
    lock_timeslots([entry.timeslot_id])
    locked = _still_offered(entry, now=now)
    seats = _seats(locked)
    _give_up(seats, now=now)
    leave_line(entry=locked, step=LineStep.DECLINED, people=len(seats), now=now)
    _close_if_empty(locked.registration, now=now)
    promote(timeslot_ids=[locked.timeslot_id], now=now)
    _no_need_to_ring(locked)
    _audit(locked, "offer.declined", actor=actor, people=len(seats), now=now)


def expire_offers(*, now: datetime) -> int:
    """Take back offers whose time is over; how many. Beat asks every minute.

    Each in its own transaction: the seats are free again, the party goes to the end
    of the line and is told so by letter, and the next one is asked.
    """
    due = WaitingListEntry.objects.offered().filter(answer_by__lte=now)
    return sum(
        _expire(entry, now=now) for entry in due.order_by("answer_by", "pk")[:500]
    )


@transaction.atomic
def _expire(entry: WaitingListEntry, *, now: datetime) -> int:
    lock_timeslots([entry.timeslot_id])
    try:
        locked = _still_offered(entry, now=None)
    except OfferOver:
        return 0
    if locked.answer_by is None or locked.answer_by > now:
        return 0
    ended = locked.answer_by
    seats = [seat for seat in _seats(locked) if seat.is_offered]
    _free(seats)
    for seat in seats:
        seat.status, seat.quota = SeatStatus.WAITING, None
    Seat.objects.bulk_update(seats, ["status", "quota"])
    locked.since = now
    locked.passes = 0
    locked.expired_offers += 1
    _wait_on(locked, step=LineStep.EXPIRED, people=len(seats), now=now)
    letters.offer_expired(entry=locked, ended=ended, now=now)
    promote(timeslot_ids=[locked.timeslot_id], now=now)
    _audit(locked, "offer.expired", actor="system", people=len(seats), now=now)
    return 1


def _still_offered(
    entry: WaitingListEntry, *, now: datetime | None
) -> WaitingListEntry:
    locked = (
        WaitingListEntry.objects.select_for_update(of=("self",))
        .select_related("registration__event__venue", "timeslot")
        .get(pk=entry.pk)
    )
    over = now is not None and locked.answer_by is not None and locked.answer_by <= now
    if not locked.is_offered or over:
        raise OfferOver
    return locked


def _seats(entry: WaitingListEntry) -> list[Seat]:
    """The party's offered and waiting seats in this timeslot, by person."""
    return list(
        Seat.objects.filter(
            registration_id=entry.registration_id,
            timeslot_id=entry.timeslot_id,
            status__in=(SeatStatus.OFFERED, SeatStatus.WAITING),
        )
        .select_related("attendee", "timeslot")
        .order_by("attendee__number")
    )


def _hand_round(seats: list[Seat], wanted: set[int]) -> list[Seat]:
    """Who comes gets an offered seat, as far as they go; the first people first.

    A person who was not offered one may take that of somebody who stays at home, as
    long as it is a general seat; special ones stay with whom they are for.
    """
    spare = [
        seat
        for seat in seats
        if seat.is_offered
        and seat.attendee_id not in wanted
        and seat.quota is not None
        and seat.quota.is_general
    ]
    coming = [seat for seat in seats if seat.is_offered and seat.attendee_id in wanted]
    for seat in seats:
        if seat.is_waiting and seat.attendee_id in wanted and spare:
            given = spare.pop()
            seat.quota, given.quota = given.quota, None
            seat.status, given.status = SeatStatus.OFFERED, SeatStatus.WAITING
            coming.append(seat)
    return coming


def _settle(seats: list[Seat], coming: list[Seat], *, now: datetime) -> None:
    """Confirm COMING; what was offered and is not taken goes back."""
    unused = [seat for seat in seats if seat.is_offered and seat not in coming]
    _free(unused)
    for seat in unused:
        seat.status, seat.cancelled_at = SeatStatus.CANCELLED, now
    for seat in coming:
        seat.status = SeatStatus.CONFIRMED
    Seat.objects.bulk_update(seats, ["status", "quota", "cancelled_at"])


def _give_up(seats: list[Seat], *, now: datetime) -> None:
    _free([seat for seat in seats if seat.is_offered])
    for seat in seats:
        seat.status, seat.cancelled_at = SeatStatus.CANCELLED, now
    Seat.objects.bulk_update(seats, ["status", "cancelled_at"])


def _free(seats: list[Seat]) -> None:
    freed: dict[int, int] = {}
    for seat in seats:
        if seat.quota_id is not None:
            freed[seat.quota_id] = freed.get(seat.quota_id, 0) + 1
    release_seats(freed=freed)


def _wait_on(
    entry: WaitingListEntry, *, step: LineStep, people: int, now: datetime
) -> None:
    entry.status = LineStatus.WAITING
    entry.offered_at = entry.answer_by = None
    entry.save()
    free = sum(
        quota.left for quota in Quota.objects.filter(timeslot_id=entry.timeslot_id)
    )
    write_step(entry, step, people=people, free=free, now=now)


def _close_if_empty(registration: Registration, *, now: datetime) -> None:
    """A registration without any seat that could still be sat on is over."""
    if not registration.seats.alive().exists():
        registration.cancel(now=now)
        registration.save(update_fields=["status", "cancelled_at"])


def _no_need_to_ring(entry: WaitingListEntry) -> None:
    """The party has answered: a call that still waits would ask a second time."""
    code = entry.registration.code
    take_back_by_hand(
        about=[entry.registration.about], keys=f"offer:{code}:{entry.pk}:"
    )


def _audit(
    entry: WaitingListEntry, verb: str, *, actor: str, people: int, now: datetime
) -> None:
    record(
        stream=f"event:{entry.registration.event_id}",
        verb=verb,
        actor=actor,
        about=entry.registration.about,
        detail={"people": people, "timeslot": entry.timeslot_id},
        now=now,
    )
