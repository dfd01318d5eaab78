"""A timeslot whose printed list is typed in."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from events.door.models import PaperEntry
from events.door.usecases.enter_paper import enter_paper, save_paper
from events.programme.models import Timeslot
from events.registration.models import Seat, Ticket

ACTOR = "user:1"


def seats_of(*tickets: Ticket) -> list[int]:
    parties = [ticket.registration_id for ticket in tickets]
    found = Seat.objects.filter(registration__in=parties).order_by("pk")
    return list(found.values_list("pk", flat=True))


def draft(slot: Timeslot, *seats: int, **values: Any) -> PaperEntry:
    fields = {"actor": ACTOR, "heads": {}, "at": slot.starts_at, "now": timezone.now()}
    return save_paper(timeslot=slot, seats=seats, **fields | values)


def typed_in(slot: Timeslot, *seats: int, **values: Any) -> PaperEntry:
    now = values.pop("now", timezone.now())
    entry = draft(slot, *seats, now=now, **values)
    return enter_paper(entry=entry, actor=entry.actor, now=now)


def minutes_ago(minutes: int) -> str:
    return (timezone.now() - timedelta(minutes=minutes)).isoformat()
