"""The staff's calendar: today, what is coming, what has been."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import EventStatus
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db


def test_staff_see_drafts_and_the_seats_taken():
    now = timezone.now()
    event = cast.event(slug="talk", now=now, seats=10)
    cast.registration(event, now=now, slots=cast.timeslots(event))
    cast.event(slug="draft", now=now, status=EventStatus.DRAFT)
    cast.event(slug="over", starts_at=now - 3 * cast.DAY)

    page = Page(cast.signed_in(cast.aoki()).get("/staff/"))

    assert page.status == 200
    for slug in ["talk", "draft/edit", "over"]:
        assert f"/staff/events/{slug}/" in page.links
    assert "今日の催しはありません。" in page.words


@pytest.mark.parametrize("person", [cast.aoki, cast.endo])
def test_staff_and_secretariat_may_enter(person):
    assert cast.signed_in(person()).get("/staff/").status_code == 200


@pytest.mark.parametrize("person", [cast.chiba, cast.fukuda])
def test_others_may_not(person):
    assert cast.signed_in(person()).get("/staff/").status_code == 403


def test_three_events_take_as_many_statements_as_one():
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/staff/").status_code == 200
        return len(queries)

    client = cast.signed_in(cast.aoki())
    client.get("/staff/")  # the session's clock starts
    cast.event(slug="a", now=timezone.now())
    alone = statements()
    cast.event(slug="b", now=timezone.now())
    cast.event(slug="c", starts_at=timezone.now())

    assert statements() == alone
