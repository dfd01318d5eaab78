"""Finding a party at the door: what is found, who may look, what stays of it."""

import json

import pytest
from django.utils import timezone

from events.door.choices import DeviceRole
from events.registration.models import Attendee, Registration, Seat
from peace.audit.models import AuditEntry
from tests.door.builders import KANA, NAME, PHONE, Phone, event, party, slots_of

pytestmark = pytest.mark.django_db

FAMILY_KANA, FAMILY_NAME = KANA.split()[0], NAME.split()[0]


@pytest.fixture
def talk():
    return event(slots=2)


def named(slot, name, kana, *, people=1):
    """A party whose first person has this name."""
    ticket = party(slot, people=people)
    first = Attendee.objects.get(registration=ticket.registration, number=1)
    first.call(name=name, kana=kana)
    first.save()
    return ticket.registration


def search(phone, words, **more):
    return phone.client.post(
        "/scanner/api/search",
        json.dumps({"q": words} | more),
        content_type="application/json",
        headers=phone.headers,
    )


def found(phone, words, **more):
    response = search(phone, words, **more)
    assert response.status_code == 200, response.content
    return [hit["receipt_number"] for hit in response.json()["hits"]]


@pytest.mark.parametrize("words", ["や", "ヤ", "ﾔﾏ", "やまざき", "山崎", "山﨑", "崎"])
def test_a_name_is_found_by_kana_from_one_letter_and_by_kanji(talk, words):
    slot = slots_of(talk)[0]
    wanted = named(slot, "山﨑 礼子", "やまざき れいこ")
    named(slot, "佐藤 一", "さとう はじめ")

    assert found(Phone(talk), words) == [wanted.receipt_number]


def test_numbers_are_found_by_any_four_digits_and_the_end_of_the_phone(talk):
    one, other = (named(slots_of(talk)[0], "国立 一", "くにたち") for _ in range(2))
    Registration.objects.filter(pk=one.pk).update(
        receipt_number="47132086", phone="0425550123"
    )
    Registration.objects.filter(pk=other.pk).update(
        receipt_number="90000001", phone="0425559999"
    )
    phone = Phone(talk)

    for words in ("47132086", "4713 2086", "2086", "４７１３", "0123", "1320"):
        assert found(phone, words) == ["47132086"], words


def test_ten_at_most_those_of_this_timeslot_first(talk):
    first, second = slots_of(talk)
    there = [named(second, "国立 二", "くにたち に") for _ in range(6)]
    here = [named(first, "国立 一", "くにたち はじめ") for _ in range(6)]
    phone = Phone(talk)

    answer = search(phone, "く", timeslot=first.pk).json()

    numbers = [hit["receipt_number"] for hit in answer["hits"]]
    assert set(numbers[:6]) == {each.receipt_number for each in here}
    assert set(numbers[6:]) < {each.receipt_number for each in there}
    assert (len(numbers), answer["more"]) == (10, True)


def test_a_hit_tells_who_of_the_party_is_in(talk):
    slot = slots_of(talk)[0]
    wanted = named(slot, "髙橋 花", "たかはし はな", people=3)
    ticket = wanted.tickets.get()
    phone = Phone(talk)
    phone.scan(ticket.token, people=[1, 2])

    (hit,) = search(phone, "高橋").json()["hits"]

    assert hit == {
        "receipt_number": wanted.receipt_number,
        "name": "髙橋 花",
        "kana": "たかはし はな",
        "people": 3,
        "cancelled": False,
        "timeslots": [{"id": slot.pk, "people": 3, "in": 2, "waiting": 0}],
    }


def test_a_companion_is_shown_by_their_own_name(talk):
    wanted = named(slots_of(talk)[0], "国立 親", "くにたち おや", people=2)
    child = wanted.attendees.get(number=2)
    child.call(name="谷保 子", kana="やほ こ")
    child.save()

    (hit,) = search(Phone(talk), "やほ").json()["hits"]

    assert (hit["name"], hit["people"]) == ("谷保 子", 2)


def test_who_was_found_is_admitted_by_an_ordinary_scan(talk):
    party(slots_of(talk)[0], people=2)
    phone = Phone(talk)

    (number,) = found(phone, FAMILY_KANA)

    assert phone.scan(number)["verdict"] == "admitted"
    assert Seat.objects.filter(admitted_at__isnull=False).count() == 2


def test_another_event_is_not_searched(talk):
    party(slots_of(event())[0])

    assert found(Phone(talk), NAME) == []
    assert found(Phone(talk), PHONE[-4:]) == []


def test_a_look_is_written_down_without_the_words_and_without_names(talk):
    party(slots_of(talk)[0])
    phone = Phone(talk, is_rehearsal=True)

    for words in (FAMILY_KANA, FAMILY_NAME, PHONE[-4:]):
        search(phone, words)

    entries = AuditEntry.objects.filter(verb="door.searched").order_by("number")
    assert [(each.actor, each.detail) for each in entries] == [
        (phone.device.actor, {"by": kind, "found": 1})
        for kind in ("kana", "name", "number")
    ]
    written = json.dumps(list(entries.values("about", "detail")))
    for canary in (FAMILY_NAME, FAMILY_KANA, PHONE[-4:]):
        assert canary not in written


def test_the_answer_is_not_stored_and_its_address_holds_no_word(talk):
    response = search(Phone(talk), KANA)

    assert response["Cache-Control"] == "no-store"
    assert response.request["QUERY_STRING"] == ""
    assert Phone(talk).get("search").status_code == 405


def test_a_kiosk_does_not_search(talk):
    party(slots_of(talk)[0])

    response = search(Phone(talk, role=DeviceRole.KIOSK), KANA)

    assert (response.status_code, response.json()["error"]) == (403, "role")
    assert not AuditEntry.objects.filter(verb="door.searched").exists()


def test_a_stopped_phone_does_not_search(talk):
    response = search(Phone(talk, revoked_at=timezone.now()), KANA)

    assert (response.status_code, response.json()["error"]) == (401, "revoked")


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ("", "not_json"),
        ("{}", "no_words"),
        ('{"q": 7}', "no_words"),
        ('{"q": " ・ "}', "no_words"),
        ('{"q": "\\u0000"}', "no_words"),
        ('{"q": "\\ud800"}', "no_words"),
        ('{"q": "123"}', "few_digits"),
    ],
)
def test_too_little_is_refused_with_a_sentence(talk, body, error):
    phone = Phone(talk)

    response = phone.client.post(
        "/scanner/api/search",
        body,
        content_type="application/json",
        headers=phone.headers,
    )

    assert (response.status_code, response.json()["error"]) == (400, error)
    assert response.json()["message"].endswith("。")


@pytest.mark.parametrize("words", ["%", "_", "'; DROP", "あ" * 4000, "や\0", "²²²²"])
def test_odd_words_find_nobody_and_break_nothing(talk, words):
    party(slots_of(talk)[0])

    assert found(Phone(talk), words, timeslot="x") == []


def test_a_phone_that_copies_the_list_is_slowed_down(talk):
    phone, other = Phone(talk), Phone(talk)

    answers = [search(phone, "か") for _ in range(21)]

    assert [each.status_code for each in answers] == [200] * 20 + [429]
    assert answers[-1]["Retry-After"]
    assert search(other, "か").status_code == 200


def test_a_search_costs_the_same_for_one_and_for_ten(
    talk, django_assert_max_num_queries
):
    phone = Phone(talk)
    for _ in range(10):
        party(slots_of(talk)[0], people=3)
    found(phone, "か")

    with django_assert_max_num_queries(12):
        assert len(found(phone, "か")) == 10
