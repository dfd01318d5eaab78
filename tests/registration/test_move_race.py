"""Many who change their mind at once: the last seat once, and nobody without one."""

from collections import Counter

import pytest
from django.utils import timezone

from events.programme.models import Quota
from events.registration.models import Seat
from events.registration.reports import miscounts
from peace.audit.usecases.verify import verify_chains
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.crowd import crowd
from tests.registration import racing, racing_moves

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PROCESSES = 8


def parties_for_the_last_seat() -> list[str]:
    """Eight parties in the first timeslot, and one seat in the second."""
    event = cast.event(slug="talk", now=timezone.now(), slots=2, seats=PROCESSES)
    _first, second = cast.timeslots(event)
    Quota.objects.filter(timeslot=second).update(capacity=1)
    return [
        cast.registration(event, now=timezone.now()).receipt_number
        for _each in range(PROCESSES)
    ]


def test_eight_parties_move_into_the_last_seat_and_one_does():
    receipts = parties_for_the_last_seat()

    answers = Counter(crowd(racing_moves.move_one, [(each,) for each in receipts]))

    assert answers == {"moved": 1, "full": PROCESSES - 1}
    taken = Quota.objects.order_by("timeslot__starts_at").values_list(
        "taken", flat=True
    )
    assert list(taken) == [PROCESSES - 1, 1]
    # Everybody has exactly one seat: nobody lost the old one on the way.
    assert Seat.objects.alive().count() == PROCESSES
    assert Seat.objects.alive().values("registration").distinct().count() == PROCESSES
    assert OutboxMessage.objects.filter(kind="registration_changed").count() == 1
    assert miscounts() == []
    assert verify_chains() == []


def test_without_the_guard_they_all_move_into_the_one_seat():
    receipts = parties_for_the_last_seat()

    answers = Counter(
        crowd(racing_moves.move_one_without_guard, [(each,) for each in receipts])
    )

    assert answers["moved"] > 1
    assert Seat.objects.alive().filter(timeslot__quotas__capacity=1).count() > 1
    assert len(miscounts()) == 1


def test_parties_that_move_in_all_directions_keep_a_seat_each():
    event = cast.event(slug="talk", now=timezone.now(), slots=3, seats=6)
    slots = cast.timeslots(event)
    for number in range(PROCESSES):
        cast.registration(
            event,
            people=["国立 花子", "国立 太郎"],
            slots=[slots[number % 3]],
            email=f"mover{number}@example.jp",
            now=timezone.now(),
        )

    rounds = [("talk", 3.0, number) for number in range(PROCESSES)]
    done = sum(crowd(racing_moves.move_to_and_fro, rounds), Counter())

    assert min(done["moved"], done["full"]) > 0
    assert Seat.objects.confirmed().count() == 2 * PROCESSES
    assert sum(Quota.objects.values_list("taken", flat=True)) == 2 * PROCESSES
    assert miscounts() == []
    assert verify_chains() == []


def test_the_same_change_twenty_times_at_once_adds_one_person():
    event = cast.event(slug="talk", now=timezone.now(), slots=1, seats=5)
    party = cast.registration(event, now=timezone.now())
    slot = str(cast.timeslots(event)[0].pk)
    form = {"p2-name": "国立 太郎", "p2-slot": slot, "full": ""}

    answers = Counter(crowd(racing.send_form, [(f"{party.url}change/add/", form)] * 20))

    assert answers == {
        (302, f"{party.url}?changed=1"): 1,
        (302, f"{party.url}?changed=same"): 19,
    }
    assert party.attendees.count() == Quota.objects.get().taken == 2
    assert OutboxMessage.objects.filter(kind="registration_changed").count() == 1
    assert miscounts() == []
