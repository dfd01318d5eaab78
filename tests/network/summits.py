"""A summit on an event with a hall of a hundred seats, and what cities reply."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from events.programme.choices import QuotaKind
from events.programme.models import Event, Programme, Quota
from network.cities.models import Municipality
from network.summit.choices import GuestKind, SlotKind
from network.summit.models import StageSlot, Summit, SummitReply
from network.summit.usecases.plan import Seats, open_to_cities, plan_summit
from network.summit.usecases.reply import Answer, Guest, reply
from network.summit.usecases.stage import SlotPlan, save_slot
from tests.door.builders import event as an_event
from tests.network.builders import city

# 26 cities with 4 seats each are 104 of 200.
SEATS = {
    "mayor_seats": 1,
    "staff_seats": 1,
    "youth_seats": 1,
    "citizen_seats": 1,
    "hall_seats": 200,
}


def seats(**changes: int) -> Seats:
    return Seats(**SEATS | changes)


def hall_event(*, starts_at: datetime | None = None, **quotas: int) -> Event:
    """An event of the kind SUMMIT, in 70 days; QUOTAS besides the general one."""
    city()
    programme, _ = Programme.objects.get_or_create(
        slug="summit",
        defaults={"kind": "SUMMIT", "title": "平和サミット", "summary": "集まり"},
    )
    made = an_event(
        starts_at=starts_at or timezone.now() + timedelta(days=70),
        programme=programme,
        title={"ja": "平和サミット", "en": "Peace Summit"},
    )
    slot = made.timeslots.get()
    for kind, capacity in quotas.items():
        Quota.objects.create(timeslot=slot, kind=QuotaKind[kind], capacity=capacity)
    return made


def summit(
    *,
    opened: bool = True,
    starts_at: datetime | None = None,
    reply_by: datetime | None = None,
    quotas: dict[str, int] | None = None,
    **changes: int,
) -> Summit:
    """Opened to the cities, which may reply for twenty days."""
    now = timezone.now()
    made = plan_summit(
        event=hall_event(starts_at=starts_at, **quotas or {}),
        seats=seats(**changes),
        reply_by=reply_by or now + timedelta(days=20),
        actor="user:2",
        now=now,
    )
    if opened:
        open_to_cities(summit=made, actor="user:2", now=now)
    return made


def guest(kind: GuestKind = GuestKind.MAYOR, name: str = "架空 市長", **more: Any):
    return Guest(kind=kind, name=name, **more)


def answered(
    made: Summit,
    of: Municipality,
    *guests: Guest,
    citizens: int = 0,
    comes: bool = True,
    seen: datetime | None = None,
    **more: Any,
) -> SummitReply:
    return reply(
        summit=made,
        municipality=of,
        answer=Answer(
            comes=comes,
            guests=guests,
            citizens=citizens,
            remark=more.pop("remark", ""),
        ),
        seen=seen,
        actor="user:1",
        now=more.pop("now", None) or timezone.now(),
        **more,
    )


def part(
    made: Summit,
    title: str = "講演",
    minutes: int = 30,
    *,
    after: StageSlot | None = None,
    slot: StageSlot | None = None,
    **more: Any,
) -> StageSlot:
    """Put on the stage after AFTER, or first; SLOT is changed instead of a new one."""
    return save_slot(
        summit=made,
        slot=slot,
        plan=SlotPlan(
            kind=SlotKind.LECTURE,
            title={"ja": title},
            minutes=minutes,
            after=after.pk if after else None,
            **more,
        ),
        actor="user:2",
        now=timezone.now(),
    )
