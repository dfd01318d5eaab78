"""What the processes of the lottery's race tests do."""

import uuid
from collections import Counter
from datetime import datetime, timedelta

from events.programme.access import public_event_with_timeslots
from events.registration.models import Lottery
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.lottery_draw import DrawnAlready, draw_lottery
from events.registration.usecases.lottery_freeze import AlreadyFrozen, freeze_lottery
from events.registration.usecases.register import RegistrationClosed, register


def draw(slug: str, value: str, now: datetime) -> str:
    lottery = Lottery.objects.select_related("event").get(event__slug=slug)
    try:
        draw_lottery(lottery=lottery, public_value=value, actor="user:1", now=now)
    except DrawnAlready:
        return "refused"
    return "drawn"


def enter_or_freeze(slug: str, tries: int, number: int, now: datetime) -> Counter:
    """Postcards of the last day are typed in; process 0 closes the list meanwhile."""
    answers: Counter = Counter()
    for each in range(tries):
        if number == 0 and each == tries // 2:
            lottery = Lottery.objects.select_related("event").get(event__slug=slug)
            try:
                freeze_lottery(lottery=lottery, actor="user:1", now=now)
            except AlreadyFrozen:
                answers["frozen before"] += 1
        answers[_enter(slug, f"{number}x{each}", now)] += 1
    return answers


def cancel_or_draw(slug: str, number: int, now: datetime) -> str:
    """Process 0 draws while the others give up a party each."""
    if number == 0:
        return draw(slug, "4821", now)
    entry = (
        Lottery.objects.get(event__slug=slug)
        .event.lottery_entries.select_related("registration")
        .get(number=number)
    )
    seats = entry.registration.seats.values_list("pk", flat=True)
    cancel_seats(
        registration=entry.registration,
        seat_ids=list(seats),
        actor="applicant",
        now=now,
    )
    return "cancelled"


def _enter(slug: str, name: str, now: datetime) -> str:
    _event, slots = public_event_with_timeslots(slug)
    try:
        register(
            event=_event,
            timeslots=slots,
            people=[Person("国立 花子", frozenset(slot.pk for slot in slots))],
            contact=Contact(phone="", email=f"{name}@example.jp"),
            key=uuid.uuid4(),
            language="ja",
            actor="user:1",
            now=now,
            channel="POSTCARD",
            extras=Extras(arrived_at=now - timedelta(days=1)),
        )
    except RegistrationClosed:
        return "closed"
    return "entered"
