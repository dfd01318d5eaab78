"""Staff narrow the list down: every choice, its count, and the way through pages."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.models import Attendee, Registration
from events.registration.narrowing import Narrowing, counts, narrowed
from events.registration.usecases.application import SupportWish
from events.registration.usecases.cancel import cancel_seats
from tests import cast
from tests.page import Page
from tests.registration.waiting import full_event, wait

pytestmark = pytest.mark.django_db

LIST = "/staff/events/talk/registrations/"


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now(), seats=100)


def party(event, name="国立 花子", **values) -> Registration:
    return cast.registration(event, people=[name], now=timezone.now(), **values)


def names(event, **wish) -> list[str]:
    return [
        each.attendees.get(number=1).name for each in narrowed(event, Narrowing(**wish))
    ]


def test_a_timeslot_finds_who_still_has_a_seat_in_it(event):
    first, second, _third = cast.timeslots(event)
    party(event, "甲", slots=[first])
    party(event, "乙", slots=[second])
    gone = party(event, "丙", slots=[second])
    cancel_seats(
        registration=gone,
        seat_ids=[gone.seats.get().pk],
        actor="applicant",
        now=timezone.now(),
    )

    assert names(event, slot=second.pk) == ["乙"]
    assert names(event, slot=second.pk, status="CANCELLED") == ["丙"]
    assert names(event, status="CANCELLED") == ["丙"]


def test_those_who_did_not_come_are_found_by_timeslot(event):
    first, second, _third = cast.timeslots(event)
    came = party(event, "甲", slots=[first, second])
    party(event, "乙", slots=[second])
    came.seats.filter(timeslot=first).update(
        admitted_at=timezone.now(), admitted_by=uuid.uuid4()
    )

    assert names(event, slot=first.pk, mark="NOT_IN") == []
    assert names(event, slot=second.pk, mark="NOT_IN") == ["乙", "甲"]
    assert names(event, mark="NOT_IN") == ["乙", "甲"]


def test_timeslot_and_status_mean_the_same_seat():
    event = full_event(seats=1, slug="full")
    slot = event.timeslots.get()
    wait(event, "待子")
    free = cast.timeslot(event, starts_at=event.starts_at + cast.HOUR)
    both = cast.registration(
        event,
        people=["両子"],
        slots=[slot, free],
        waits_for={slot.pk},
    )

    assert set(names(event, slot=slot.pk, status="WAITING")) == {"待子", "両子"}
    assert names(event, slot=free.pk, status="CONFIRMED") == ["両子"]
    assert names(event, slot=free.pk, status="WAITING") == []
    assert both.seats.count() == 2


def test_each_mark_finds_its_own(event):
    party(event, "甲", email="")
    party(event, "乙", persons={"visit": "FIRST"})
    party(event, "丙", persons={"age_band": "UNDER_20"})
    party(event, "丁", note="車で行きます")
    party(event, "戊", staff_note="折り返し電話")
    consent = party(event, "己")
    Attendee.objects.filter(registration=consent).update(lacks_consent=True)
    needs = cast.registration(
        event, people=["庚"], now=timezone.now(), support=[SupportWish("WHEELCHAIR")]
    )

    assert needs.support_requests.count() == 1
    assert names(event, mark="NO_EMAIL") == ["甲"]
    assert names(event, mark="FIRST_TIMER") == ["乙"]
    assert names(event, mark="YOUNG") == ["丙"]
    assert names(event, mark="NOTE") == ["戊", "丁"]
    assert names(event, mark="LACKS_CONSENT") == ["己"]
    assert names(event, mark="SUPPORT") == ["庚"]
    assert names(event, support="WHEELCHAIR") == ["庚"]
    assert names(event, support="SIGN_LANGUAGE") == []


def test_a_party_of_three_is_found_once_and_counted_once(event):
    cast.registration(
        event,
        people=["国立 一", "国立 二", "国立 三"],
        slots=cast.timeslots(event),
        now=timezone.now(),
        persons={"visit": "FIRST"},
    )
    found = counts(event)

    assert len(names(event, words="国立", status="CONFIRMED", mark="FIRST_TIMER")) == 1
    assert found.status["CONFIRMED"] == 1
    assert found.mark["FIRST_TIMER"] == 1
    assert set(found.slot.values()) == {1}


def test_counts_are_those_of_this_event_only(event):
    other = cast.event(slug="other", now=timezone.now())
    party(other, channel="PHONE")
    party(event, channel="DESK")

    assert counts(event).channel == {"DESK": 1}


def test_the_order_is_newest_arrival_or_kana(event):
    now = timezone.now()
    cast.registration(event, people=["渡辺"], kana=["わたなべ"], now=now)
    cast.registration(
        event,
        people=["青木"],
        kana=["アオキ"],
        now=now + cast.HOUR,
        arrived_at=now - cast.DAY,
    )
    cast.registration(event, people=["馬場"], kana=["ばば"], now=now + cast.HOUR / 2)

    assert names(event) == ["青木", "馬場", "渡辺"]
    assert names(event, order="ARRIVAL") == ["青木", "渡辺", "馬場"]
    assert names(event, order="KANA") == ["青木", "馬場", "渡辺"]


def test_the_page_shows_counts_and_keeps_the_choice_through_its_pages(client, event):
    cast.many_parties(event, 51, now=timezone.now())
    party(event, "電子", channel="PHONE")

    page = Page(client.get(LIST, {"channel": "WEB", "order": "KANA"}))

    assert "電話（1）" in page.words
    assert "51件" in page.words
    assert "?channel=WEB&order=KANA&page=2" in page.links


@pytest.mark.parametrize(
    "query",
    [
        {"slot": "x"},
        {"slot": "9" * 5000},
        {"slot": "-1"},
        {"status": "'"},
        {"channel": "\0"},
        {"support": "🕊"},
        {"mark": "MARK"},
        {"order": "name"},
    ],
)
def test_a_choice_that_is_not_offered_counts_as_none(client, event, query):
    party(event)

    page = Page(client.get(LIST, query))

    assert page.status == 200
    assert "1件" in page.words


def test_nothing_found_says_so_and_nobody_yet_says_so(client, event):
    assert "申込みは、まだありません。" in Page(client.get(LIST)).words
    party(event)
    page = Page(client.get(LIST, {"channel": "DESK"}))
    assert "見つかりませんでした。" in page.words


def test_the_row_says_where_each_party_stands(client):
    event = full_event(seats=1, now=timezone.now())
    wait(event, "待子", now=timezone.now(), staff_note="折り返し電話")

    words = Page(client.get(LIST)).words

    assert "キャンセル待ち 1番 1名" in words
    assert "確定 1名" in words
    assert "メモ" in words
    assert "折り返し電話" not in words


def test_three_parties_with_lines_and_support_cost_as_much_as_one(client, event):
    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(LIST, {"order": "KANA"}).status_code == 200
        return len(queries)

    client.get(LIST)
    party(event, support=[SupportWish("WHEELCHAIR")])
    alone = statements()
    for name in ["乙", "丙"]:
        cast.registration(
            event,
            people=[name, "丁"],
            slots=cast.timeslots(event),
            now=timezone.now(),
            support=[SupportWish("SIGN_LANGUAGE")],
        )

    assert statements() == alone
