"""Freeze a lottery's list: who takes part, by number, with its fingerprint."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from events.programme.choices import QuotaKind, Residence
from events.programme.models import Quota
from events.programme.usecases.seats import lock_timeslots
from events.registration.choices import (
    HOLDING,
    DrawResult,
    LotteryTier,
    SeatStatus,
    Visit,
)
from events.registration.draw import canonical, fingerprint
from events.registration.models import Lottery, LotteryEntry, Seat
from events.registration.usecases.line import kinds_in_line
from events.registration.usecases.lottery_seal import lottery_timeslots
from peace.audit.usecases import record

# Postcards of the last day are typed in the day after; then the list is closed even
# if nobody clicks.
TYPING_TIME = timedelta(hours=24)
# How each kind of seat is called in the list: "A" is a general one. No words, because
# a list that everybody reads must not say who needs a wheelchair space.
LETTERS = dict(zip(QuotaKind, "ABCDEF", strict=True))


class NotClosedYet(Exception):
    """Applications are still open."""


class AlreadyFrozen(Exception):
    """The list is published; it does not change any more."""


@transaction.atomic
def freeze_lottery(*, lottery: Lottery, actor: str, now: datetime) -> Lottery:
    """Close the list of a first draw: numbers, people, tiers, seats, and its hash.

    Changes the lottery and the tier of its entries; from then on nobody enters. Locks
    the quotas of the event's lottery timeslots, then the lottery. Nothing leaves.
    Raises NotClosedYet or AlreadyFrozen.
    """
    quotas = lock_timeslots(lottery_timeslots(lottery.event))
    locked = Lottery.objects.select_for_update().get(pk=lottery.pk)
    if locked.is_frozen:
        raise AlreadyFrozen
    closes_at = lottery.event.closes_at
    if closes_at is not None and now <= closes_at and now < freezes_at(lottery):
        raise NotClosedYet
    entered = [SeatStatus.ENTERED]
    write_list(locked, quotas, statuses=entered, actor=actor, now=now)
    return locked


def freeze_due_lotteries(*, now: datetime) -> int:
    """Freeze every list whose time has come; how many. Beat asks every minute."""
    sealed = Lottery.objects.filter(
        attempt=1, frozen_at__isnull=True, event__cancelled_at__isnull=True
    )
    frozen = 0
    for lottery in sealed.select_related("event").order_by("pk"):
        if freezes_at(lottery) <= now:
            freeze_lottery(lottery=lottery, actor="system", now=now)
            frozen += 1
    return frozen


def freezes_at(lottery: Lottery) -> datetime:
    """A day after closing, but never on the day on which the public value is known."""
    midnight = datetime.combine(
        lottery.public_value_on, time(), tzinfo=timezone.get_default_timezone()
    )
    closes_at = lottery.event.closes_at
    return min(closes_at + TYPING_TIME, midnight) if closes_at else midnight


def write_list(
    lottery: Lottery,
    quotas: dict[int, list[Quota]],
    *,
    statuses: Collection[str],
    actor: str,
    now: datetime,
) -> None:
    """Write the list of LOTTERY as it stands now; the caller holds QUOTAS and it.

    Who takes part has a number and seats with one of STATUSES; seats that such
    parties hold are drawn again.
    """
    entries = list(
        LotteryEntry.objects.filter(event_id=lottery.event_id, timeslot__in=quotas)
        .exclude(result=DrawResult.WITHDRAWN)
        .select_related("registration")
        .prefetch_related("registration__support_requests__offer")
        .order_by("timeslot_id", "number")
    )
    seats = {
        slot_id: seats_of_parties(
            slot_id,
            [each.registration_id for each in entries if each.timeslot_id == slot_id],
            statuses,
        )
        for slot_id in quotas
    }
    entries = [
        each for each in entries if each.registration_id in seats[each.timeslot_id]
    ]
    rows = []
    for entry in entries:
        mine = seats[entry.timeslot_id][entry.registration_id]
        entry.tier, entry.people = _tier(mine, lottery.tiers), len(mine)
        kinds = {quota.kind for quota in quotas[entry.timeslot_id]}
        rows.append(
            {
                "timeslot": entry.timeslot_id,
                "number": entry.number,
                "people": len(mine),
                "tier": entry.tier,
                "places": [
                    "".join(sorted(LETTERS[kind] for kind in fits if kind in kinds))
                    for fits in kinds_in_line(entry.registration, mine)
                ],
            }
        )
    LotteryEntry.objects.bulk_update(entries, ["tier", "people"], batch_size=500)
    lottery.list_text = canonical(
        {
            "event": lottery.event.slug,
            "tiers": lottery.tiers,
            "seats": _free(quotas, seats),
            "entries": rows,
        }
    )
    lottery.list_hash = fingerprint(lottery.list_text)
    lottery.frozen_at = now
    lottery.save(update_fields=["list_text", "list_hash", "frozen_at"])
    record(
        stream=f"event:{lottery.event_id}",
        verb="lottery.frozen",
        actor=actor,
        about=f"lottery:{lottery.pk}",
        detail={"parties": len(rows), "list": lottery.list_hash},
        now=now,
    )


def seats_of_parties(
    timeslot_id: int, registration_ids: Collection[int], statuses: Collection[str]
) -> dict[int, list[Seat]]:
    """By registration: its seats with one of STATUSES, in the order of the people."""
    found: dict[int, list[Seat]] = {}
    rows = Seat.objects.filter(
        timeslot=timeslot_id,
        status__in=statuses,
        registration__in=registration_ids,
    )
    for seat in rows.select_related("attendee").order_by("attendee__number", "pk"):
        found.setdefault(seat.registration_id, []).append(seat)
    return found


def _free(
    quotas: Mapping[int, list[Quota]], seats: Mapping[int, Mapping[int, list[Seat]]]
) -> dict[str, dict[str, int]]:
    """Seats to be drawn, by timeslot and letter (people)."""
    held = Counter(
        seat.quota_id
        for by_party in seats.values()
        for mine in by_party.values()
        for seat in mine
        if seat.status in HOLDING
    )
    return {
        str(slot_id): {
            LETTERS[QuotaKind(quota.kind)]: quota.left + held[quota.pk]
            for quota in mine
            if quota.is_open
        }
        for slot_id, mine in quotas.items()
    }


def _tier(seats: Sequence[Seat], tiers: Sequence[str]) -> int:
    """The first tier to which everybody of the party belongs; else behind the last."""
    people = [seat.attendee for seat in seats]
    belongs = {
        LotteryTier.FIRST_TIMERS: all(each.visit == Visit.FIRST for each in people),
        LotteryTier.RESIDENTS: all(
            each.residence == Residence.LIVES for each in people
        ),
    }
    return next(
        (place for place, tier in enumerate(tiers) if belongs[LotteryTier(tier)]),
        len(tiers),
    )
