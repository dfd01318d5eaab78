"""Two people at once: no place twice, nothing chosen that was withdrawn."""

import uuid
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from events.outreach.choices import KotobaStatus
from events.outreach.models import Kotoba
from peace.audit.usecases.verify import verify_chains
from peace.outbox.models import OutboxMessage
from tests.crowd import crowd
from tests.outreach import kotoba as words
from tests.outreach.racing_kotoba import act, send

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]


def lines(count: int, places: int) -> list[Kotoba]:
    now = timezone.now()
    call = words.call(
        now=now,
        is_open=False,
        places=places,
        scoring_closes_at=now - timedelta(hours=1),
    )
    return [words.accepted(call, f"一行 {number}") for number in range(count)]


def test_two_staff_never_fill_the_same_last_place():
    six = lines(6, places=2)

    answers = crowd(act, [("put", line.pk, f"user:{line.pk}") for line in six])

    assert Counter(answers) == {"put": 2, "full": 4}
    chosen = Kotoba.objects.filter(status=KotobaStatus.CHOSEN)
    assert sorted(chosen.values_list("position", flat=True)) == [1, 2]
    assert verify_chains() == []


def test_without_the_lock_they_do():
    six = lines(6, places=2)

    crowd(act, [("careless", line.pk, f"user:{line.pk}") for line in six])

    assert Kotoba.objects.filter(status=KotobaStatus.CHOSEN).count() > 2


@pytest.mark.parametrize("way", ["put", "scores"])
def test_a_line_that_is_withdrawn_while_it_is_chosen_ends_withdrawn(way):
    for line in lines(4, places=4):
        crowd(act, [(way, line.pk, "user:1"), ("withdraw", line.pk, "user:2")])

        line.refresh_from_db()
        assert (line.status, line.position) == (KotobaStatus.WITHDRAWN, None)
        assert line.text == ""
    assert verify_chains() == []


def test_the_same_form_ten_times_at_once_is_one_line_and_one_letter():
    call = words.call(now=timezone.now())

    made = crowd(send, [(call.slug, str(uuid.UUID(int=7)))] * 10)

    assert set(made) == {Kotoba.objects.get().pk}
    assert OutboxMessage.objects.count() == 1
