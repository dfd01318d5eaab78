"""The home page: what is coming, narrowed by programme and by what one has to do."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import Admission, EventStatus
from events.programme.views.public import PER_PAGE
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db


def listed(client, query: str = "", language: str = "") -> list[str]:
    """The slugs of the events on the page, in order."""
    forget_pages()
    page = Page(client.get(f"{language}/{query}"))
    assert page.status == 200
    lead = f"{language}/events/"
    return [link[len(lead) : -1] for link in page.links if link.startswith(lead)]


def some_events():
    now = timezone.now()
    cast.event(slug="open", now=now)
    cast.event(slug="soon", now=now, starts_at=now + cast.DAY)
    cast.event(slug="over", now=now, starts_at=now - cast.DAY)
    cast.event(slug="draft", now=now, status=EventStatus.DRAFT)
    cast.event(
        slug="cancelled",
        starts_at=now + 2 * cast.DAY,
        status=EventStatus.CANCELLED,
        cancelled_at=now,
        cancel_reason="台風のため",
    )
    cast.event(
        slug="exhibition",
        slots=0,
        starts_at=now - cast.DAY,
        ends_at=now + 3 * cast.DAY,
        programme=cast.programme("shows", kind="EXHIBITION", title="展示"),
    )
    walk_in = cast.event(slug="walk-in", slots=0, starts_at=now + 3 * cast.DAY)
    cast.timeslot(
        walk_in, starts_at=walk_in.starts_at, admission=Admission.WALK_IN, seats=None
    )
    cast.event(slug="full", starts_at=now + 4 * cast.DAY, seats=0)


@pytest.mark.parametrize(
    ("query", "slugs"),
    [
        ("", ["exhibition", "soon", "cancelled", "walk-in", "full", "open"]),
        ("?way=open", ["soon", "open"]),
        ("?way=free", ["exhibition", "walk-in"]),
        ("?programme=shows", ["exhibition"]),
        ("?programme=talks&way=free", ["walk-in"]),
        ("?programme=shows&way=open", []),
        (
            "?way=nonsense",
            ["exhibition", "soon", "cancelled", "walk-in", "full", "open"],
        ),
        ("?programme=%00%F0%9F%95%8A", []),
    ],
)
def test_filters_leave_what_was_asked_for(client, query, slugs):
    some_events()

    assert listed(client, query) == slugs


@pytest.mark.parametrize("language", ["", "/en", "/ja-easy"])
def test_the_list_is_the_same_in_every_language(client, language):
    some_events()

    assert len(listed(client, language=language)) == 6


def test_an_empty_list_says_what_to_do(client):
    assert "いまはありません" in Page(client.get("/?way=open")).words


def test_the_chosen_filters_are_marked(client):
    cast.programme()

    html = client.get("/?programme=talks&way=open").content.decode()

    assert (
        re.findall(r'<a href="(\?[^"]*)" aria-current="true"', html)
        == ["?programme=talks&amp;way=open"] * 2
    )


def test_three_events_take_as_many_statements_as_one(client):
    def statements() -> int:
        forget_pages()
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/").status_code == 200
        return len(queries)

    cast.event(slug="a", now=timezone.now())
    alone = statements()
    cast.event(slug="b", now=timezone.now())
    cast.event(slug="c", now=timezone.now())

    assert statements() == alone <= 3


def test_a_long_list_is_cut_into_light_pages(client):
    now = timezone.now()
    for day in range(PER_PAGE + 3):
        cast.event(slug=f"day-{day:02}", now=now, starts_at=now + (day + 1) * cast.DAY)

    first, second = listed(client, "?programme=talks"), listed(client, "?page=2")
    assert first == [f"day-{day:02}" for day in range(PER_PAGE)]
    assert second == [f"day-{day:02}" for day in range(PER_PAGE, PER_PAGE + 3)]
    forget_pages()
    page = Page(client.get("/?programme=talks"))
    assert "?programme=talks&page=2" in page.links
    assert f"{PER_PAGE + 3}件" in page.words
