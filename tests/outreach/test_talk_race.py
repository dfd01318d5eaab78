"""Two clerks at the same moment: one request, one storyteller, one form."""

import uuid

import pytest

from events.outreach.models import TalkRequest
from events.programme.models import Event, Telling
from peace.outbox.models import OutboxMessage
from tests.crowd import crowd
from tests.outreach import racing
from tests.outreach.talks import asked_for, storyteller

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_of_two_clerks_one_arranges_the_request():
    made = asked_for()
    tellers = [storyteller(f"見本 {number}").pk for number in range(4)]

    said = crowd(racing.arrange, [(made.pk, teller) for teller in tellers])

    assert sorted(said) == ["arranged", *["not open"] * 3]
    assert Event.objects.count() == Telling.objects.count() == 1


def test_a_storyteller_is_booked_once_for_an_hour():
    requests = [asked_for().pk for _ in range(4)]
    teller = storyteller().pk

    said = crowd(racing.arrange, [(pk, teller) for pk in requests])

    assert sorted(said) == ["arranged", *["busy"] * 3]
    assert TalkRequest.objects.filter(status="ARRANGED").count() == 1


def test_without_the_guard_the_storyteller_is_in_several_places():
    requests = [asked_for().pk for _ in range(4)]
    teller = storyteller().pk

    said = crowd(racing.arrange, [(pk, teller, False) for pk in requests])

    assert said == ["arranged"] * 4
    assert Telling.objects.count() == 4


def test_the_same_form_in_parallel_is_one_request_and_one_letter():
    key = str(uuid.uuid4())

    made = crowd(racing.send, [(key,)] * 6)

    assert len(set(made)) == TalkRequest.objects.count() == 1
    assert OutboxMessage.objects.count() == 1
