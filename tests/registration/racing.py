"""What the processes of the race tests do. Each reads, pauses, and then takes."""

import random
import time
import uuid
from collections import Counter
from itertools import count

from django.test import Client
from django.utils import timezone

from events.programme.access import public_event_with_timeslots
from events.programme.models import Quota, Timeslot
from events.programme.usecases import seats
from events.programme.usecases.seats import CapacityBelowTaken
from events.registration.models import Registration, WaitingListEntry
from events.registration.usecases.application import Contact, Extras, Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.capacity import resize
from events.registration.usecases.offers import (
    OfferOver,
    accept_offer,
    decline_offer,
    expire_offers,
)
from events.registration.usecases.register import (
    NO_EXTRAS,
    RegistrationClosed,
    TooFewSeats,
    register,
)
from tests import cast

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


def _register(
    event, slots, chosen, name: str, people: int, extras: Extras = NO_EXTRAS
) -> Registration:
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
        extras=extras,
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


def live_with_the_line(slug: str, seconds: float, number: int) -> Counter:
    """Register, wait, cancel, answer offers and change the capacity, for SECONDS.

    What a person would be shown as a failure comes out as an exception.
    """
    dice = random.Random(number)
    done: Counter = Counter()
    mine: list[Registration] = []
    end = time.monotonic() + seconds
    for turn in count():
        if time.monotonic() > end:
            break
        chance = dice.random()
        if chance < 0.35:
            done[_register_or_wait(slug, dice, mine, f"{number:02d}-{turn:05d}")] += 1
        elif chance < 0.6 and mine:
            done[_cancel_some(dice, mine)] += 1
        elif chance < 0.9:
            done[_answer_an_offer(dice, mine)] += 1
        elif chance < 0.95:
            done["expired"] += expire_offers(now=timezone.now() + 3 * cast.DAY)
        else:
            done[_resize(dice)] += 1
    return done


def _register_or_wait(slug, dice, mine: list, name: str) -> str:
    event, slots = public_event_with_timeslots(slug)
    chosen = dice.sample(slots, dice.randint(1, len(slots)))
    waits = {slot.pk for slot in slots} if dice.random() < 0.8 else set()
    extras = Extras(waits_for=waits, accepts_fewer=dice.random() < 0.3)
    try:
        mine.append(
            _register(event, slots, chosen, name, dice.randint(1, 3), extras=extras)
        )
    except TooFewSeats:
        return "full"
    return "made"


def _cancel_some(dice, mine: list) -> str:
    party = mine.pop(dice.randrange(len(mine)))
    held = list(party.seats.alive().values_list("pk", flat=True))
    given = held if dice.random() < 0.7 else held[:1]
    cancel_seats(
        registration=party, seat_ids=given, actor="applicant", now=timezone.now()
    )
    return "cancelled"


def _answer_an_offer(dice, mine: list) -> str:
    """Mostly one of one's own; sometimes anybody's, at the same time as its owner."""
    entries = WaitingListEntry.objects.offered()
    if dice.random() < 0.8:
        entries = entries.filter(registration__in=mine)
    entry = entries.order_by("?").first()
    if entry is None:
        return "no offer"
    answer = accept_offer if dice.random() < 0.7 else decline_offer
    try:
        answer(entry=entry, actor="applicant", now=timezone.now())
    except OfferOver:
        return "too late"
    return "answered"


def _resize(dice) -> str:
    quota = Quota.objects.order_by("?").first()
    try:
        resize(
            quota=quota,
            capacity=dice.randint(5, 15),
            actor="user:1",
            now=timezone.now(),
        )
    except CapacityBelowTaken:
        return "capacity kept"
    return "resized"
