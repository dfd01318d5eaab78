"""What a search engine reads of an event: schema.org, checked strictly."""

import json
import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import Admission
from events.programme.models import Event
from events.programme.usecases.save_event import save_event
from tests import cast
from tests.page import forget_pages

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh():
    forget_pages()


# What schema.org lets an event say; a word that is not here is a mistake of ours.
EVENT_WORDS = {
    *("@context", "@type", "@id", "name", "description", "url", "image"),
    *("startDate", "endDate", "doorTime", "previousStartDate", "eventStatus"),
    *("eventAttendanceMode", "location", "organizer", "offers", "subEvent"),
    *("isAccessibleForFree", "inLanguage", "keywords", "audience"),
    "maximumAttendeeCapacity",
}
AVAILABLE = {"InStock", "SoldOut", "PreOrder", "InStoreOnly", "LimitedAvailability"}


def data_of(client, path: str = "/events/talk/") -> dict:
    """The JSON-LD of a page, checked as strictly as a search engine does."""
    forget_pages()
    html = client.get(path).content.decode()
    [text] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    assert "<" not in text
    assert "《" not in text
    found = json.loads(text)
    assert found["@context"] == "https://schema.org"
    check(found)
    return found


def check(event: dict) -> None:
    assert set(event) <= EVENT_WORDS
    assert event["@type"] == "Event"
    assert event["name"].strip()
    starts, ends = (
        datetime.fromisoformat(event[name]) for name in ("startDate", "endDate")
    )
    assert starts.utcoffset() == timedelta(hours=9)
    assert starts < ends
    assert event["eventStatus"] in {
        f"https://schema.org/Event{each}"
        for each in ("Scheduled", "Cancelled", "Rescheduled")
    }
    mode = "https://schema.org/OfflineEventAttendanceMode"
    assert event["eventAttendanceMode"] == mode
    place = event["location"]
    assert (place["@type"], place["address"]["@type"]) == ("Place", "PostalAddress")
    assert place["address"]["addressCountry"] == "JP"
    assert place["name"]
    if offer := event.get("offers"):
        assert (offer["price"], offer["priceCurrency"]) == (0, "JPY")
        assert offer["availability"].removeprefix("https://schema.org/") in AVAILABLE
        assert offer["url"].startswith("http://")
    for inner in event.get("subEvent", ()):
        check(inner)


@pytest.mark.parametrize("prefix", ["", "/en", "/ja-easy"])
def test_a_search_engine_reads_the_event_in_each_language(client, prefix):
    event = cast.event(now=timezone.now())

    found = data_of(client, f"{prefix}/events/talk/")

    assert found["url"].endswith(f"{prefix}/events/talk/")
    assert found["isAccessibleForFree"] is True
    assert datetime.fromisoformat(found["startDate"]) == event.starts_at
    assert [each["maximumAttendeeCapacity"] for each in found["subEvent"]] == [
        slot.capacity for slot in cast.timeslots(event)
    ]


@pytest.mark.parametrize(
    ("admission", "availability"),
    [
        (Admission.APPLICATION, "InStock"),
        (Admission.LOTTERY, "InStock"),
        (Admission.WALK_IN, "InStoreOnly"),
        (Admission.AT_VENUE, "InStoreOnly"),
        (Admission.FREE_ENTRY, "InStock"),
        (Admission.SELECTION, "LimitedAvailability"),
    ],
)
def test_every_way_in_has_an_offer(client, admission, availability):
    event = cast.event(now=timezone.now(), slots=0)
    cast.timeslot(event, starts_at=event.starts_at, admission=admission)

    offer = data_of(client)["offers"]

    assert offer["availability"] == f"https://schema.org/{availability}"
    applies = admission in {Admission.APPLICATION, Admission.LOTTERY}
    assert offer["url"].endswith("/register/") == applies


def test_a_full_timeslot_is_sold_out_and_another_is_not(client):
    event = cast.event(now=timezone.now())
    first = event.timeslots.in_order()[0]
    first.quotas.update(capacity=0)

    found = data_of(client)["subEvent"]

    assert found[0]["offers"]["availability"].endswith("SoldOut")
    assert found[1]["offers"]["availability"].endswith("InStock")


def test_what_is_called_off_offers_nothing(client):
    event = cast.event(now=timezone.now())
    event.cancel(reason={"ja": "台風のため"}, now=timezone.now())
    event.save()

    found = data_of(client)

    assert found["eventStatus"] == "https://schema.org/EventCancelled"
    assert "offers" not in found
    assert not any("offers" in each for each in found["subEvent"])


def test_a_moved_event_says_when_it_was_first_announced(client):
    now = timezone.now()
    event = cast.event(now=now)
    first = event.starts_at

    def move(to: datetime) -> None:
        by = to - Event.objects.get(pk=event.pk).starts_at
        values = {"starts_at": to, "ends_at": event.ends_at + (to - first)}
        save_event(
            event=event, values=values, moves_timeslots=bool(by), actor="u", now=now
        )

    move(first + cast.DAY)
    move(first + 2 * cast.DAY)
    found = data_of(client)
    assert found["eventStatus"] == "https://schema.org/EventRescheduled"
    assert datetime.fromisoformat(found["previousStartDate"]) == first
    move(first)
    assert data_of(client)["eventStatus"] == "https://schema.org/EventScheduled"


def test_a_title_cannot_end_the_data(client):
    bad = "</script><script>alert(1)</script>&\u2028"
    cast.event(now=timezone.now(), title={"ja": bad})

    assert bad.split("&")[0] in data_of(client)["name"]


def test_being_found_costs_no_statement_more(client):
    cast.event(now=timezone.now())

    with CaptureQueriesContext(connection) as queries:
        client.get("/events/talk/")

    assert len(queries) <= 3
