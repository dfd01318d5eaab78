"""Staff: finding a registration, looking at it, cancelling, a new ticket."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import EventStatus
from events.registration.models import Registration
from peace.outbox.models import OutboxBatch
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

LIST = "/staff/events/talk/registrations/"


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now(), seats=100)


def register(event, name: str, kana: str = "", **values) -> Registration:
    return cast.registration(
        event, people=[name], kana=[kana], now=timezone.now(), **values
    )


def found(client, words: str) -> list[str]:
    """The receipt numbers in the list, in order."""
    page = Page(client.get(LIST, {"q": words}))
    assert page.status == 200
    return [
        link[len(LIST) : -1]
        for link in page.links
        if link.startswith(LIST) and link != LIST
    ]


@pytest.mark.parametrize(
    "words",
    [
        "た",
        "タ",
        "ﾀ",
        "たか",
        "タカハシ",
        "ﾀｶﾊｼ",
        "髙橋",
        "高橋",
        "高 橋",
        "橋",
        "はしごだか",
    ],
)
def test_a_name_is_found_however_it_is_typed(client, event, words):
    wanted = register(event, "髙橋 花子", "タカハシ ハナコ")
    register(event, "佐藤 一郎", "サトウ イチロウ")

    expected = [] if words == "はしごだか" else [wanted.receipt_number]
    assert found(client, words) == expected


def test_one_kana_finds_the_beginning_of_the_reading_only(client, event):
    register(event, "高橋 花子", "たかはし はなこ")
    hanai = register(event, "花井 太郎", "はない たろう")

    assert found(client, "は") == [hanai.receipt_number]


def test_the_second_person_of_a_party_is_found_too(client, event):
    party = cast.registration(
        event,
        people=["国立 花子", "立川 太郎"],
        kana=["くにたち はなこ", "たちかわ たろう"],
        now=timezone.now(),
    )

    assert found(client, "たちかわ") == [party.receipt_number]
    assert found(client, "立川") == [party.receipt_number]


def test_numbers_are_found_by_receipt_and_by_the_end_of_the_phone(client, event):
    party = register(event, "国立 花子", phone="09011112345")
    register(event, "国立 太郎", phone="09099998888")
    receipt = party.receipt_number

    for words in [
        receipt,
        f"{receipt[:4]} {receipt[4:]}",
        receipt[:4] + "-" + receipt[4:],
    ]:
        assert found(client, words) == [receipt]
    for words in ["2345", "２３４５", "090-1111-2345"]:
        assert receipt in found(client, words)
        assert len(found(client, words)) == 1


@pytest.mark.parametrize("words", ["%", "_", "\0", "🕊", "' OR 1=1--", "x" * 5000, "（"])
def test_odd_words_find_nobody_and_break_nothing(client, event, words):
    register(event, "国立 花子", "くにたち はなこ")

    page = Page(client.get(LIST, {"q": words}))

    assert page.status == 200
    if words != "\0":
        assert "見つかりませんでした。" in page.words


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 5000, "99"])
def test_a_page_that_is_not_there_shows_one_that_is(client, event, page):
    register(event, "国立 花子")

    assert client.get(LIST, {"page": page}).status_code == 200


def test_the_list_has_pages_of_fifty(client, event):
    cast.many_parties(event, 51, now=timezone.now())

    assert len(found(client, "")) == 50
    assert len(Page(client.get(LIST, {"page": "2"})).links) > 0


def test_registrations_of_another_event_are_not_in_the_list(client, event):
    other = cast.event(slug="other", now=timezone.now())
    party = register(other, "国立 花子", "くにたち")

    assert found(client, "く") == []
    assert client.get(f"{LIST}{party.receipt_number}/").status_code == 404


def test_three_parties_take_as_many_statements_as_one(client, event):
    def statements(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(path).status_code == 200
        return len(queries)

    client.get(LIST)  # the session's clock starts
    party = register(event, "国立 花子")
    alone = statements(LIST), statements(f"{LIST}{party.receipt_number}/")
    slots = cast.timeslots(event)
    for name in ["国立 太郎", "国立 次郎"]:
        cast.registration(
            event, people=[name, "国立 三郎"], slots=slots, now=timezone.now()
        )

    big = Registration.objects.order_by("-pk").first()
    assert statements(LIST) == alone[0]
    assert statements(f"{LIST}{big.receipt_number}/") == alone[1]


def test_staff_cancel_ticked_seats_for_somebody_who_rang(client, event):
    party = register(event, "国立 花子")
    path = f"{LIST}{party.receipt_number}/cancel/"

    for seat in ["", "x", "²", "9" * 5000, str(10**30)]:
        response = client.post(path, {"seat": seat}, follow=True)
        assert "席を選んでください。" in Page(response).words
    response = client.post(path, {"seat": party.seats.get().pk}, follow=True)

    assert "1席を取り消しました。" in Page(response).words
    party.refresh_from_db()
    assert party.is_cancelled


def test_staff_give_out_a_new_ticket_but_not_for_a_cancelled_party(client, event):
    party = register(event, "国立 花子")
    path = f"{LIST}{party.receipt_number}/reissue/"

    client.post(path)
    assert party.tickets.valid().get().version == 2
    client.post(f"{LIST}{party.receipt_number}/cancel/", {"seat": party.seats.get().pk})
    client.post(path)
    assert party.tickets.valid().get().version == 2


@pytest.mark.parametrize("receipt", ["0", "99999999", "%00", "あ", "x"])
def test_a_receipt_number_that_is_none_answers_404(client, event, receipt):
    assert client.get(f"{LIST}{receipt}/").status_code == 404
    assert client.post(f"{LIST}{receipt}/cancel/").status_code == 404


def test_cancelling_the_event_first_says_what_will_happen(client, event):
    register(event, "国立 花子")
    register(event, "国立 太郎")

    page = Page(client.get("/staff/events/talk/cancel/"))

    assert "2組の申込みが取り消されます。" in page.words
    event.refresh_from_db()
    assert event.status == EventStatus.PUBLISHED


def test_cancelling_the_event_needs_a_reason(client, event):
    page = Page(client.post("/staff/events/talk/cancel/", {"reason_en": "Typhoon"}))

    assert page.errors == ["理由を入力してください。"]
    assert page.values("reason_en") == ["Typhoon"]
    assert page.dead_targets == []
    event.refresh_from_db()
    assert not event.is_cancelled


def test_the_event_is_cancelled_once_and_a_second_person_is_named(client, event):
    register(event, "国立 花子")
    path = "/staff/events/talk/cancel/"

    response = client.post(path, {"reason_ja": "台風のため"}, follow=True)
    again = client.post(path, {"reason_ja": "台風のため"}, follow=True)

    assert (
        "1組へのお知らせは、もう1人の職員が承認すると送られます。"
        in Page(response).words
    )
    assert "もう中止にできません。" in Page(again).words
    assert OutboxBatch.objects.count() == 1


@pytest.mark.parametrize("person", [cast.chiba, cast.fukuda])
@pytest.mark.parametrize("path", [LIST, "/staff/events/talk/cancel/"])
def test_nobody_else_sees_who_comes(event, person, path):
    assert cast.signed_in(person()).get(path).status_code == 403
