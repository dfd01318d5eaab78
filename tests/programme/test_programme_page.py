"""The page of a programme: what is coming, and what has been."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import EventStatus
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db


def test_it_lists_coming_events_first_and_past_ones_after(client):
    now = timezone.now()
    for slug, days in [("later", 9), ("next", 2), ("last-year", -300), ("old", -900)]:
        cast.event(slug=slug, starts_at=now + days * cast.DAY)
    cast.event(slug="draft", now=now, status=EventStatus.DRAFT)
    cast.event(
        slug="other", now=now, programme=cast.programme("shows", kind="EXHIBITION")
    )

    page = Page(client.get("/programmes/talks/"))

    events = [link for link in page.links if link.startswith("/events/")]
    assert events == [
        f"/events/{slug}/" for slug in ["next", "later", "last-year", "old"]
    ]
    assert "原爆・戦争体験伝承者講話" in page.words


def test_without_events_it_says_where_they_will_be_announced(client):
    cast.programme()

    assert "日が決まると" in Page(client.get("/programmes/talks/")).words


@pytest.mark.parametrize(
    "path", ["/programmes/none/", "/events/none/", "/events/x.ics"]
)
def test_what_does_not_exist_answers_404(client, path):
    assert client.get(path).status_code == 404


def test_three_events_take_as_many_statements_as_one(client):
    def statements() -> int:
        forget_pages()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/programmes/talks/").status_code == 200
        return len(queries)

    now = timezone.now()
    cast.event(slug="a", now=now)
    cast.event(slug="past-a", starts_at=now - cast.DAY)
    alone = statements()
    for slug in "bc":
        cast.event(slug=slug, now=now)
        cast.event(slug=f"past-{slug}", starts_at=now - cast.DAY)

    assert statements() == alone
