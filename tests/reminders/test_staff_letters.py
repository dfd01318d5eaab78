"""The staff's page of letters: what waits for a yes, and who has to be rung."""

import pytest
from django.utils import timezone

from events.registration.usecases.cancel_event import cancel_event
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def aoki():
    return cast.aoki()


@pytest.fixture
def batch(aoki) -> OutboxBatch:
    """Aoki has cancelled an event; one party has a phone only."""
    now = timezone.now()
    event = cast.event(now=now)
    cast.registration(event, now=now)
    cast.registration(event, people=["電話 もち"], email="", now=now)
    return cancel_event(event=event, reason={"ja": "台風"}, actor=aoki.actor, now=now)


def statuses() -> set[str]:
    letters = OutboxMessage.objects.filter(kind="event_cancelled")
    return set(letters.values_list("status", flat=True))


def test_who_asked_cannot_say_yes(aoki, batch):
    client = cast.signed_in(aoki)

    response = client.post(f"/staff/letters/batches/{batch.pk}/approve/", follow=True)

    assert "別の職員の承認が必要です。" in Page(response).words
    assert statuses() == {Status.AWAITING_APPROVAL}


def test_the_colleague_lets_the_letters_out_once(batch):
    client = cast.signed_in(cast.baba())
    path = f"/staff/letters/batches/{batch.pk}/approve/"

    first = Page(client.post(path, follow=True))
    second = Page(client.post(path, follow=True))

    assert "2通の送信を承認しました。" in first.words
    assert "もう決まっています。" in second.words
    assert statuses() == {Status.PENDING}
    assert "電話をかける用件が1件あります。" in second.words
    assert "電話 もち" in Page(client.get("/staff/calls/")).words


def test_the_second_person_can_read_a_letter_before_the_yes(batch):
    client = cast.signed_in(cast.baba())
    letter = batch.messages.order_by("pk").first()

    hub = Page(client.get("/staff/letters/"))

    assert f"/staff/letters/{letter.pk}/" in hub.links
    assert "2通の送信を承認する" in hub.words
    assert "台風" in Page(client.get(f"/staff/letters/{letter.pk}/")).words


def test_what_was_posted_leads_back_to_the_list_it_stood_on(aoki):
    now = timezone.now()
    cast.registration(cast.event(now=now), channel="DESK", email="", now=now)
    client = cast.signed_in(aoki)
    form = (
        f'action="/staff/letters/{OutboxMessage.objects.get().pk}/outcome/?event=talk"'
    )

    page = client.get("/staff/post/?event=talk")
    answer = client.post(
        form.removeprefix('action="').removesuffix('"'), {"outcome": "POSTED"}
    )

    assert form in page.content.decode()
    assert answer["Location"] == "/staff/post/?event=talk"


def test_the_letters_can_be_taken_back_before_they_leave(aoki, batch):
    client = cast.signed_in(aoki)

    client.post(f"/staff/letters/batches/{batch.pk}/withdraw/")

    assert statuses() == {Status.SKIPPED}


def test_a_call_that_reached_somebody_leaves_the_list(batch):
    client = cast.signed_in(cast.baba())
    client.post(f"/staff/letters/batches/{batch.pk}/approve/")
    call = OutboxMessage.objects.to_call(timezone.now()).get()

    client.post(f"/staff/letters/{call.pk}/outcome/", {"outcome": "REACHED"})

    assert not OutboxMessage.objects.to_call(timezone.now()).exists()


@pytest.mark.parametrize("outcome", ["", "NONSENSE", "\0", "x" * 5000])
def test_an_outcome_that_is_none_is_not_written_down(batch, outcome):
    client = cast.signed_in(cast.baba())
    client.post(f"/staff/letters/batches/{batch.pk}/approve/")
    call = OutboxMessage.objects.to_call(timezone.now()).get()

    response = client.post(f"/staff/letters/{call.pk}/outcome/", {"outcome": outcome})

    assert response.status_code == 302
    assert OutboxMessage.objects.to_call(timezone.now()).get() == call


@pytest.mark.parametrize("pk", ["0", "999999", "9" * 30])
def test_a_letter_that_is_not_there_answers_404(aoki, pk):
    client = cast.signed_in(aoki)

    assert client.get(f"/staff/letters/{pk}/").status_code == 404
    for path in [f"{pk}/again/", f"batches/{pk}/approve/", f"batches/{pk}/withdraw/"]:
        assert client.post(f"/staff/letters/{path}").status_code == 404


@pytest.mark.parametrize("person", [cast.chiba, cast.fukuda])
def test_nobody_else_reads_letters(person):
    assert cast.signed_in(person()).get("/staff/letters/").status_code == 403
