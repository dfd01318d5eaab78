"""The print queue: one page for each slip, and what a print run settles."""

import pytest
from django.utils import timezone

from events.registration.usecases.cancel import cancel_seats
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page
from tests.reminders.calling import STAFF

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


def test_the_print_run_is_one_page_per_slip_and_settles_exactly_those(desk):
    now = timezone.now()
    event = cast.event(now=now)
    for name in ("一", "二"):
        cast.registration(event, people=[name], channel="DESK", email="", now=now)
    other = cast.event(slug="other", now=now)
    cast.registration(other, people=["三"], channel="DESK", email="", now=now)

    queue = Page(desk.get("/staff/post/?event=talk"))
    run = Page(desk.get("/staff/post/slips/?event=talk"))
    cast.registration(event, people=["四"], channel="DESK", email="", now=now)
    answer = desk.post("/staff/post/posted/", {"letter": run.values("letter")})

    assert "控え2通をまとめて印刷" in queue.words
    assert run.html.count('<section class="paper') == 2
    assert answer["Location"] == "/staff/post/"
    waiting = OutboxMessage.objects.to_post(now).values_list(
        "recipient_name", flat=True
    )
    assert list(waiting) == ["三", "四"]


def test_a_cancelled_party_gets_no_slip(desk):
    now = timezone.now()
    party = cast.registration(cast.event(now=now), channel="DESK", email="", now=now)
    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor=STAFF,
        now=now,
    )

    page = Page(desk.get("/staff/post/slips/"))

    assert "投函を待つ控えは、もうありません。" in page.words
    assert page.values("letter") == []


def test_made_up_letters_settle_nothing(desk):
    answer = desk.post(
        "/staff/post/posted/", {"letter": ["x", "9" * 40, "٣", "1"]}, follow=True
    )

    assert "投函を待つ控えは、もうありません。" in Page(answer).words
