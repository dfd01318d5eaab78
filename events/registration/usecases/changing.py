"""What the changes of a registration share: locks, refusals, line, lottery, support."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import Max

from events.programme.models import Event, SupportOffer, Timeslot
from events.programme.usecases.seats import lock_timeslots
from events.programme.usecases.support import (
    SupportGone,
    check_support,
    release_support,
    take_support,
)
from events.registration.choices import DrawResult, LineStep, SeatStatus
from events.registration.models import (
    Attendee,
    Lottery,
    LotteryEntry,
    Registration,
    Seat,
    SupportRequest,
    WaitingListEntry,
)
from events.registration.usecases.application import SupportWish
from events.registration.usecases.cancel import lock_seats
from events.registration.usecases.line import join_line, write_step
from events.registration.usecases.register import SupportNotLeft


class ChangeRefused(Exception):
    """A change that is not possible now. Nothing has changed."""


class NothingToChange(ChangeRefused):
    """The registration or the event is cancelled or over."""


class TooLate(ChangeRefused):
    """The timeslot has started."""

    def __init__(self, timeslot: Timeslot) -> None:
        super().__init__(timeslot.pk)
        self.timeslot = timeslot


class AlreadyIn(ChangeRefused):
    """The person has been let in on this seat."""

    def __init__(self, attendee: Attendee) -> None:
        super().__init__(attendee.pk)
        self.attendee = attendee


class Overlap(ChangeRefused):
    """One person in two timeslots at the same time."""

    def __init__(self, first: Timeslot, second: Timeslot) -> None:
        super().__init__(first.pk, second.pk)
        self.first = first
        self.second = second


class DrawAhead(ChangeRefused):
    """A lottery decides on this timeslot; what it has frozen does not change."""

    def __init__(self, timeslot: Timeslot) -> None:
        super().__init__(timeslot.pk)
        self.timeslot = timeslot


def lock_for_change(
    *,
    registration: Registration,
    now: datetime,
    seat_ids: Collection[int] = frozenset(),
    also: Collection[int] = frozenset(),
) -> tuple[Registration, list[Seat]]:
    """The registration and those of SEAT_IDS that are alive, all locked.

    As `lock_seats`, with the quotas of the timeslots ALSO. Raises NothingToChange.
    """
    locked, seats = lock_seats(registration=registration, seat_ids=seat_ids, also=also)
    event = locked.event
    if locked.is_cancelled or event.is_cancelled or event.ends_at <= now:
        raise NothingToChange
    return locked, seats


def seats_now(registration: Registration) -> list[Seat]:
    """Its living seats, as a letter tells of them."""
    return list(registration.seats.alive().select_related("timeslot", "attendee"))


def draw_is_ahead(timeslot: Timeslot) -> bool:
    """Nobody has a seat here before the lottery is drawn."""
    return (
        timeslot.is_lottery
        and not Lottery.objects.for_event(timeslot.event).drawn().exists()
    )


def refuse_frozen(timeslot: Timeslot, *, event: Event, now: datetime) -> None:
    """Raise DrawAhead once the list of the lottery is closed or published."""
    is_open = Lottery.objects.for_event(event).taking_entries().exists()
    if not event.takes_applications_at(now) or not is_open:
        raise DrawAhead(timeslot)


def enter_draw(
    *, registration: Registration, timeslot: Timeslot, attendees: Sequence[Attendee]
) -> None:
    """Enter ATTENDEES with their party, which keeps its one lottery number.

    The caller holds the quotas of all lottery timeslots of the event: the lock under
    which numbers are given. Seats of the people are written by `write`.
    """
    entries = LotteryEntry.objects.filter(event=registration.event_id)
    mine = entries.filter(registration=registration).order_by("pk").first()
    last = entries.aggregate(last=Max("number"))["last"] or 0
    entry = entries.filter(registration=registration, timeslot=timeslot).first()
    if entry is None:
        entry = LotteryEntry(
            event_id=registration.event_id,
            timeslot=timeslot,
            registration=registration,
            number=mine.number if mine else last + 1,
        )
    was_there = entry.people if entry.pk and entry.result == DrawResult.ENTERED else 0
    entry.people = was_there + len(attendees)
    entry.result = DrawResult.ENTERED
    entry.save()


def write(
    *,
    registration: Registration,
    timeslot: Timeslot,
    attendees: Sequence[Attendee],
    status: SeatStatus,
    now: datetime,
    quota_ids: Sequence[int | None] = (),
) -> list[Seat]:
    """A seat in TIMESLOT for each of ATTENDEES; the quotas were taken before."""
    quotas = list(quota_ids) or [None] * len(attendees)
    return Seat.objects.bulk_create(
        Seat(
            registration=registration,
            attendee=attendee,
            timeslot=timeslot,
            quota_id=quota_id,
            status=status,
            created_at=now,
        )
        for attendee, quota_id in zip(attendees, quotas, strict=True)
    )


def can_wait_for(timeslot: Timeslot, event: Event) -> bool:
    """Whether TIMESLOT takes parties into its line; the caller holds its quotas."""
    (quotas,) = lock_timeslots([timeslot.pk]).values()
    return event.has_waiting_list and all(quota.is_open for quota in quotas)


def stand_in_line(
    *,
    registration: Registration,
    timeslot: Timeslot,
    attendees: Sequence[Attendee],
    accepts_fewer: bool,
    now: datetime,
) -> tuple[WaitingListEntry, bool]:
    """ATTENDEES wait for TIMESLOT; the entry, and whether it is a new one.

    A party that waits already grows where it stands: its people are its seats. A new
    entry stands at the end, whenever the registration came in.
    """
    write(
        registration=registration,
        timeslot=timeslot,
        attendees=attendees,
        status=SeatStatus.WAITING,
        now=now,
    )
    mine = (
        WaitingListEntry.objects.in_line()
        .filter(registration=registration, timeslot=timeslot)
        .first()
    )
    if mine is None:
        made = join_line(
            registration=registration,
            timeslot=timeslot,
            people=len(attendees),
            accepts_fewer=accepts_fewer,
            since=now,
            now=now,
        )
        return made, True
    people = registration.seats.filter(
        timeslot=timeslot, status__in=(SeatStatus.WAITING, SeatStatus.OFFERED)
    ).count()
    write_step(mine, LineStep.FEWER, people=people, free=0, now=now)
    return mine, False


def wishes_of(registration: Registration) -> list[SupportWish]:
    """The access support that the party has asked for, one wish for each kind."""
    found: dict[str, SupportWish] = {}
    for each in registration.support_requests.select_related("offer").order_by("pk"):
        kind = each.offer.kind
        found.setdefault(kind, SupportWish(kind, each.people, each.months))
    return list(found.values())


def keep_support(
    *, registration: Registration, wishes: Sequence[SupportWish], now: datetime
) -> None:
    """Let the party's requests follow its living timeslots and WISHES.

    Counters follow the rows. What is held already stays as it was asked for, in time.
    Called after the seats, with the quotas of the timeslots held. Raises
    SupportNotLeft.
    """
    by_kind = {wish.kind: wish for wish in wishes}
    slots = set(registration.seats.alive().values_list("timeslot_id", flat=True))
    wanted = list(
        SupportOffer.objects.filter(timeslot__in=slots, kind__in=by_kind).order_by("pk")
    )
    ids = {offer.pk for offer in wanted}
    held = set()
    for request in registration.support_requests.order_by("offer_id"):
        if request.offer_id in ids:
            held.add(request.offer_id)
            continue
        release_support(offer_id=request.offer_id, people=request.people)
        request.delete()
    for offer in wanted:
        if offer.pk not in held:
            _ask_for(registration, offer, by_kind[offer.kind], now=now)


def _ask_for(
    registration: Registration, offer: SupportOffer, wish: SupportWish, *, now: datetime
) -> None:
    try:
        check_support(offer=offer, months=wish.months, asked_at=now)
        take_support(offer=offer, people=wish.people)
    except SupportGone as gone:
        raise SupportNotLeft(gone) from None
    SupportRequest.objects.create(
        registration=registration,
        offer=offer,
        people=wish.people,
        months=list(wish.months),
    )
