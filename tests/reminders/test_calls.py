"""The call list: offers first, and how far the day has come."""

from datetime import datetime, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import WaitingListEntry
from events.registration.usecases.offers import accept_offer, decline_offer
from events.reminders.choices import Why
from events.reminders.half_days import half_days
from peace.language.dates import jst
from peace.outbox.choices import LetterClass, Outcome, Status
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxMessage, UndeliverableAddress
from peace.outbox.usecases.enqueue import enqueue
from tests import cast
from tests.page import Page
from tests.reminders.calling import (
    listed,
    names,
    offered,
    reminded,
    tried,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk():
    return cast.signed_in(cast.aoki())


def test_offers_come_first_with_the_nearest_deadline():
    event = cast.event(slug="soon", starts_at=cast.tokyo(cast.NOW, days=1, at=time(9)))
    cast.registration(event, people=["前日 の人"], email="", now=cast.NOW - cast.DAY)
    reminded(event, now=cast.NOW)
    far = offered("遠い 人", seats=1, slug="far")
    near_event = cast.NOW - 8 * cast.DAY
    near = offered("近い 人", seats=1, slug="near", now=near_event)
    WaitingListEntry.objects.filter(pk=near[1].pk).update(
        answer_by=cast.NOW + cast.HOUR
    )
    OutboxMessage.objects.filter(pk=near[2].pk).update(not_after=cast.NOW + cast.HOUR)

    found = listed()

    assert names(found.open) == ["近い 人", "遠い 人", "前日 の人"]
    assert found.kinds == ["offer", "reminder"]
    assert [each.slug for each in found.events] == ["soon", "near", "far"]
    assert far[2].kind == "offer"


def test_a_call_that_has_time_stands_behind_those_that_have_not():
    event = cast.event()
    cast.registration(event, people=["急ぐ 人"], email="")
    at = reminded(event)
    enqueue(
        key="talk_storyteller:1",
        kind="talk_storyteller",
        letter_class=LetterClass.A,
        recipient=Recipient(name="急がない 人", phone="0425762111"),
        language="ja",
        letter=Letter("伝承者への電話", "お願いします。"),
        about="",
        now=at - cast.DAY,
    )

    assert names(listed(at).open) == ["急ぐ 人", "急がない 人"]


def test_it_says_why_somebody_is_rung():
    event = cast.event()
    cast.registration(event, people=["なし"], email="")
    cast.registration(event, people=["返送"], email="Gone@example.jp")
    cast.registration(event, people=["希望"], remind_by="PHONE")
    cast.registration(event, people=["メール"])
    UndeliverableAddress.objects.note(email="gone@example.jp", code="550", now=cast.NOW)
    at = reminded(event)

    found = listed(at)

    assert {call.message.recipient_name: call.why for call in found.open} == {
        "なし": Why.NO_EMAIL,
        "返送": Why.BOUNCED,
        "希望": Why.WISH,
    }
    assert names(listed(at, why="BOUNCED").open) == ["返送"]


def test_it_is_narrowed_by_event_and_kind():
    offered("案内 の人", seats=1, slug="other")
    event = cast.event(starts_at=cast.tokyo(cast.NOW, days=1, at=time(9)))
    cast.registration(event, people=["前日 の人"], email="", now=cast.NOW - cast.DAY)
    reminded(event, now=cast.NOW)

    assert names(listed(event="talk").open) == ["前日 の人"]
    assert names(listed(kind="offer").open) == ["案内 の人"]
    assert names(listed(kind="offer", event="talk").open) == []


def test_seven_of_twelve_are_done_on_that_day_and_none_on_the_next():
    event = cast.event()
    for number in range(12):
        cast.registration(event, people=[f"人 {number}"], email="", slots=None)
    at = reminded(event)
    calls = list(OutboxMessage.objects.filter(kind="reminder").order_by("pk"))
    for call in calls[:6]:
        tried(call, Outcome.REACHED, at)
    tried(calls[6], Outcome.WRONG_NUMBER, at)
    tried(calls[7], Outcome.NO_ANSWER, at)

    found = listed(at)

    assert (len(found.done), found.total) == (7, 12)
    assert listed(at + 9 * cast.HOUR).done == found.done
    assert listed(at + cast.DAY).done == []


def test_calls_whose_time_ran_out_are_counted_not_hidden():
    event = cast.event()
    cast.registration(event, email="")
    reminded(event)

    found = listed(event.starts_at + cast.HOUR)

    assert (found.open, found.missed) == ([], 1)


def test_an_offer_that_was_answered_another_way_needs_no_call():
    party, entry, call = offered()

    accept_offer(entry=entry, actor="applicant", now=cast.NOW)

    call.refresh_from_db()
    assert (call.status, call.last_error) == (Status.SKIPPED, "taken back")
    assert [each.message.kind for each in listed().open] == ["promoted"]


def test_a_declined_offer_takes_its_call_along():
    _party, entry, call = offered()

    decline_offer(entry=entry, actor="applicant", now=cast.NOW)

    call.refresh_from_db()
    assert call.status == Status.SKIPPED
    assert listed().open == []


def test_a_day_begins_at_midnight_in_tokyo():
    event = cast.event()
    cast.registration(event, email="")
    at = reminded(event)
    call = OutboxMessage.objects.get(kind="reminder")
    midnight = datetime.combine(jst(at).date() + cast.DAY, time(0), jst(at).tzinfo)
    tried(call, Outcome.REACHED, midnight)

    assert listed(at).done == []
    assert len(listed(midnight).done) == 1


@pytest.mark.parametrize(
    ("clocks", "expected"),
    [
        ([(1, 9, 0), (1, 11, 59)], 1),
        ([(1, 11, 59), (1, 12, 0)], 2),
        ([(1, 15, 0), (2, 15, 0)], 2),
        ([(1, 0, 1), (1, 8, 59)], 1),
    ],
)
def test_half_days_are_mornings_and_afternoons_in_tokyo(clocks, expected):
    moments = [
        cast.tokyo(cast.NOW, days=day, at=time(hour, minute))
        for day, hour, minute in clocks
    ]

    assert len(half_days(moments)) == expected


def test_two_unanswered_calls_on_different_half_days_are_shown_as_such(desk):
    now = timezone.now()
    _party, _entry, call = offered(now=now)
    morning = cast.tokyo(now, days=-1, at=time(9))
    afternoon = cast.tokyo(now, days=-1, at=time(15))

    tried(call, Outcome.NO_ANSWER, morning)
    once = Page(desk.get("/staff/calls/")).words
    tried(call, Outcome.NO_ANSWER, morning + cast.HOUR)
    same = Page(desk.get("/staff/calls/")).words
    tried(call, Outcome.NO_ANSWER, afternoon)
    twice = Page(desk.get("/staff/calls/")).words

    assert "応答なし（1回）" in once
    assert "応答なし（2回、同じ時間帯に）" in same
    assert "応答なし（3回、午前と午後など別の時間帯に）" in twice


def test_the_page_shows_phone_script_deadline_and_links_both_ways(desk):
    now = timezone.now()
    party, entry, call = offered(now=now)

    page = Page(desk.get("/staff/calls/"))
    letters = Page(desk.get("/staff/letters/"))

    number = party.receipt_number
    assert f"tel:{party.phone}" in page.links
    assert f"{number[:4]} {number[4:]}" in page.words
    assert "返事の期限" in page.words
    assert "お越しになりますか。" in page.words
    assert "1件のうち0件が済みました" in page.words
    assert "/staff/letters/" in page.links
    assert {"/staff/calls/", "/staff/post/"} <= set(letters.links)


def test_an_outcome_is_recorded_with_who_and_the_filter_stays(desk):
    now = timezone.now()
    _party, _entry, call = offered(now=now)

    answer = desk.post(
        f"/staff/calls/{call.pk}/outcome/?event=talk", {"outcome": "LEFT_MESSAGE"}
    )
    again = desk.post(f"/staff/calls/{call.pk}/outcome/", {"outcome": "x"}, follow=True)

    attempt = call.tries.get()
    assert answer["Location"] == "/staff/calls/?event=talk#open"
    assert (attempt.outcome, attempt.by[:5]) == ("LEFT_MESSAGE", "user:")
    assert "この連絡は、もう済んでいます。" in Page(again).words


@pytest.mark.parametrize("query", ["day=x", "day=", "event='x", "kind=x&why=%00"])
def test_a_filter_that_means_nothing_is_no_error(desk, query):
    offered(now=timezone.now())

    assert desk.get(f"/staff/calls/?{query}").status_code == 200


def test_three_calls_take_as_many_statements_as_one(desk):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get("/staff/calls/").status_code == 200
        return len(queries)

    now = timezone.now()
    offered("一", slug="a", now=now, seats=1)
    desk.get("/staff/calls/")
    alone = statements()
    offered("二", slug="b", now=now, seats=1)
    offered("三", slug="c", now=now, seats=1)

    assert statements() == alone
