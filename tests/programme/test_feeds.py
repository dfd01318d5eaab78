"""What programs read: Atom, calendars to subscribe to, the map of the site."""

import xml.etree.ElementTree as ET
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.programme.choices import EventStatus
from events.programme.usecases.save_event import save_event
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_pages()


ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML = "{http://www.w3.org/1999/xhtml}"


def read(response) -> ET.Element:
    return ET.fromstring(response.content)  # noqa: S314 - our own


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_atom_tells_what_is_coming_in_each_language(client, settings, prefix):
    now = timezone.now()
    cast.event(now=now)
    cast.event(slug="other", now=now, programme=cast.programme("shows"))
    cast.event(slug="over", starts_at=now - cast.DAY)

    whole = client.get(f"{prefix}/events.atom")
    one = client.get(f"{prefix}/programmes/shows.atom")

    assert whole["Content-Type"] == "application/atom+xml; charset=utf-8"
    slugs = [
        [entry.find(f"{ATOM}id").text for entry in read(r).iter(f"{ATOM}entry")]
        for r in (whole, one)
    ]
    lead = f"{settings.SITE_URL}{prefix}/events"
    assert sorted(slugs[0]) == [f"{lead}/other/", f"{lead}/talk/"]
    assert slugs[1] == [f"{lead}/other/"]
    feed = read(whole)
    assert feed.find(f"{ATOM}title").text
    assert all(datetime.fromisoformat(e.text) for e in feed.iter(f"{ATOM}updated"))
    assert "《" not in whole.content.decode()
    again = client.get(
        f"{prefix}/events.atom", headers={"If-None-Match": whole["ETag"]}
    )
    assert again.status_code == 304


def test_a_changed_event_is_new_again(client):
    now = timezone.now()
    event = cast.event(now=now)

    def updated() -> str:
        forget_pages()
        feed = read(client.get("/events.atom"))
        return feed.find(f"{ATOM}entry/{ATOM}updated").text

    before = updated()
    save_event(event=event, values={"lead": {"ja": "新しい"}}, actor="u", now=now)

    assert before != updated()


def test_each_programme_has_a_calendar_to_subscribe_to(client):
    now = timezone.now()
    cast.event(now=now)
    cast.event(slug="other", now=now, programme=cast.programme("shows"))

    response = client.get("/programmes/shows.ics")

    calendar = Calendar.from_ical(response.content)
    [entry] = calendar.walk("VEVENT")
    assert str(entry["uid"]).startswith("event-other@")
    assert str(calendar["x-wr-calname"])
    assert calendar["refresh-interval"].dt == timedelta(hours=12)
    assert "/programmes/shows.ics" in Page(client.get("/programmes/shows/")).links
    assert all(len(line) <= 75 for line in response.content.split(b"\r\n"))


@pytest.mark.parametrize(
    ("prefix", "word"), [("", "講話"), ("/en", "Talks"), ("/ja-easy", "話")]
)
def test_a_calendar_speaks_the_language_of_the_page_that_leads_to_it(
    client, prefix, word
):
    title = {"ja": "講話", "en": "Talks", "ja-easy": "話《はなし》"}
    cast.event(now=timezone.now(), title=title)

    for page in ("/", "/programmes/talks/", "/events/talk/"):
        links = Page(client.get(f"{prefix}{page}")).links
        [link] = [each for each in links if ".ics" in each]
        [entry] = Calendar.from_ical(client.get(link).content).walk("VEVENT")
        assert str(entry["summary"]) == word


def test_the_map_of_the_site_has_every_page_in_every_language(client, settings):
    cast.event(now=timezone.now())
    cast.event(slug="draft", now=timezone.now(), status=EventStatus.DRAFT)

    urls = read(client.get("/sitemap.xml")).findall(f"{MAP}url")

    places = [url.find(f"{MAP}loc").text for url in urls]
    assert len(places) == len(set(places))
    for prefix in ("", "/en", "/ja-easy"):
        for page in ("/", "/events/talk/", "/programmes/talks/", "/opendata/"):
            assert f"{settings.SITE_URL}{prefix}{page}" in places
    assert not any("draft" in place for place in places)
    for url in urls:
        links = {
            each.get("hreflang"): each.get("href") for each in url.iter(f"{XHTML}link")
        }
        assert set(links) == {"ja", "en", "ja-x-easy", "x-default"}
        assert url.find(f"{MAP}loc").text in links.values()
    for place in places:
        assert client.get(place.removeprefix(settings.SITE_URL)).status_code == 200


def test_robots_stay_out_of_what_is_personal(client, settings):
    text = client.get("/robots.txt").content.decode()

    for path in ("/staff/", "/registration/", "/en/registration/", "/ja-easy/find/"):
        assert f"Disallow: {path}\n" in text
    assert f"Sitemap: {settings.SITE_URL}/sitemap.xml" in text
    settings.DEMO = True
    forget_pages()
    assert "Disallow: /\n" in client.get("/robots.txt").content.decode()


def test_a_page_says_which_address_is_its_own(client, settings):
    cast.event(now=timezone.now())

    html = client.get("/en/events/talk/?from=poster").content.decode()

    own = f"{settings.SITE_URL}/en/events/talk/"
    assert f'<link rel="canonical" href="{own}">' in html
    assert f'hreflang="x-default" href="{settings.SITE_URL}/events/talk/">' in html
