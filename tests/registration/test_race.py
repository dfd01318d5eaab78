"""Many people at once: no seat twice, none unsold, one answer for everybody."""

import os
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
from tests.registration.waiting import heads_that_fit

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

PROCESSES = 8
# The whole form runs for 30 seconds: RACE_SECONDS=30 (docs/operations.md).
LINE_PROCESSES, LINE_SECONDS = 20, float(os.environ.get("RACE_SECONDS", "4"))


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


def test_twenty_who_register_wait_answer_and_leave_never_break_the_line():
    cast.event(slug="talk", now=timezone.now(), slots=3, seats=10)

    lives = [("talk", LINE_SECONDS, number) for number in range(LINE_PROCESSES)]
    done = sum(crowd(racing.live_with_the_line, lives), Counter())

    print(dict(done))
    assert min(done[each] for each in ("made", "cancelled", "resized")) > 0
    assert all(quota.taken <= quota.capacity for quota in Quota.objects.all())
    assert miscounts() == []
    assert verify_chains() == []
    assert heads_that_fit() == []
