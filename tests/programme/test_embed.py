"""The list of events in another site's frame: for whom, in which language, how long."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_pages()


def test_the_list_may_be_framed_by_whom_the_settings_name_and_nothing_else(
    client, settings
):
    cast.event(now=timezone.now())
    settings.EMBED_ALLOWED = ["https://city.example.jp"]

    for _ in range(2):  # the second comes from the cache
        response = client.get("/embed/events/")
        policy = response["Content-Security-Policy"]
        assert "frame-ancestors https://city.example.jp" in policy
        assert "default-src 'none'" in policy
        assert "X-Frame-Options" not in response
    other = client.get("/events/talk/")
    assert other["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in other["Content-Security-Policy"]
    settings.EMBED_ALLOWED = []
    policy = client.get("/embed/events/")["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy


def test_the_list_sets_no_cookie_and_reads_no_session(client):
    cast.event(now=timezone.now())
    client.cookies["sessionid"] = "somebody"

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/embed/events/")

    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    assert not any("django_session" in query["sql"] for query in queries)
    assert len(queries) <= 3
    assert "<script" not in response.content.decode()


@pytest.mark.parametrize(
    ("asked", "browser", "lang", "word"),
    [
        ("", "en", "en", "Talks"),
        ("", "ja", "ja", "講話"),
        ("language=en", "ja", "en", "Talks"),
        ("language=ja-easy", "en", "ja", "<ruby>"),
        ("language=xx", "ja", "ja", "講話"),
    ],
)
def test_the_list_speaks_the_language_of_the_reader_or_of_the_page(
    client, asked, browser, lang, word
):
    cast.event(
        now=timezone.now(),
        title={
            "ja": "講話",
            "en": "Talks",
            "ja-easy": "戦争《せんそう》の 話《はなし》",
        },
    )

    response = client.get(
        f"/embed/events/?{asked}", headers={"Accept-Language": browser}
    )

    html = response.content.decode()
    assert f'<html lang="{lang}">' in html
    assert word in html
    assert "《" not in html


def test_the_list_is_of_one_programme_and_as_long_as_asked(client):
    now = timezone.now()
    for number in range(6):
        cast.event(slug=f"t{number}", now=now)
    cast.event(slug="show", now=now, programme=cast.programme("shows"))

    def count(query: str) -> int:
        links = Page(client.get(f"/embed/events/?{query}")).links
        return sum("/events/" in link for link in links)

    assert count("") == 5
    assert count("count=10") == 7
    assert count("count=10&programme=shows") == 1
    assert count("count=99999") == 5
    assert count("programme=%00") == 5


def test_staff_copy_the_lines_for_the_list(client, settings):
    cast.programme("shows")
    cast.signed_in(cast.aoki(), client)

    plain = Page(client.get("/staff/outreach/embed/"))
    chosen = client.get("/staff/outreach/embed/?programme=shows&language=en&count=3")

    assert f'src="{settings.SITE_URL}/embed/events/"' in plain.html.replace(
        "&quot;", '"'
    )
    text = chosen.content.decode().replace("&quot;", '"').replace("&amp;", "&")
    query = "programme=shows&amp;language=en&amp;count=3"
    assert f'{settings.SITE_URL}/embed/events/?{query}"' in text
    wrong = Page(client.get("/staff/outreach/embed/?programme=none"))
    assert wrong.status == 200
    assert wrong.errors
