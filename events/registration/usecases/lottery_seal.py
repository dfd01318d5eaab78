"""Seal a lottery: everything that decides it is fixed before anybody can enter."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from events.programme.choices import Admission
from events.programme.models import Event, Timeslot
from events.programme.usecases.seats import lock_timeslots
from events.registration.choices import LotteryTier
from events.registration.draw import fingerprint
from events.registration.models import Lottery, LotteryEntry
from peace.audit.usecases import record
from peace.encryption import encrypt
from peace.language.dates import jst

SEED_DIGITS = 64


class NoLotteryTimeslot(Exception):
    """The event has no timeslot whose seats are drawn."""


class ClosingMissing(Exception):
    """Applications need an end that is still ahead: then the list is frozen."""


class PublicValueTooEarly(Exception):
    """The public value would be known before the applications are closed."""


class AlreadySealed(Exception):
    """A lottery is sealed once; what was published cannot be exchanged."""


class ApplicationsHaveBegun(Exception):
    """Somebody is entered already."""


@transaction.atomic
def seal_lottery(
    *,
    event: Event,
    public_value_name: dict[str, str],
    public_value_on: date,
    tiers: Sequence[str],
    seed: str,
    actor: str,
    now: datetime,
) -> Lottery:
    """Commit EVENT to a lottery: the seed's fingerprint, the public value, the tiers.

    SEED is 256 bits from a good source of randomness, in 64 hexadecimal digits; it is
    kept encrypted until the draw. PUBLIC_VALUE_ON is the day (Tokyo) on which the
    value called PUBLIC_VALUE_NAME becomes known, after the applications close. Writes
    one lottery; from then on parties can enter. Locks the quotas of the event's
    lottery timeslots, under which numbers are given. Nothing leaves.

    Raises NoLotteryTimeslot, ClosingMissing, PublicValueTooEarly, AlreadySealed or
    ApplicationsHaveBegun.
    """
    check_seed(seed)
    slots = lottery_timeslots(event)
    if not slots:
        raise NoLotteryTimeslot
    lock_timeslots(slots)
    if event.closes_at is None or event.closes_at <= now:
        raise ClosingMissing
    if public_value_on <= jst(event.closes_at).date():
        raise PublicValueTooEarly
    if Lottery.objects.filter(event=event).exists():
        raise AlreadySealed
    if LotteryEntry.objects.filter(event=event).exists():
        raise ApplicationsHaveBegun
    lottery = Lottery.objects.create(
        event=event,
        sealed_seed=encrypt(seed),
        seed_hash=fingerprint(seed),
        public_value_name=public_value_name,
        public_value_on=public_value_on,
        tiers=[LotteryTier(tier).value for tier in tiers],
        committed_at=now,
        requested_by=actor,
    )
    record(
        stream=f"event:{event.pk}",
        verb="lottery.sealed",
        actor=actor,
        about=f"lottery:{lottery.pk}",
        detail={"seal": lottery.seed_hash, "tiers": " ".join(lottery.tiers)},
        now=now,
    )
    return lottery


def lottery_timeslots(event: Event) -> list[int]:
    """Ids of the event's timeslots whose seats are drawn, ascending."""
    drawn = Timeslot.objects.filter(event=event, admission=Admission.LOTTERY)
    return list(drawn.order_by("pk").values_list("pk", flat=True))


def check_seed(seed: str) -> None:
    """A seed of another shape is a mistake of ours: ValueError."""
    if len(seed) != SEED_DIGITS or set(seed) - set("0123456789abcdef"):
        raise ValueError("a seed has 64 small hexadecimal digits")
