"""The line of a timeslot: joining it, leaving it, and who is next.

Everything here happens while the caller holds the timeslot's quotas
(`lock_timeslots`): they are the lock of the line. The rule is published
(waiting-rule-1): in order of arrival; a party for which the free seats are too few is
passed over at most twice, then the seats gather for it.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db.models import Max, Prefetch

from events.programme.choices import Promotion, QuotaKind
from events.programme.models import Event, Quota, Timeslot
from events.programme.seating import Kinds, seat_people
from events.programme.usecases.seats import change_line, free_seats, take_from
from events.registration import letters
from events.registration.choices import LineStatus, LineStep, SeatStatus
from events.registration.models import (
    LineRecord,
    Registration,
    Seat,
    WaitingListEntry,
)
from events.registration.offer_clock import answer_by
from events.registration.seat_kinds import seat_kinds

MOST_PASSES = 2


def join_line(
    *,
    registration: Registration,
    timeslot: Timeslot,
    people: int,
    accepts_fewer: bool,
    since: datetime,
    now: datetime,
) -> WaitingListEntry:
    """Put the party's waiting seats into the line of TIMESLOT, with a number.

    Changes the line, its length and its record; the seats are the caller's. SINCE is
    the moment that counts: when the registration arrived.
    """
    last = WaitingListEntry.objects.filter(timeslot=timeslot).aggregate(
        last=Max("number")
    )["last"]
    entry = WaitingListEntry.objects.create(
        registration=registration,
        timeslot=timeslot,
        number=(last or 0) + 1,
        since=since,
        accepts_fewer=accepts_fewer,
        joined_at=now,
    )
    change_line(timeslot_id=timeslot.pk, by=1)
    write_step(entry, LineStep.JOINED, people=people, free=0, now=now)
    return entry


def leave_line(
    *, entry: WaitingListEntry, step: LineStep, people: int, now: datetime
) -> None:
    """The entry is over: LEFT, or SEATED when STEP says that a seat was found."""
    seated = step in {LineStep.ACCEPTED, LineStep.SEATED, LineStep.AT_DOOR}
    entry.status = LineStatus.SEATED if seated else LineStatus.LEFT
    entry.answer_by = None
    entry.save(update_fields=["status", "answer_by"])
    change_line(timeslot_id=entry.timeslot_id, by=-1)
    write_step(entry, step, people=people, free=0, now=now)


def promote(
    *,
    timeslot_ids: Collection[int],
    now: datetime,
    present: WaitingListEntry | None = None,
) -> list[WaitingListEntry]:
    """Seat or offer to whoever is next, until nobody fits; those who were served.

    Called in the transaction that freed the seats, by the holder of the quotas.
    Changes seats, quotas, the line and its record; a letter leaves for each party
    (an offer, or the seat itself where the event promotes automatically). PRESENT is
    the party that registers at this moment: it is seated without an offer. Offers end
    some hours before the doors; then nothing happens here.
    """
    served: list[WaitingListEntry] = []
    quotas = Quota.objects.filter(timeslot_id__in=timeslot_ids)
    by_slot: dict[int, list[Quota]] = {}
    for quota in quotas.order_by("timeslot_id", "pk"):
        by_slot.setdefault(quota.timeslot_id, []).append(quota)
    for slot_id, mine in by_slot.items():
        if any(quota.line for quota in mine) and any(quota.left for quota in mine):
            served += _promote_one(slot_id, mine, present=present, now=now)
    return served


def offers_stop_at(timeslot: Timeslot, event: Event) -> datetime:
    """From then on seats are given out at the door, in the order of the line."""
    return timeslot.opens_doors_at - timedelta(hours=event.offers_stop_hours)


def write_step(
    entry: WaitingListEntry, step: LineStep, *, people: int, free: int, now: datetime
) -> None:
    """One line of the record that anyone may read: numbers, no names."""
    LineRecord.objects.create(
        timeslot_id=entry.timeslot_id,
        number=entry.number,
        step=step,
        people=people,
        free=free,
        at=now,
    )


def kinds_in_line(registration: Registration, seats: Sequence[Seat]) -> list[Kinds]:
    """What each waiting person may sit on; SEATS with their attendees."""
    support = {
        each.offer.kind: each.people for each in registration.support_requests.all()
    }
    return [
        seat_kinds(
            number=seat.attendee.number,
            age_band=seat.attendee.age_band,
            visit=seat.attendee.visit,
            channel=registration.channel,
            support=support,
        )
        for seat in seats
    ]


def _promote_one(
    slot_id: int,
    quotas: list[Quota],
    *,
    present: WaitingListEntry | None,
    now: datetime,
) -> list[WaitingListEntry]:
    timeslot = Timeslot.objects.select_related("event__venue").get(pk=slot_id)
    stopped = now >= offers_stop_at(timeslot, timeslot.event)
    entries = line_of(timeslot)
    served: list[WaitingListEntry] = []
    while True:
        turn = next_in_line(entries, quotas, now=now)
        if turn is None:
            return served
        entry, seats = turn
        # Too late to ask anybody; only who is here right now may still sit down.
        if stopped and entry != present:
            return served
        serve(
            entry,
            seats,
            quotas,
            timeslot=timeslot,
            ask=timeslot.event.promotion == Promotion.OFFER and entry != present,
            tell=entry != present,
            now=now,
        )
        entries.remove(entry)
        served.append(entry)


def line_of(timeslot: Timeslot) -> list[WaitingListEntry]:
    """Whoever waits, in order, with their seats and people."""
    return list(
        WaitingListEntry.objects.waiting()
        .filter(timeslot=timeslot)
        .select_related("registration")
        .prefetch_related(
            # Joined: SQLite cannot look up more than a thousand attendees one by one.
            Prefetch("registration__seats", Seat.objects.select_related("attendee")),
            "registration__attendees",
            "registration__tickets",
            "registration__support_requests__offer",
        )
        .in_order()
    )


def next_in_line(
    entries: Sequence[WaitingListEntry], quotas: Sequence[Quota], *, now: datetime
) -> tuple[WaitingListEntry, list[Seat]] | None:
    """The entry whose turn it is with the seats it gets; passes over by the rule."""
    free = free_seats(quotas, from_the_line=True)
    left = sum(free.values())
    if not left:
        return None
    passed: list[tuple[WaitingListEntry, int]] = []
    for entry in entries:
        seats = waiting_seats(entry)
        some = _fitting(entry, seats, free)
        if some:
            for other, people in passed:
                other.passes += 1
                other.save(update_fields=["passes"])
                write_step(other, LineStep.PASSED, people=people, free=left, now=now)
            return entry, some
        if entry.passes >= MOST_PASSES:
            _say_gathering_once(entry, people=len(seats), free=left, now=now)
            return None
        passed.append((entry, len(seats)))
    return None


def _fitting(
    entry: WaitingListEntry, seats: list[Seat], free: dict[QuotaKind, int]
) -> list[Seat]:
    """All of the party, or the first of them who fit where fewer will do, or nobody."""
    kinds = kinds_in_line(entry.registration, seats)
    if seat_people(kinds, free) is not None:
        return seats
    if entry.accepts_fewer:
        for count in range(len(seats) - 1, 0, -1):
            if seat_people(kinds[:count], free) is not None:
                return seats[:count]
    return []


def waiting_seats(entry: WaitingListEntry) -> list[Seat]:
    """The waiting seats of the entry's party in this timeslot, by person."""
    mine = [
        seat
        for seat in entry.registration.seats.all()
        if seat.timeslot_id == entry.timeslot_id and seat.is_waiting
    ]
    return sorted(mine, key=lambda seat: seat.attendee.number)


def serve(
    entry: WaitingListEntry,
    seats: list[Seat],
    quotas: list[Quota],
    *,
    timeslot: Timeslot,
    ask: bool,
    tell: bool,
    now: datetime,
    step: LineStep = LineStep.SEATED,
) -> None:
    """Give ENTRY the SEATS, or ask whether it wants them; its turn has been found.

    Changes quotas, seats, the line and its record (STEP where nobody is asked); a
    letter leaves when it is to ASK or to TELL.
    """
    left = sum(free_seats(quotas, from_the_line=True).values())
    chosen = take_from(
        quotas, people=kinds_in_line(entry.registration, seats), from_the_line=True
    )
    if chosen is None:
        raise AssertionError("seats that fitted a moment ago, under the same lock")
    for seat, quota_id in zip(seats, chosen, strict=True):
        seat.quota_id = quota_id
        seat.status = SeatStatus.OFFERED if ask else SeatStatus.CONFIRMED
        seat.timeslot = timeslot
    Seat.objects.bulk_update(seats, ["quota", "status"])
    if ask:
        _offer(entry, seats, timeslot=timeslot, left=left, now=now)
        return
    rest = len(waiting_seats(entry))
    if rest:  # Fewer than the party: the others go on waiting where they stood.
        write_step(entry, step, people=len(seats), free=left, now=now)
    else:
        leave_line(entry=entry, step=step, people=len(seats), now=now)
    if tell:
        letters.promoted(entry=entry, seats=seats, event=timeslot.event, now=now)


def _offer(
    entry: WaitingListEntry,
    seats: list[Seat],
    *,
    timeslot: Timeslot,
    left: int,
    now: datetime,
) -> None:
    entry.status = LineStatus.OFFERED
    entry.offered_at = now
    entry.answer_by = answer_by(
        now=now,
        doors_at=timeslot.opens_doors_at,
        by_phone=not entry.registration.email,
    )
    entry.save(update_fields=["status", "offered_at", "answer_by"])
    write_step(entry, LineStep.OFFERED, people=len(seats), free=left, now=now)
    letters.offer(entry=entry, seats=seats, event=timeslot.event, now=now)


def _say_gathering_once(
    entry: WaitingListEntry, *, people: int, free: int, now: datetime
) -> None:
    last = (
        LineRecord.objects.filter(timeslot_id=entry.timeslot_id, number=entry.number)
        .order_by("-pk")
        .first()
    )
    said = last and last.step == LineStep.GATHERING and last.free == free
    if not said:
        write_step(entry, LineStep.GATHERING, people=people, free=free, now=now)
