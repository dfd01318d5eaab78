"""Many people at once: no seat twice, none unsold, one answer for everybody."""

from collections import Counter

import pytest
from django.utils import timezone

from events.programme.models import Quota
from events.registration.models import Registration, Seat, Ticket
from events.registration.reports import miscounts
from peace.audit.usecases.verify import verify_chains
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from tests import cast
from tests.crowd import crowd
from tests.registration import racing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PROCESSES = 8


def test_eight_processes_take_exactly_the_hundred_seats_there_are():
    cast.event(slug="talk", now=timezone.now(), slots=1, seats=100)

    tries = [("talk", 13, number) for number in range(PROCESSES)]
    answers = sum(crowd(racing.register_often, tries), Counter())

    assert answers == {"made": 100, "full": 4}
    assert Seat.objects.confirmed().count() == 100
    assert Registration.objects.count() == Ticket.objects.count() == 100
    assert OutboxMessage.objects.count() == 100
    assert Quota.objects.get().taken == 100
    assert miscounts() == []
    assert verify_chains() == []


def test_without_the_guard_the_same_processes_oversell():
    cast.event(slug="talk", now=timezone.now(), slots=1, seats=40)

    tries = [("talk", 6, number) for number in range(PROCESSES)]
    crowd(racing.register_often_without_guard, tries)

    assert Seat.objects.confirmed().count() > 40
    assert len(miscounts()) == 1


def test_the_same_form_twenty_times_at_once_is_one_registration():
    event = cast.event(slug="talk", now=timezone.now(), slots=2, seats=3)
    form = cast.form_data(*cast.timeslots(event), people=2, email="hana@example.jp")

    answers = crowd(racing.send_form, [("/events/talk/register/", form)] * 20)

    party = Registration.objects.get()
    assert set(answers) == {(302, f"{party.url}?new=1")}
    assert Seat.objects.confirmed().count() == 4
    assert Ticket.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
    assert list(Quota.objects.values_list("taken", flat=True)) == [2, 2]
    assert miscounts() == []


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


def test_people_who_come_and_go_leave_the_counters_right():
    event = cast.event(slug="talk", now=timezone.now(), slots=0)
    slots = [
        cast.timeslot(event, starts_at=event.starts_at + n * cast.HOUR, seats=None)
        for n in range(3)
    ]
    # The later timeslot has the older quota: whoever locks by quota and whoever
    # locks by timeslot would wait for each other.
    for slot in reversed(slots):
        Quota.objects.create(timeslot=slot, capacity=12)

    rounds = [("talk", 4.0, number) for number in range(PROCESSES)]
    done = sum(crowd(racing.come_and_go, rounds), Counter())

    assert min(done["made"], done["cancelled"], done["full"]) > 0
    assert miscounts() == []
    assert Seat.objects.confirmed().count() == sum(
        Quota.objects.values_list("taken", flat=True)
    )
    assert verify_chains() == []


def test_nobody_who_registers_while_the_event_is_cancelled_keeps_a_seat():
    cast.event(slug="talk", now=timezone.now(), slots=1, seats=1000)

    made, cancelled = Counter(), Counter()
    for answer in crowd(_register_or_cancel, [("talk", n) for n in range(7)]):
        (cancelled if "parties" in answer else made).update(answer)

    parties = Registration.objects.count()
    assert made["made"] == cancelled["parties"] == parties > 0
    assert not Registration.objects.active().exists()
    assert not Seat.objects.confirmed().exists()
    assert list(Quota.objects.values_list("taken", "is_open")) == [(0, False)]
    assert miscounts() == []
    letters = OutboxMessage.objects.filter(batch=OutboxBatch.objects.get())
    assert letters.count() == parties
    assert set(letters.values_list("status", flat=True)) == {Status.AWAITING_APPROVAL}
    assert set(letters.values_list("channel", flat=True)) == {
        Channel.EMAIL,
        Channel.PHONE,
    }


def _register_or_cancel(slug: str, number: int) -> Counter:
    if number == 0:
        return racing.cancel_the_event(slug, after=12)
    return racing.register_until_closed(slug, number)


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

    answers = Counter(crowd(racing.move_one, [(each,) for each in receipts]))

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
        crowd(racing.move_one_without_guard, [(each,) for each in receipts])
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
    done = sum(crowd(racing.move_to_and_fro, rounds), Counter())

    assert min(done["moved"], done["full"]) > 0
    assert Seat.objects.confirmed().count() == 2 * PROCESSES
    assert sum(Quota.objects.values_list("taken", flat=True)) == 2 * PROCESSES
    assert miscounts() == []
    assert verify_chains() == []
