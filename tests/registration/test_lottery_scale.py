"""A lottery with many parties: SQLite's limits hold, and nothing takes long."""

import pytest

from events.registration.models import Seat
from events.registration.reports import miscounts
from events.registration.usecases.capacity import resize
from peace.outbox.models import OutboxMessage
from tests.registration.drawing import draw, enter, lottery_event, seal

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_more_than_a_thousand_people_can_be_drawn_and_wait():
    """Above a thousand, SQLite refuses what Django makes of some prefetches."""
    event = lottery_event(seats=10)
    seal(event)
    people = [f"国立 {number}子" for number in range(6)]
    for _ in range(180):
        enter(event, *people)

    draw(event)
    (slot,) = event.timeslots.all()
    resize(quota=slot.quotas.get(), capacity=16, actor="user:1", now=event.closes_at)

    assert Seat.objects.confirmed().count() == 6
    assert Seat.objects.filter(status="OFFERED").count() == 6
    assert OutboxMessage.objects.filter(key__startswith="lottery:").count() == 180
    assert miscounts() == []
