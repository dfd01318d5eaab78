"""A second draw: one member of staff asks for it with a reason, another approves."""

from datetime import date, datetime

from django.db import transaction

from events.programme.models import Event
from events.programme.usecases.seats import lock_timeslots
from events.registration.choices import SeatStatus
from events.registration.draw import fingerprint
from events.registration.models import Lottery
from events.registration.usecases.lottery_freeze import write_list
from events.registration.usecases.lottery_seal import (
    PublicValueTooEarly,
    check_seed,
    lottery_timeslots,
)
from events.registration.usecases.lottery_seats import check_not_begun
from peace.audit.usecases import record
from peace.encryption import encrypt
from peace.language.dates import jst

# Who took part in the draw before and has not given up since.
STILL_IN = (
    SeatStatus.CONFIRMED,
    SeatStatus.OFFERED,
    SeatStatus.WAITING,
    SeatStatus.NOT_DRAWN,
)


class ReasonMissing(Exception):
    """A second draw takes seats from people: they are told why."""


class NotDrawnYet(Exception):
    """There is nothing to repeat."""


class RepeatPending(Exception):
    """A second draw has been asked for already and is not over."""


class AnotherPersonNeeded(PermissionError):
    """Who asked for a second draw cannot approve it."""


class NothingToDecide(Exception):
    """This second draw was approved, drawn or taken back meanwhile."""


@transaction.atomic
def request_repeat(
    *,
    event: Event,
    reason: str,
    public_value_name: dict[str, str],
    public_value_on: date,
    seed: str,
    actor: str,
    now: datetime,
) -> Lottery:
    """Ask for a second draw of EVENT; it counts once somebody else has approved it.

    Writes a lottery of its own with a new seed, sealed, and a public value of a day
    that is ahead. The first one stays as it is. Locks the quotas of the lottery
    timeslots. Nothing leaves. Raises ReasonMissing, NotDrawnYet, RepeatPending,
    PublicValueTooEarly, EventBegun or SomebodyIsIn.
    """
    check_seed(seed)
    if not reason.strip():
        raise ReasonMissing
    slots = lottery_timeslots(event)
    lock_timeslots(slots)
    draws = Lottery.objects.filter(event=event)
    if not draws.drawn().exists():
        raise NotDrawnYet
    if draws.filter(drawn_at__isnull=True).exists():
        raise RepeatPending
    if public_value_on <= jst(now).date():
        raise PublicValueTooEarly
    check_not_begun(slots, now=now)
    last = draws.order_by("-attempt")[0]
    lottery = Lottery.objects.create(
        event=event,
        attempt=last.attempt + 1,
        sealed_seed=encrypt(seed),
        seed_hash=fingerprint(seed),
        public_value_name=public_value_name,
        public_value_on=public_value_on,
        tiers=last.tiers,
        committed_at=now,
        requested_by=actor,
        reason=reason.strip(),
    )
    _record("lottery.repeat_requested", lottery, actor=actor, now=now)
    return lottery


@transaction.atomic
def approve_repeat(*, lottery: Lottery, actor: str, now: datetime) -> Lottery:
    """Agree to a second draw that somebody else asked for, and freeze its list.

    In it are those of the first list who have not cancelled, with all their seats.
    Changes the lottery and its entries; the draw follows when the public value is
    known. Locks the quotas, then the lottery. Nothing leaves. Raises
    AnotherPersonNeeded, NothingToDecide, PublicValueTooEarly, EventBegun or
    SomebodyIsIn.
    """
    slots = lottery_timeslots(lottery.event)
    quotas = lock_timeslots(slots)
    locked = _undecided(lottery)
    if actor == locked.requested_by:
        raise AnotherPersonNeeded
    # The list is published before the value is known, or the seal is worth nothing.
    if locked.public_value_on <= jst(now).date():
        raise PublicValueTooEarly
    check_not_begun(slots, now=now)
    locked.approved_by = actor
    locked.save(update_fields=["approved_by"])
    _record("lottery.repeat_approved", locked, actor=actor, now=now)
    write_list(locked, quotas, statuses=STILL_IN, actor=actor, now=now)
    return locked


@transaction.atomic
def drop_repeat(*, lottery: Lottery, actor: str, now: datetime) -> None:
    """Take back a second draw that nobody has approved; anyone of staff may.

    Deletes its row; that it was asked for stays in the audit. Raises NothingToDecide.
    """
    locked = _undecided(lottery)
    about, event_id, attempt = f"lottery:{locked.pk}", locked.event_id, locked.attempt
    locked.delete()
    record(
        stream=f"event:{event_id}",
        verb="lottery.repeat_dropped",
        actor=actor,
        about=about,
        detail={"attempt": attempt},
        now=now,
    )


def _undecided(lottery: Lottery) -> Lottery:
    waiting = Lottery.objects.select_for_update(of=("self",)).select_related("event")
    locked = waiting.filter(
        pk=lottery.pk, attempt__gt=1, approved_by="", drawn_at__isnull=True
    ).first()
    if locked is None:
        raise NothingToDecide
    return locked


def _record(verb: str, lottery: Lottery, *, actor: str, now: datetime) -> None:
    record(
        stream=f"event:{lottery.event_id}",
        verb=verb,
        actor=actor,
        about=f"lottery:{lottery.pk}",
        detail={"attempt": lottery.attempt},
        now=now,
    )
