"""What processes do that move at once. Each reads, pauses, and then moves."""

import random
import time
from collections import Counter

from django.utils import timezone

from events.programme.access import public_event_with_timeslots
from events.programme.models import Quota
from events.registration.models import Registration
from events.registration.usecases import move as moving
from events.registration.usecases.register import TooFewSeats
from tests.registration.racing import PAUSE


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
