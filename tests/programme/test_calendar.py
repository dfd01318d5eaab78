"""Calendar files that other programs can read."""

import pytest
from django.utils import timezone
from icalendar import Calendar

from events.programme.choices import EventStatus
from tests import cast

pytestmark = pytest.mark.django_db


def entries(response) -> list:
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment; filename=")
    return list(Calendar.from_ical(response.content).walk("VEVENT"))


def test_an_event_has_one_entry_with_all_that_a_calendar_needs(client):
    event = cast.event(now=timezone.now())

    [entry] = entries(client.get("/events/talk.ics"))

    assert str(entry["uid"]).startswith("event-talk@")
    assert str(entry["summary"]) == event.title["ja"]
    assert (entry["dtstart"].dt, entry["dtend"].dt) == (event.starts_at, event.ends_at)
    assert str(entry["location"]) == "くにたち市民プラザ 国立市北1-2-3"
    assert str(entry["url"]).endswith("/events/talk/")
    assert (str(entry["status"]), int(entry["sequence"])) == ("CONFIRMED", 0)


def test_times_need_no_table_of_time_zones(client):
    cast.event(now=timezone.now())

    content = client.get("/events/talk.ics").content.decode()

    assert "TZID" not in content
    assert "DTSTAMP:" in content
    assert "\r\n" in content
    assert all(len(line.encode()) <= 75 for line in content.split("\r\n"))


def test_a_cancelled_event_moves_the_same_entry_to_cancelled(client):
    event = cast.event(now=timezone.now())
    [before] = entries(client.get("/events/talk.ics"))
    event.cancel(reason={"ja": "台風"}, now=timezone.now())
    event.save()

    [after] = entries(client.get("/events/talk.ics"))

    assert after["uid"] == before["uid"]
    assert (str(after["status"]), int(after["sequence"])) == ("CANCELLED", 1)


def test_the_feed_holds_what_is_coming_and_no_drafts(client):
    now = timezone.now()
    cast.event(slug="a", now=now)
    cast.event(slug="b", starts_at=now + cast.DAY)
    cast.event(slug="over", starts_at=now - cast.DAY)
    cast.event(slug="draft", now=now, status=EventStatus.DRAFT)

    found = entries(client.get("/events.ics"))

    assert [str(entry["uid"]).split("@")[0] for entry in found] == [
        "event-b",
        "event-a",
    ]


def test_an_empty_feed_is_still_a_calendar(client):
    assert entries(client.get("/events.ics")) == []
