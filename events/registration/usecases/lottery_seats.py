"""What a draw does to seats and lines. Each is a part of `draw_lottery`.

Everything happens while the caller holds the quotas of the lottery timeslots.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from events.programme.models import Quota, Timeslot
from events.programme.usecases.seats import release_seats, take_from
from events.registration.choices import (
    DrawResult,
    LineStatus,
    LineStep,
    SeatStatus,
)
from events.registration.models import LotteryEntry, Seat, WaitingListEntry
from events.registration.usecases.line import (
    join_line,
    kinds_in_line,
    leave_line,
    write_step,
)


class EventBegun(Exception):
    """One of the timeslots has started: nobody can be moved any more."""


class SomebodyIsIn(Exception):
    """Somebody has been admitted on one of these seats."""


class TooFewSeatsNow(Exception):
    """There are fewer seats than the frozen list says; raise the capacity again."""

    def __init__(self, timeslot_id: int) -> None:
        super().__init__(timeslot_id)
        self.timeslot_id = timeslot_id


def check_not_begun(timeslot_ids: Collection[int], *, now: datetime) -> None:
    """A draw comes before the event, and before anybody has sat down."""
    slots = Timeslot.objects.filter(pk__in=timeslot_ids)
    if slots.filter(starts_at__lte=now).exists():
        raise EventBegun
    if Seat.objects.admitted().filter(timeslot__in=timeslot_ids).exists():
        raise SomebodyIsIn


def give_back(seats: Sequence[Seat]) -> None:
    """A second draw begins where the first one began: these hold nothing now.

    The seats are the caller's to write; here only the counters follow.
    """
    freed: dict[int, int] = defaultdict(int)
    for seat in seats:
        if seat.quota_id is not None:
            freed[seat.quota_id] += 1
        seat.quota = None
    release_seats(freed=freed)


def seat_winners(
    timeslot_id: int,
    entries: Sequence[LotteryEntry],
    seats: Mapping[int, list[Seat]],
    quotas: list[Quota],
) -> None:
    """Confirm the seats of ENTRIES, all of them at once. Raises TooFewSeatsNow."""
    mine = [seat for entry in entries for seat in seats[entry.registration_id]]
    kinds = [
        each
        for entry in entries
        for each in kinds_in_line(entry.registration, seats[entry.registration_id])
    ]
    chosen = take_from(quotas, people=kinds, from_the_line=True)
    if chosen is None:
        raise TooFewSeatsNow(timeslot_id)
    for seat, quota_id in zip(mine, chosen, strict=True):
        seat.quota_id = quota_id
        seat.status = SeatStatus.CONFIRMED
    Seat.objects.bulk_update(mine, ["quota", "status"], batch_size=500)


def put_in_line(
    timeslot: Timeslot,
    entries: Sequence[LotteryEntry],
    seats: Mapping[int, list[Seat]],
    *,
    now: datetime,
) -> None:
    """Who was not drawn waits in the order of the ranking; ENTRIES are in it.

    Without a waiting list they are told that there is no seat. Who stands in the line
    since the draw before keeps the number, and gets the new place.
    """
    status = (
        SeatStatus.WAITING if timeslot.event.has_waiting_list else SeatStatus.NOT_DRAWN
    )
    mine = [seat for entry in entries for seat in seats[entry.registration_id]]
    for seat in mine:
        seat.status, seat.quota = status, None
    Seat.objects.bulk_update(mine, ["quota", "status"], batch_size=500)
    if not timeslot.event.has_waiting_list:
        return
    before = _in_line(timeslot, entries)
    for rank, entry in enumerate(entries):
        place = before.get(entry.registration_id)
        people = len(seats[entry.registration_id])
        # A number may be older than this draw, so the moment carries the order.
        since = now + timedelta(microseconds=rank)
        if place:
            _stand_anew(place, people=people, since=since, now=now)
        else:
            join_line(
                registration=entry.registration,
                timeslot=timeslot,
                people=people,
                accepts_fewer=False,
                since=since,
                now=now,
            )


def leave_for_a_seat(
    timeslot: Timeslot,
    entries: Sequence[LotteryEntry],
    seats: Mapping[int, list[Seat]],
    *,
    now: datetime,
) -> None:
    """Who waited since the draw before and won now is out of the line."""
    for registration_id, place in _in_line(timeslot, entries).items():
        people = len(seats[registration_id])
        leave_line(entry=place, step=LineStep.SEATED, people=people, now=now)


def write_results(
    entries: Sequence[LotteryEntry],
    seats: Mapping[int, list[Seat]],
    outcome: Mapping[str, list[int]],
) -> None:
    """Rank and result of each entry; who has given up meanwhile has withdrawn."""
    ranks = {number: rank for rank, number in enumerate(outcome["ranking"], start=1)}
    won = set(outcome["won"])
    for entry in entries:
        entry.rank = ranks[entry.number]
        if not seats.get(entry.registration_id):
            entry.result = DrawResult.WITHDRAWN
        else:
            entry.result = DrawResult.WON if entry.number in won else DrawResult.LOST
    LotteryEntry.objects.bulk_update(entries, ["rank", "result"], batch_size=500)


def _in_line(
    timeslot: Timeslot, entries: Sequence[LotteryEntry]
) -> dict[int, WaitingListEntry]:
    parties = [entry.registration_id for entry in entries]
    found = WaitingListEntry.objects.in_line().filter(
        timeslot=timeslot, registration__in=parties
    )
    return {entry.registration_id: entry for entry in found}


def _stand_anew(
    place: WaitingListEntry, *, people: int, since: datetime, now: datetime
) -> None:
    place.status = LineStatus.WAITING
    place.offered_at = place.answer_by = None
    place.since, place.passes = since, 0
    place.save()
    write_step(place, LineStep.JOINED, people=people, free=0, now=now)
