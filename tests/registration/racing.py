"""What the processes of the race tests do. Each reads, pauses, and then takes."""

import random
import time
import uuid
from collections import Counter

from django.test import Client
from django.utils import timezone

from events.programme.access import public_event_with_timeslots
from events.programme.models import Quota, Timeslot
from events.programme.usecases import seats
from events.registration.models import Registration
from events.registration.usecases import move as moving
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.register import (
    Contact,
    Person,
    RegistrationClosed,
    TooFewSeats,
    register,
)

# As long as another process needs for a whole registration.
PAUSE = 0.01


def register_often(slug: str, tries: int, number: int) -> Counter:
    """TRIES parties of one; what each was answered."""
    return Counter(_register_one(slug, f"{number}-{each}") for each in range(tries))


def register_often_without_guard(slug: str, tries: int, number: int) -> Counter:
    """The control: the count that was read before the pause is the one that counts."""
    answers: Counter = Counter()
    for each in range(tries):
        _event, slots = public_event_with_timeslots(slug)
        seats.claim = _Careless(slots).claim
        answers[_register_one(slug, f"{number}-{each}")] += 1
    return answers


class _Careless:
    """Looks at what was read, pauses, and writes: the mistake `claim` must not be."""

    def __init__(self, slots: list[Timeslot]) -> None:
        self.seen = {slot.pk: (slot.taken, slot.capacity) for slot in slots}

    def claim(self, timeslot_id: int, people: int) -> bool:
        taken, capacity = self.seen[timeslot_id]
        if taken + people > capacity:
            return False
        Quota.objects.filter(timeslot_id=timeslot_id).update(taken=taken + people)
        return True


def _register_one(slug: str, name: str, people: int = 1) -> str:
    event, slots = public_event_with_timeslots(slug)
    time.sleep(PAUSE)
    try:
        _register(event, slots, slots[:1], name, people)
    except TooFewSeats:
        return "full"
    except RegistrationClosed:
        return "closed"
    return "made"


def _register(event, slots, chosen, name: str, people: int) -> Registration:
    wanted = frozenset(slot.pk for slot in chosen)
    letters = name.translate(str.maketrans("0123456789-", "abcdefghij "))
    return register(
        event=event,
        timeslots=slots,
        people=[Person(f"{letters} {'x' * each}", wanted) for each in range(people)],
        # Every second party has no address and is to be rung.
        contact=Contact(
            phone="09000001234", email=f"{name}@example.jp" if people % 2 else ""
        ),
        key=uuid.uuid4(),
        language="ja",
        actor="applicant",
        now=timezone.now(),
    )


def send_form(path: str, data: dict) -> tuple[int, str]:
    """One POST of a browser: the status, and where it leads."""
    response = Client().post(path, data)
    return response.status_code, response.headers.get("Location", "")


def come_and_go(slug: str, seconds: float, number: int) -> Counter:
    """Register parties of one to three, cancel some of them, for SECONDS."""
    dice = random.Random(number)
    done: Counter = Counter()
    mine: list[Registration] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if mine and dice.random() < 0.4:
            party = mine.pop(dice.randrange(len(mine)))
            held = list(party.seats.confirmed().values_list("pk", flat=True))
            given = held if dice.random() < 0.7 else held[:1]
            cancel_seats(
                registration=party,
                seat_ids=given,
                actor="applicant",
                now=timezone.now(),
            )
            done["cancelled"] += 1
            continue
        event, slots = public_event_with_timeslots(slug)
        chosen = dice.sample(slots, dice.randint(1, len(slots)))
        name = f"{number}-{done.total()}"
        try:
            mine.append(_register(event, slots, chosen, name, dice.randint(1, 3)))
            done["made"] += 1
        except TooFewSeats:
            done["full"] += 1
    return done


def move_one(receipt_number: str) -> str:
    """The party moves from its timeslot into the next one, or stays."""
    party = Registration.objects.get(receipt_number=receipt_number)
    source, target = party.event.timeslots.with_seats().in_order()
    time.sleep(PAUSE)
    try:
        moving.move(
            registration=party,
            source=source,
            target=target,
            numbers=[1],
            actor="applicant",
            now=timezone.now(),
        )
    except TooFewSeats:
        return "full"
    return "moved"


def move_one_without_guard(receipt_number: str) -> str:
    """The control: the seats that were read before the pause are those that count."""
    party = Registration.objects.get(receipt_number=receipt_number)
    _source, target = party.event.timeslots.in_order()
    seen = target.quotas.get()
    time.sleep(PAUSE)
    moving.take_from = lambda _quotas, people: _take_as_seen(seen, len(people))
    return move_one(receipt_number)


def _take_as_seen(seen: Quota, people: int) -> list[int] | None:
    if seen.left < people:
        return None
    Quota.objects.filter(pk=seen.pk).update(taken=seen.taken + people)
    return [seen.pk] * people


def move_to_and_fro(slug: str, seconds: float, number: int) -> Counter:
    """One party of two goes from timeslot to timeslot as it can, for SECONDS."""
    dice = random.Random(number)
    done: Counter = Counter()
    event, slots = public_event_with_timeslots(slug)
    party = Registration.objects.get(event=event, email=f"mover{number}@example.jp")
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        held = set(party.seats.alive().values_list("timeslot_id", flat=True))
        source = next(slot for slot in slots if slot.pk in held)
        target = dice.choice([slot for slot in slots if slot != source])
        try:
            moving.move(
                registration=party,
                source=source,
                target=target,
                numbers=[1, 2],
                actor="applicant",
                now=timezone.now(),
            )
            done["moved"] += 1
        except TooFewSeats:
            done["full"] += 1
    return done


def register_until_closed(slug: str, number: int) -> Counter:
    """Parties of one and two, one after the other, until the event says no."""
    answers: Counter = Counter()
    while answers["full"] + answers["closed"] == 0:
        name = f"{number}-{answers.total()}"
        answers[_register_one(slug, name, people=1 + answers.total() % 2)] += 1
    return answers


def cancel_the_event(slug: str, after: int) -> Counter:
    """What staff do while people register: once there are AFTER parties."""
    while Registration.objects.count() < after:
        time.sleep(0.02)
    event, _slots = public_event_with_timeslots(slug)
    batch = cancel_event(
        event=event, reason={"ja": "台風のため"}, actor="user:1", now=timezone.now()
    )
    return Counter({"parties": batch.recipient_count if batch else 0})
