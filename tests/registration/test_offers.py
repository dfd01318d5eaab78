"""The answer to an offered seat: yes, no, or none in time."""

import pytest
from django.utils import timezone, translation

from events.registration.models import LineRecord, Registration
from events.registration.reports import miscounts
from events.registration.usecases.offers import (
    NobodyChosen,
    OfferOver,
    accept_offer,
    decline_offer,
    expire_offers,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import Channel
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.page import Page
from tests.registration.waiting import (
    cancel,
    entry_of,
    full_event,
    give_back,
    line,
    slot_of,
    statuses,
    steps,
    wait,
)

pytestmark = pytest.mark.django_db


def offered_party(*people: str, seats: int = 2, free: int = 1, **values):
    """A party to whom FREE seats have been offered."""
    event = full_event(seats=seats)
    party = wait(event, *people, **values)
    give_back(event, free)
    return event, party


def accept(party, **values):
    return accept_offer(
        entry=entry_of(party), actor="applicant", now=cast.NOW, **values
    )


def letter_of(party, kind: str) -> OutboxMessage:
    return OutboxMessage.objects.get(about=party.about, kind=kind)


def test_a_yes_confirms_the_seat_and_sends_the_ticket():
    event, party = offered_party("国立 花子")

    accept(party)

    assert statuses(party) == ["CONFIRMED"]
    assert line(event) == []
    assert steps(event)[-1] == (1, "ACCEPTED", 1)
    assert [name for name, _ in letter_of(party, "promoted").parts] == [
        "ticket_qr",
        "calendar",
    ]
    assert AuditEntry.objects.filter(verb="offer.accepted", about=party.about).exists()
    assert miscounts() == []


def test_a_second_yes_finds_that_it_is_done():
    _event, party = offered_party("国立 花子")
    accept(party)

    with pytest.raises(OfferOver):
        accept(party)


def test_a_no_leaves_the_line_and_the_next_one_is_asked():
    event, party = offered_party("国立 花子")
    following = wait(event, "国立 二郎", email="b@example.jp")

    decline_offer(entry=entry_of(party), actor="applicant", now=cast.NOW)

    party.refresh_from_db()
    assert party.is_cancelled
    assert statuses(following) == ["OFFERED"]
    assert line(event) == [(2, "OFFERED")]
    assert (1, "DECLINED", 1) in steps(event)
    assert miscounts() == []


def test_without_an_answer_in_time_the_party_goes_to_the_end_and_is_told():
    event, party = offered_party("国立 花子")
    following = wait(event, "国立 二郎", email="b@example.jp")
    ends = entry_of(party).answer_by

    assert expire_offers(now=ends - cast.HOUR) == 0
    assert expire_offers(now=ends) == 1
    assert expire_offers(now=ends) == 0

    assert (statuses(party), statuses(following)) == (["WAITING"], ["OFFERED"])
    assert line(event) == [(2, "OFFERED"), (1, "WAITING")]
    assert "いまの順番は2番目です" in letter_of(party, "offer_expired").text
    assert miscounts() == []


def test_a_yes_after_the_end_is_refused_even_before_beat_came():
    _event, party = offered_party("国立 花子")
    ends = entry_of(party).answer_by

    with pytest.raises(OfferOver):
        accept_offer(entry=entry_of(party), actor="applicant", now=ends)


def test_a_second_offer_after_an_expired_one_is_a_second_letter():
    event, party = offered_party("国立 花子")
    ends = entry_of(party).answer_by

    expire_offers(now=ends)

    assert statuses(party) == ["OFFERED"]
    assert OutboxMessage.objects.filter(about=party.about, kind="offer").count() == 2
    assert line(event) == [(1, "OFFERED")]


def test_who_comes_with_fewer_gives_the_other_seat_to_the_next_in_line():
    event, party = offered_party("国立 花子", "国立 太郎", free=2)
    following = wait(event, "国立 二郎", email="b@example.jp")
    mother = party.attendees.get(number=1)

    accept(party, attendee_ids=[mother.pk])

    assert statuses(party) == ["CONFIRMED", "CANCELLED"]
    assert statuses(following) == ["OFFERED"]
    assert miscounts() == []


def test_with_fewer_seats_the_party_says_who_comes():
    event, party = offered_party(
        "国立 花子", "国立 太郎", seats=3, free=1, accepts_fewer=True
    )
    son = party.attendees.get(number=2)

    accept(party, attendee_ids=[son.pk])

    # The mother goes on waiting for a seat of her own.
    assert statuses(party) == ["WAITING", "CONFIRMED"]
    assert line(event) == [(1, "WAITING")]
    assert miscounts() == []


def test_a_yes_without_anybody_is_refused():
    _event, party = offered_party("国立 花子")

    with pytest.raises(NobodyChosen):
        accept(party, attendee_ids=[])

    assert statuses(party) == ["OFFERED"]


def test_who_has_no_address_is_rung_and_given_office_hours():
    event, party = offered_party(
        "国立 花子", email="", phone="0425762111", channel="PHONE"
    )

    letter = letter_of(party, "offer")
    assert letter.channel == Channel.PHONE
    assert letter.not_after == entry_of(party).answer_by
    assert slot_of(event).taken == 2


def test_cancelling_an_offered_seat_is_a_no_too():
    event, party = offered_party("国立 花子")
    following = wait(event, "国立 二郎", email="b@example.jp")

    cancel(party)

    assert statuses(following) == ["OFFERED"]
    assert line(event) == [(2, "OFFERED")]
    assert miscounts() == []


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("kind", ["offer", "promoted", "offer_expired"])
def test_each_letter_says_what_to_do_in_each_language(language, kind):
    event = full_event()
    party = wait(event, "国立 花子", language=language)
    give_back(event, 1)
    if kind == "promoted":
        accept(party)
    if kind == "offer_expired":
        expire_offers(now=entry_of(party).answer_by)

    letter = letter_of(party, kind)

    said = {
        "offer": {
            "ja": "ボタンで決まります",
            "ja-easy": "ボタンを 押《お》して ください",
            "en": "Opening the link decides nothing",
        },
        "promoted": {
            "ja": "キャンセル待ちの席が確定しました",
            "ja-easy": "あなたの 席《せき》が あります",
            "en": "Your waiting-list seats are now confirmed",
        },
        "offer_expired": {
            "ja": "キャンセル待ちは続いています",
            "ja-easy": "いま 1番目《ばんめ》に 待《ま》って います",
            "en": "You are still on the waiting list",
        },
    }
    assert said[kind][language] in letter.text
    assert party.receipt_number[:4] in letter.text
    assert "{" not in letter.subject + letter.text
    with translation.override(language):
        page = f"{party.url}offer/" if kind == "offer" else party.url
    assert page in letter.text


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
@pytest.mark.parametrize("mixed", [False, True])
def test_who_waits_is_told_so_in_each_language(language, mixed):
    event = cast.event(slots=2, seats=1)
    first, second = cast.timeslots(event)
    cast.registration(event, slots=[first])

    party = wait(
        event,
        "国立 花子",
        slots=[first, second] if mixed else [first],
        language=language,
    )

    text = letter_of(party, "confirmation").text
    said = {
        False: {
            "ja": "キャンセル待ちの列に並びました",
            "ja-easy": "列《れつ》に 入《はい》りました",
            "en": "you have joined the waiting list",
        },
        True: {
            "ja": "席が確定した回と、キャンセル待ちの回があります",
            "ja-easy": "まだ 席《せき》が ない 時間《じかん》が あります",
            "en": "The others are on the waiting list",
        },
    }
    assert said[mixed][language] in text
    assert "{" not in text


# Pages


def browser_offer(client, party):
    return Page(client.get(f"{party.url}offer/"))


@pytest.fixture
def live_offer():
    """An offer on the clock of pages."""
    now = timezone.now()
    event = cast.event(now=now, slots=1, seats=1)
    first = cast.registration(event, now=now, people=["先客 一"])
    party = cast.registration(
        event,
        now=now,
        people=["国立 花子"],
        waits_for={slot_of(event).pk},
    )
    cancel(first, now=now)
    return event, party


def test_opening_the_page_of_an_offer_decides_nothing(client, live_offer):
    _event, party = live_offer

    page = browser_offer(client, party)

    assert "国立 花子" in page.words
    assert statuses(party) == ["OFFERED"]


def test_the_buttons_of_the_page_decide(client, live_offer):
    _event, party = live_offer
    entry = entry_of(party)
    person = party.attendees.get()

    answer = {"entry": entry.pk, "person": person.pk, "answer": "accept"}
    response = client.post(f"{party.url}offer/", answer)

    assert response.status_code == 302
    assert statuses(party) == ["CONFIRMED"]
    assert "お返事を受け付けました" in Page(client.get(response.url)).words
    again = Page(client.post(f"{party.url}offer/", answer))
    assert "すでにお返事をいただいています" in again.words


@pytest.mark.parametrize("answer", ["", "maybe", "accept"])
def test_an_unclear_answer_is_asked_again(client, live_offer, answer):
    _event, party = live_offer

    data = {"entry": entry_of(party).pk, "answer": answer}
    page = Page(client.post(f"{party.url}offer/", data))

    assert page.status == 200
    assert "選んでください" in page.words
    assert statuses(party) == ["OFFERED"]


def test_another_partys_offer_answers_like_one_that_does_not_exist(client, live_offer):
    event, party = live_offer
    other = cast.registration(
        event, now=party.created_at, waits_for={slot_of(event).pk}
    )

    answers = [
        client.post(f"{other.url}offer/", {"entry": entry, "answer": "decline"})
        for entry in (entry_of(party).pk, 999_999, "x")
    ]

    assert [each.status_code for each in answers] == [404, 404, 404]
    assert statuses(party) == ["OFFERED"]


def test_the_private_page_shows_the_number_in_line_and_the_offer(client, live_offer):
    event, party = live_offer
    other = cast.registration(
        event, now=party.created_at, waits_for={slot_of(event).pk}
    )

    assert "席が空きました" in Page(client.get(party.url)).words
    waiting = Page(client.get(other.url)).words
    assert "キャンセル待ち（番号2）" in waiting
    assert "まだ席は決まっていません" in waiting


def test_the_public_line_shows_numbers_and_reasons_but_no_names(client, live_offer):
    event, _party = live_offer

    page = Page(client.get(f"/events/{event.slug}/line/"))

    assert "番号1" in page.words
    assert "席をご案内しました" in page.words
    assert LineRecord.objects.count() == 2
    assert "国立 花子" not in page.words


def test_the_form_of_a_full_event_leads_into_the_line(client, live_offer):
    event, _party = live_offer
    path = f"/events/{event.slug}/register/"
    form = Page(client.get(path))
    slot = slot_of(event)
    assert form.values("full") == [str(slot.pk)]
    data = cast.form_data(slot, email="neu@example.jp") | {"full": str(slot.pk)}

    response = client.post(path, data)

    assert response.status_code == 302
    assert "キャンセル待ち（番号2）" in Page(client.get(response.url)).words


def test_who_did_not_see_that_it_is_full_is_asked_first(client, live_offer):
    event, _party = live_offer
    data = cast.form_data(slot_of(event), email="neu@example.jp")

    page = Page(client.post(f"/events/{event.slug}/register/", data))

    assert len(page.errors) == 1
    assert "キャンセル待ちになります" in page.errors[0]
    assert page.values("full") == [str(slot_of(event).pk)]


def test_a_family_for_whom_the_seats_left_are_too_few_is_told_and_may_wait(client):
    """One talk has three seats left, and four want to come: the reason for a line."""
    event = cast.event(now=timezone.now(), slots=1, seats=3)
    path = f"/events/{event.slug}/register/"
    data = cast.form_data(slot_of(event), people=4, email="familie@example.jp")

    told = Page(client.post(path, data))
    assert "キャンセル待ちになります" in told.errors[0]
    assert "一部の人数でも参加する" in told.words
    again = data | {"full": told.values("full")[0], "accepts_fewer": "on"}
    response = client.post(path, again)

    assert response.status_code == 302
    party = Registration.objects.get()
    # Fewer will do: three sit, the fourth goes on waiting.
    assert sorted(statuses(party)) == ["CONFIRMED"] * 3 + ["WAITING"]
    assert miscounts() == []
