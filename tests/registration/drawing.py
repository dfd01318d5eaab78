"""Short words for the tests of the lottery."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from events.programme.choices import Admission
from events.programme.models import Event, Quota, Timeslot
from events.registration.models import Lottery, Registration
from events.registration.usecases.lottery_draw import draw_lottery
from events.registration.usecases.lottery_freeze import freeze_lottery
from events.registration.usecases.lottery_repeat import (
    approve_repeat,
    request_repeat,
)
from events.registration.usecases.lottery_seal import seal_lottery
from peace.language.dates import jst
from tests import cast
from tests.registration.second_draw import second_draw

SEED, SECOND_SEED = "0f" * 32, "a1" * 32
VALUE_NAME = {"ja": "第7000回の当選番号", "en": "The number of draw 7000"}
CLOSES = timedelta(days=4)


def lottery_event(
    *, seats: int = 3, slots: int = 1, now: datetime = cast.NOW, **values: Any
) -> Event:
    """A talk in two weeks whose seats are drawn; applications close in four days."""
    event = cast.event(
        slots=slots, seats=seats, now=now, closes_at=now + CLOSES, **values
    )
    Timeslot.objects.filter(event=event).update(admission=Admission.LOTTERY)
    return event


def seal(
    event: Event,
    *,
    tiers: Sequence[str] = (),
    now: datetime = cast.NOW,
    seed: str = SEED,
) -> Lottery:
    return seal_lottery(
        event=event,
        public_value_name=VALUE_NAME,
        public_value_on=jst(now + timedelta(days=6)).date(),
        tiers=tiers,
        seed=seed,
        actor="user:1",
        now=now,
    )


def closed(now: datetime = cast.NOW) -> datetime:
    return now + CLOSES + timedelta(minutes=1)


def drawing_day(now: datetime = cast.NOW) -> datetime:
    return now + timedelta(days=6)


def freeze(event: Event, now: datetime = cast.NOW) -> Lottery:
    lottery = Lottery.objects.for_event(event)[0]
    return freeze_lottery(lottery=lottery, actor="user:1", now=closed(now))


def draw(event: Event, *, value: str = "4821", now: datetime = cast.NOW) -> Lottery:
    """Freeze where that is left to do, and draw."""
    lottery = Lottery.objects.for_event(event)[0]
    if not lottery.is_frozen:
        freeze(event, now)
    return draw_lottery(
        lottery=lottery, public_value=value, actor="user:1", now=drawing_day(now)
    )


def repeat(event: Event, *, value: str = "", now: datetime = cast.NOW) -> Lottery:
    """A second draw, asked for by one and approved by another, three days later.

    Without a VALUE the first one by which other parties win: ids are part of a draw,
    and one in fifteen would bring the same winners.
    """
    first = Lottery.objects.for_event(event)[0]
    ask_again(event, base=now)
    lottery = Lottery.objects.for_event(event)[0]
    approve_repeat(lottery=lottery, actor="user:2", now=drawing_day(now))
    lottery.refresh_from_db()
    return draw_lottery(
        lottery=lottery,
        public_value=value or _value_that_changes(first, lottery),
        actor="user:1",
        now=drawing_day(now) + timedelta(days=3),
    )


def _value_that_changes(first: Lottery, again: Lottery) -> str:
    if not first.public_value:
        return "9377"
    before = _winners(first, first.seed, first.public_value)
    # The second seed is sealed until the draw; the tests know it.
    return next(
        value
        for value in map(str, range(9377, 9477))
        if _winners(again, SECOND_SEED, value) != before
    )


def _winners(lottery: Lottery, seed: str, value: str) -> set[int]:
    drawn = second_draw(lottery.list_text, seed, value).values()
    return {number for outcome in drawn for number in outcome["won"]}


def ask_again(event: Event, *, base: datetime = cast.NOW, **values: Any) -> Lottery:
    given = {
        "event": event,
        "reason": "はがき3通を入れていませんでした。",
        "public_value_name": VALUE_NAME,
        "public_value_on": jst(drawing_day(base) + timedelta(days=3)).date(),
        "seed": SECOND_SEED,
        "actor": "user:1",
        "now": drawing_day(base),
    }
    return request_repeat(**given | values)


def enter(event: Event, *people: str, **values: Any) -> Registration:
    """A party in all lotteries of EVENT."""
    return cast.registration(
        event,
        people=list(people) or ["国立 花子"],
        slots=cast.timeslots(event),
        **values,
    )


def statuses(party: Registration) -> set[str]:
    return set(party.seats.values_list("status", flat=True))


def seats_taken(event: Event) -> list[tuple[int, int]]:
    """Taken and capacity of each quota."""
    quotas = Quota.objects.filter(timeslot__event=event).order_by("timeslot_id", "pk")
    return list(quotas.values_list("taken", "capacity"))
