"""The page of an event, in every state and every language."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from events.programme.choices import Admission, EventStatus, Openness, Speaker
from events.programme.models import Event
from peace.language.ruby import without_ruby
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db

LANGUAGES = ["ja", "en", "ja-easy"]
KANA = re.compile(r"[\u3041-\u30f6]")

# The word of each state, and whether the page offers to apply.
STATES = {
    Openness.OPEN: ("申し込む", True),
    Openness.NOT_YET_OPEN: ("受付前", False),
    Openness.FULL: ("満席", False),
    Openness.CLOSED: ("受付は終わりました", False),
    Openness.NO_APPLICATION: ("申込みはいりません", False),
    Openness.WALK_IN: ("申込みはいりません", False),
    Openness.WAITING_LIST: ("満席（キャンセル待ちできます）", True),
    Openness.REST_WALK_IN: ("残席を当日受付", False),
    Openness.AT_VENUE: ("当日会場で予約", False),
    Openness.CANCELLED: ("この催しは中止になりました", False),
    Openness.FINISHED: ("終わりました", False),
    Openness.SELECTION: ("各市で募集", False),
}


def event_in(state: Openness) -> Event:
    now = timezone.now()
    match state:
        case Openness.NOT_YET_OPEN:
            return cast.event(now=now, opens_at=now + cast.DAY)
        case Openness.FULL:
            return cast.event(now=now, seats=0, has_waiting_list=False)
        case Openness.WAITING_LIST:
            return cast.event(now=now, seats=0)
        case Openness.REST_WALK_IN:
            event = cast.event(now=now, slots=1)
            event.timeslots.update(walk_ins_from=now - cast.HOUR)
            return event
        case Openness.CLOSED:
            return cast.event(now=now, closes_at=now - cast.HOUR)
        case Openness.NO_APPLICATION:
            return cast.event(now=now, slots=0)
        case Openness.WALK_IN | Openness.SELECTION | Openness.AT_VENUE:
            event = cast.event(now=now, slots=0)
            cast.timeslot(
                event,
                title={"ja": "映像の上映", "en": "Film"},
                starts_at=event.starts_at,
                admission=Admission(state),
            )
            return event
        case Openness.SELECTION:
            event = cast.event(now=now, slots=0)
            cast.timeslot(
                event,
                title={"ja": "広島での研修", "en": "Training in Hiroshima"},
                starts_at=event.starts_at,
                admission=Admission.SELECTION,
            )
            return event
        case Openness.CANCELLED:
            return cast.event(
                now=now,
                status=EventStatus.CANCELLED,
                cancelled_at=now,
                cancel_reason={"ja": "台風のため", "en": "Because of a typhoon"},
            )
        case Openness.FINISHED:
            return cast.event(starts_at=now - cast.DAY)
    return cast.event(now=now, closes_at=now + cast.DAY)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("state", list(Openness))
def test_each_state_has_its_word_in_each_language(client, state, language):
    event = event_in(state)
    prefix = "" if language == "ja" else f"/{language}"
    word, offers = STATES[state]

    page = Page(client.get(f"{prefix}/events/talk/"))

    assert event.openness(timezone.now(), cast.timeslots(event)) == state
    with translation.override(language):
        assert without_ruby(gettext(word)) in page.words
    assert (f"{prefix}/events/talk/register/" in page.links) == offers
    assert page.dead_targets == []


@pytest.mark.parametrize("state", list(Openness))
def test_the_english_page_shows_no_kana(client, state):
    event_in(state)
    Event.objects.update(audience={"ja": "どなたでも", "en": "Everybody"})

    words = Page(client.get("/en/events/talk/")).words

    # The names of the languages stand in the header, each in its own.
    kept = words.replace("やさしい日本語", "").replace("日本語", "")
    assert KANA.findall(kept.replace("国立駅から歩いて5分", "")) == []


@pytest.mark.parametrize(
    ("days", "slots", "state"),
    [
        ({"closes_at": cast.NOW}, "free", Openness.OPEN),
        ({"opens_at": cast.NOW}, "free", Openness.OPEN),
        ({"ends_at": cast.NOW, "starts_at": cast.NOW - cast.DAY}, "free", "FINISHED"),
        ({"closes_at": cast.NOW - cast.HOUR}, "full", Openness.CLOSED),
        ({"opens_at": cast.NOW + cast.HOUR}, "full", Openness.NOT_YET_OPEN),
    ],
)
def test_states_change_at_their_very_second(days, slots, state):
    event = cast.event(seats=20 if slots == "free" else 0, **days)

    assert event.openness(cast.NOW, cast.timeslots(event)) == state


def test_seats_left_stand_beside_each_timeslot(client):
    event = cast.event(now=timezone.now(), seats=10)
    first, second, _third = cast.timeslots(event)
    people = [f"国立 {number}" for number in "一二三四五"]
    now = timezone.now()
    cast.registration(event, people=people, slots=[first, second], now=now)
    cast.registration(event, people=people, slots=[first], now=now)

    words = Page(client.get("/events/talk/")).words

    assert [words.count(text) for text in ["のこり5席", "のこり10席", "満席"]] == [
        1,
        1,
        1,
    ]


def test_an_event_with_one_free_timeslot_is_still_open(client):
    event = cast.event(now=timezone.now(), seats=1)
    cast.registration(event, slots=cast.timeslots(event)[:2], now=timezone.now())

    assert "/events/talk/register/" in Page(client.get("/events/talk/")).links


def test_a_storyteller_is_not_called_a_survivor(client):
    cast.event(now=timezone.now())
    told = Page(client.get("/events/talk/")).words
    Event.objects.update(speaker=Speaker.SURVIVOR, has_content_note=True)
    forget_pages()
    lived = Page(client.get("/events/talk/")).words

    assert "体験者ご本人ではなく" in told
    assert "体験者ご本人がお話しします" in lived
    assert "途中で席を立ってもかまいません" in lived


def test_a_draft_answers_like_nothing_at_all(client):
    cast.event(now=timezone.now(), status=EventStatus.DRAFT)

    for path in ["/events/talk/", "/events/talk.ics", "/events/talk/register/"]:
        assert client.get(path).status_code == 404


def test_the_page_is_small_and_takes_one_statement(client):
    cast.event(now=timezone.now(), slots=6)

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/events/talk/")

    assert len(queries) == 1
    assert len(response.content) < 40_000
    assert "Set-Cookie" not in response.headers
