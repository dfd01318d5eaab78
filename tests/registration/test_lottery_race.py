"""Lotteries when everybody acts at once: one draw, one list, no seat twice."""

import json
from collections import Counter

import pytest
from django.utils import timezone

from events.programme.models import Quota
from events.registration.models import Lottery, LotteryEntry, Seat
from events.registration.reports import miscounts
from peace.audit.usecases.verify import verify_chains
from peace.outbox.models import OutboxMessage
from tests.crowd import crowd
from tests.registration import racing_lottery
from tests.registration.drawing import (
    CLOSES,
    closed,
    drawing_day,
    enter,
    freeze,
    lottery_event,
    seal,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def test_four_who_draw_at_once_make_one_draw():
    event = lottery_event(seats=5)
    seal(event)
    for _ in range(8):
        enter(event, "国立 花子", "国立 太郎")
    freeze(event)

    tries = [("talk", str(value), drawing_day()) for value in range(4)]
    answers = Counter(crowd(racing_lottery.draw, tries))

    assert answers == {"drawn": 1, "refused": 3}
    assert Seat.objects.confirmed().count() == Quota.objects.get().taken == 4
    assert OutboxMessage.objects.filter(key__startswith="lottery:").count() == 8
    assert miscounts() == []
    assert verify_chains() == []


def test_who_enters_while_the_list_is_closed_is_in_it_or_refused():
    now = timezone.now()
    event = lottery_event(now=now - CLOSES, slots=2)
    seal(event, now=now - CLOSES)
    at = closed(now - CLOSES)

    tries = [("talk", 10, number, at) for number in range(4)]
    answers = sum(crowd(racing_lottery.enter_or_freeze, tries), Counter())

    listed = json.loads(Lottery.objects.get().list_text)["entries"]
    assert answers["entered"] + answers["closed"] == 40
    assert answers["closed"] >= 5
    assert len(listed) == 2 * answers["entered"]
    assert {(row["timeslot"], row["number"]) for row in listed} == set(
        LotteryEntry.objects.values_list("timeslot", "number")
    )


def test_parties_that_give_up_while_it_is_drawn_leave_the_counters_right():
    event = lottery_event(seats=4)
    seal(event)
    for _ in range(9):
        enter(event, "国立 花子", "国立 太郎")
    freeze(event)

    tries = [("talk", number, drawing_day()) for number in range(6)]
    answers = Counter(crowd(racing_lottery.cancel_or_draw, tries))

    assert answers == {"drawn": 1, "cancelled": 5}
    assert Seat.objects.filter(status="CANCELLED").count() == 10
    assert Seat.objects.holding().count() == Quota.objects.get().taken == 4
    assert miscounts() == []
