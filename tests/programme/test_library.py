"""Venues and phrases of the library."""

import pytest
from django.utils import timezone

from events.programme.models import Phrase, Venue
from events.programme.usecases.library import PhraseNameTaken, save_phrase
from peace.audit.models import AuditEntry
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db

VENUE = {"name_ja": "公民館", "name_en": "Public Hall", "address_ja": "国立市中1"}


@pytest.fixture
def aoki():
    return cast.signed_in(cast.aoki())


def test_the_library_says_how_many_events_use_a_venue(aoki):
    cast.event()
    cast.event(slug="second")
    cast.venue("unused", name={"ja": "使わない館"})

    words = "".join(Page(aoki.get("/staff/library/")).words.split())

    assert "くにたち市民プラザ国立市北1-2-32あり" in words
    assert "使わない館国立市北1-2-30あり" in words


def test_a_new_venue_gets_an_address_of_its_own(aoki):
    for _time in range(2):
        aoki.post("/staff/library/venues/new/", VENUE | {"access_ja": "駅から5分"})

    slugs = sorted(Venue.objects.values_list("slug", flat=True))
    assert slugs == ["public-hall", "public-hall-2"]
    assert AuditEntry.objects.filter(verb="venue.created").count() == 2


def test_a_corrected_venue_shows_on_the_pages_of_its_events(aoki, client):
    event = cast.event(now=timezone.now())
    page = f"/staff/library/venues/{event.venue_id}/"

    assert "/staff/events/talk/edit/" in Page(aoki.get(page)).links
    aoki.post(page, VENUE | {"access_ja": "南口から歩いて3分"})

    forget_pages()
    assert "南口から歩いて3分" in Page(client.get("/events/talk/")).words


def test_a_venue_without_a_way_is_refused(aoki):
    page = Page(aoki.post("/staff/library/venues/new/", VENUE))

    assert "日本語を入力してください。" in page.words
    assert not Venue.objects.exists()


def phrase(**values):
    return save_phrase(
        phrase=None,
        values={"kind": "LEAD", "name": "講話", "text": {"ja": "話を聞きます。"}}
        | values,
        actor="user:1",
        now=cast.NOW,
    )


def test_a_phrase_is_known_by_its_name_in_its_place(aoki):
    first = phrase()
    phrase(kind="BODY")
    with pytest.raises(PhraseNameTaken):
        phrase()

    data = {"kind": "LEAD", "name": "講話", "text_ja": "別"}
    page = Page(aoki.post("/staff/library/phrases/new/", data))

    assert "同じ場所に、同じ見出しの文例があります。" in page.words
    assert aoki.post(f"/staff/library/phrases/{first.pk}/", data).status_code == 302
    first.refresh_from_db()
    assert first.text["ja"] == "別"


def test_a_phrase_can_be_removed(aoki):
    found = phrase()

    aoki.post(f"/staff/library/phrases/{found.pk}/remove/")

    assert not Phrase.objects.exists()
    assert AuditEntry.objects.get(verb="phrase.removed").about == f"phrase:{found.pk}"


def test_an_empty_library_says_what_it_is_for(aoki):
    page = Page(aoki.get("/staff/library/"))

    assert "会場は、まだありません。" in page.words
    assert "文例は、まだありません。" in page.words


def test_the_library_is_for_the_citys_own_people(client):
    for address in ("", "venues/new/", "phrases/new/", "storytellers/"):
        assert client.get(f"/staff/library/{address}").status_code == 302
    chiba = cast.signed_in(cast.chiba())
    assert chiba.get("/staff/library/").status_code == 403
