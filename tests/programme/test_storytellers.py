"""Storytellers: an even load, nobody in two places, a calendar without visitors."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from icalendar import Calendar

from events.programme.choices import EventStatus, Story
from events.programme.models import Event, Storyteller, Telling
from events.programme.reports import loads
from events.programme.usecases.save_event import save_event
from events.programme.usecases.tellings import StorytellerBusy
from peace.audit.models import AuditEntry
from peace.language.dates import jst
from tests import cast
from tests.page import Page
from tests.programme.editing import timeslot_data

pytestmark = pytest.mark.django_db


def teller(name="語部 一", **values):
    return Storyteller.objects.create(name=name, stories=["TOKYO"], **values)


def telling(who, slot, story=Story.TOKYO):
    return Telling.objects.create(timeslot=slot, storyteller=who, story=story)


def test_the_fewest_tellings_of_the_fiscal_year_come_first():
    often, rarely, resting = (
        teller("多い 人", kana="おおい"),
        teller("少ない 人", kana="すくない"),
        teller("休む 人", is_active=False),
    )
    slots = cast.timeslots(cast.event())
    telling(often, slots[0])
    telling(often, slots[1])
    telling(rarely, slots[2])
    # The fiscal year before, the one after, and a day that did not take place.
    for days in (-365, 365):
        day = cast.event(
            slug=f"d{days}".replace("-", "m"), starts_at=cast.NOW + days * cast.DAY
        )
        telling(rarely, cast.timeslots(day)[0])
    off = cast.event(slug="off", status=EventStatus.CANCELLED, cancelled_at=cast.NOW)
    telling(rarely, cast.timeslots(off)[0])

    found = loads(day=jst(cast.NOW).date())

    assert [(load.storyteller, load.count) for load in found] == [
        (rarely, 1),
        (often, 2),
        (resting, 0),
    ]
    assert found[0].words == "少ない 人（東京大空襲）今年度1回"


def test_the_fiscal_year_begins_on_the_first_of_april_in_tokyo():
    who = teller()
    march = datetime(2026, 3, 31, 14, 59, tzinfo=UTC)  # 23:59 in Tokyo
    for slug, at in (("old", march), ("new", march + timedelta(minutes=1))):
        event = cast.event(slug=slug, slots=1, starts_at=at)
        telling(who, cast.timeslots(event)[0])

    days = (march.date(), march.date() + cast.DAY)
    assert [loads(day=day)[0].tellings[0].timeslot.starts_at for day in days] == [
        march,
        march + timedelta(minutes=1),
    ]


def test_nobody_tells_in_two_places_at_once():
    who = teller()
    here, there = cast.event(slots=1), cast.event(slug="there", slots=1)
    telling(who, cast.timeslots(there)[0])
    aoki = cast.signed_in(cast.aoki())
    slot = cast.timeslots(here)[0]
    page = f"/staff/events/talk/edit/timeslots/{slot.pk}/"
    data = timeslot_data(slot, teller_0=who.pk, story_0="TOKYO")

    refused = Page(aoki.post(page, data))

    assert "語部 一さんは、2月15日(日) 13:30–14:15に" in refused.words
    assert Telling.objects.count() == 1
    Event.objects.filter(pk=there.pk).update(status="CANCELLED", cancelled_at=cast.NOW)
    assert aoki.post(page, data).status_code == 302
    assert slot.tellings.get().storyteller == who


def test_one_after_the_other_is_possible():
    who = teller()
    event = cast.event(slots=2)
    first, second = cast.timeslots(event)
    first.ends_at = second.starts_at
    first.save()
    telling(who, first)
    aoki = cast.signed_in(cast.aoki())

    answer = aoki.post(
        f"/staff/events/talk/edit/timeslots/{second.pk}/",
        timeslot_data(second, teller_0=who.pk, story_0="TOKYO"),
    )

    assert answer.status_code == 302
    assert Telling.objects.count() == 2


def test_an_event_cannot_be_moved_onto_another_booking():
    who = teller()
    here = cast.event(slots=1)
    there = cast.event(slug="there", slots=1, starts_at=here.starts_at + cast.DAY)
    for event in (here, there):
        telling(who, cast.timeslots(event)[0])

    with pytest.raises(StorytellerBusy):
        save_event(
            event=here,
            values={
                "starts_at": here.starts_at + cast.DAY,
                "ends_at": here.ends_at + cast.DAY,
            },
            moves_timeslots=True,
            actor="user:1",
            now=cast.NOW,
        )

    assert Event.objects.get(slug="talk").starts_at == here.starts_at


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"story_0": ""}, "何の話かを選んでください。"),
        ({"teller_1": "same", "story_1": "TOKYO"}, "同じ方を2回選んでいます。"),
        ({"teller_0": "999999"}, "999999"),
    ],
)
def test_a_telling_needs_a_person_once_and_a_story(values, words):
    who = teller()
    slot = cast.timeslots(cast.event(slots=1))[0]
    aoki = cast.signed_in(cast.aoki())
    values = {k: who.pk if v == "same" else v for k, v in values.items()}
    data = timeslot_data(slot, teller_0=who.pk, story_0="TOKYO") | values

    page = Page(aoki.post(f"/staff/events/talk/edit/timeslots/{slot.pk}/", data))

    assert page.status == 200
    assert words in page.words
    assert not Telling.objects.exists()


def test_the_table_says_who_tells_what_where_and_how_often():
    now = timezone.now()
    who = teller(kana="かたりべ")
    telling(who, cast.timeslots(cast.event(now=now - 14 * cast.DAY))[0])
    aoki = cast.signed_in(cast.aoki())

    words = "".join(Page(aoki.get("/staff/library/storytellers/")).words.split())

    assert "語部一かたりべ東京大空襲1回" in words
    assert "くにたち市民プラザ" in words


def test_the_public_page_names_no_storyteller(client):
    event = cast.event(now=timezone.now())
    telling(teller(), cast.timeslots(event)[0])

    for prefix in ("", "/en", "/ja-easy"):
        assert "語部" not in Page(client.get(f"{prefix}/events/talk/")).html
    assert "語部" not in client.get("/events/talk.ics").content.decode()


def test_the_feed_holds_the_tellings_and_no_visitor(client):
    who = teller()
    event, draft = cast.event(), cast.event(slug="draft", status=EventStatus.DRAFT)
    slot = cast.timeslots(event)[0]
    telling(who, slot)
    telling(who, cast.timeslots(draft)[1])
    telling(teller("別 人"), cast.timeslots(event)[1])
    cast.registration(event, people=["金糸雀 花子"], email="canary@example.jp")

    answer = client.get(f"/storytellers/{who.calendar_code}.ics")

    entries = Calendar.from_ical(answer.content).walk("VEVENT")
    assert [
        (str(each["SUMMARY"]), each["DTSTART"].dt, str(each["STATUS"]))
        for each in entries
    ] == [
        (
            "東京大空襲 くにたち原爆・東京大空襲体験伝承者講話",
            slot.starts_at,
            "CONFIRMED",
        )
    ]
    for secret in ("金糸雀", "canary", "語部", "別 人"):
        assert secret not in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize("code", ["missing", "a%00b", "9" * 500, "%E5%B9%B3"])
def test_an_address_that_is_none_answers_kindly(client, code):
    teller()

    assert client.get(f"/storytellers/{code}.ics").status_code == 404


def test_a_new_address_ends_the_old_one(client):
    who = teller()
    old = who.calendar_code
    aoki = cast.signed_in(cast.aoki())

    aoki.post(f"/staff/library/storytellers/{who.pk}/renew/")

    who.refresh_from_db()
    assert client.get(f"/storytellers/{old}.ics").status_code == 404
    assert client.get(f"/storytellers/{who.calendar_code}.ics").status_code == 200
    assert AuditEntry.objects.get(verb="storyteller.calendar_renewed")


def test_a_storyteller_is_written_down_and_can_rest():
    aoki = cast.signed_in(cast.aoki())
    data = {"name": "語部 二", "kana": "かたりべ", "stories": ["HIROSHIMA"]}

    refused = Page(
        aoki.post("/staff/library/storytellers/new/", data | {"stories": []})
    )
    aoki.post("/staff/library/storytellers/new/", data | {"is_active": "on"})

    assert "話せることを1つ以上選んでください。" in refused.words
    who = Storyteller.objects.get()
    assert (who.stories, who.is_active) == (["HIROSHIMA"], True)
    aoki.post(f"/staff/library/storytellers/{who.pk}/", data)
    who.refresh_from_db()
    assert not who.is_active
    slot = cast.timeslots(cast.event())[0]
    page = Page(aoki.get(f"/staff/events/talk/edit/timeslots/{slot.pk}/"))
    assert "語部 二（" not in page.words


def test_the_table_costs_the_same_for_three_people():
    aoki = cast.signed_in(cast.aoki())
    event = cast.event()
    slots = cast.timeslots(event)
    telling(teller("一"), slots[0])
    # The first page of a session reads more: it finds out what the site is.
    aoki.get("/staff/library/storytellers/")
    with CaptureQueriesContext(connection) as one:
        aoki.get("/staff/library/storytellers/")
    for number in (1, 2):
        telling(teller(f"人 {number}"), slots[number])

    with CaptureQueriesContext(connection) as three:
        aoki.get("/staff/library/storytellers/")

    assert len(three) == len(one)
