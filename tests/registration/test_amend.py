"""Changing what a registration says: names, contact, support, note."""

import pytest

from events.programme.models import Quota, SupportOffer
from events.registration.models import Registration
from events.registration.usecases.amend import Amendment, Unreachable, amend
from events.registration.usecases.application import Contact, SupportWish
from events.registration.usecases.changing import NothingToChange, TooLate
from events.registration.usecases.register import SupportNotLeft
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration import waiting

pytestmark = pytest.mark.django_db

LANGUAGES = ["ja", "ja-easy", "en"]


def change(party, now=cast.NOW, **values) -> bool:
    done = amend(
        registration=party, amendment=Amendment(**values), actor="applicant", now=now
    )
    party.refresh_from_db()
    return done


def letters() -> list[OutboxMessage]:
    return list(
        OutboxMessage.objects.filter(kind="registration_changed").order_by("pk")
    )


def test_a_name_stays_as_it_was_typed_and_the_search_follows():
    party = cast.registration(cast.event())

    assert change(party, names={1: ("髙﨑 花子", "タカサキ ハナコ")})

    person = party.attendees.get()
    assert (person.name, person.kana) == ("髙﨑 花子", "タカサキ ハナコ")
    assert Registration.objects.found_by("たかさき").get() == party
    assert Registration.objects.found_by("高崎").get() == party
    [letter] = letters()
    assert letter.text.startswith("髙﨑 花子 様")
    assert "お名前を直しました。" in letter.text


def test_the_same_again_changes_nothing_and_sends_nothing():
    party = cast.registration(cast.event(), phone="0425762111", note="車で行きます")
    person = party.attendees.get()

    assert not change(
        party,
        names={1: (person.name, person.kana)},
        contact=Contact(party.phone, party.email, party.remind_by),
        support=[],
        note=party.note,
    )

    assert not letters()
    assert not AuditEntry.objects.filter(verb="registration.amended").exists()


def test_the_audit_says_that_and_never_what():
    party = cast.registration(cast.event(), email="old@example.jp")

    change(
        party,
        names={1: ("国立 華子", "")},
        contact=Contact("0425762111", "new@example.jp", "EMAIL"),
    )

    entry = AuditEntry.objects.get(verb="registration.amended")
    assert entry.detail == {
        "people_renamed": 1,
        "contact": True,
        "address_new": True,
        "support": False,
        "words": False,
        "news": False,
    }


def test_a_new_address_is_told_to_both():
    party = cast.registration(cast.event(), phone="", email="old@example.jp")

    change(party, contact=Contact("", "new@example.jp", "EMAIL"))

    new, old = letters()
    assert (new.email, old.email) == ("new@example.jp", "old@example.jp")
    assert party.signed_token in new.text
    assert [name for name, _ref in new.parts] == ["ticket_qr", "calendar_update"]
    assert party.signed_token not in old.text
    assert "new@example.jp" not in old.text
    assert "すぐにお電話ください" in old.text
    assert (old.parts, old.phone) == ([], "")


def test_an_address_in_other_letters_is_told_once_more_but_kept_as_typed():
    party = cast.registration(cast.event(), email="hana@example.jp")

    change(party, contact=Contact(party.phone, "Hana@example.jp", "EMAIL"))

    assert party.email == "Hana@example.jp"


def test_who_gives_the_address_up_is_told_there_and_rung_from_now_on():
    party = cast.registration(cast.event(), email="old@example.jp")

    change(party, contact=Contact("0425762111", "", "EMAIL"))

    assert (party.email, party.remind_by) == ("", "PHONE")
    assert [letter.email for letter in letters()] == ["old@example.jp"]


def test_a_registration_never_becomes_unreachable():
    party = cast.registration(cast.event())

    with pytest.raises(Unreachable):
        change(party, contact=Contact("", "", "NONE"))

    party.refresh_from_db()
    assert party.phone
    assert party.email


def test_support_is_claimed_and_given_back():
    event = cast.event(slots=2, support=["WHEELCHAIR", "CHILDCARE", "CAPTIONS"])
    SupportOffer.objects.update(capacity=3)
    party = cast.registration(
        event,
        slots=cast.timeslots(event),
        support=[
            SupportWish("CHILDCARE", people=2, months=[9, 30]),
            SupportWish("CAPTIONS"),
        ],
    )

    change(party, support=["CHILDCARE", "WHEELCHAIR"])

    offers = SupportOffer.objects.order_by("timeslot", "kind")
    assert (
        list(offers.values_list("kind", "taken"))
        == [
            ("CAPTIONS", 0),
            ("CHILDCARE", 2),
            ("WHEELCHAIR", 1),
        ]
        * 2
    )
    kept = party.support_requests.filter(offer__kind="CHILDCARE").first()
    assert (kept.people, kept.months) == (2, [9, 30])
    assert "ご用意するもの　車いすの席" in letters()[0].text


def test_support_that_is_used_up_or_closed_refuses_the_whole_change():
    event = cast.event(slots=1)
    SupportOffer.objects.filter(kind="WHEELCHAIR").update(capacity=0)
    SupportOffer.objects.filter(kind="SIGN_LANGUAGE").update(
        closes_at=cast.NOW - cast.DAY
    )
    party = cast.registration(event)

    for kind in ["WHEELCHAIR", "SIGN_LANGUAGE"]:
        with pytest.raises(SupportNotLeft) as refusal:
            change(party, support=[kind], note="よろしく")
        assert refusal.value.offer.kind == kind

    party.refresh_from_db()
    assert party.note == ""
    assert not letters()


def test_support_asked_for_in_time_stays_after_its_deadline():
    event = cast.event(slots=1)
    party = cast.registration(event, support=[SupportWish("SIGN_LANGUAGE")])
    SupportOffer.objects.update(closes_at=cast.NOW - cast.DAY)

    assert not change(party, support=["SIGN_LANGUAGE"])

    assert party.support_kinds == ["SIGN_LANGUAGE"]


def test_a_name_is_as_it_is_once_all_the_timeslots_have_begun():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, slots=[first, second])
    names = {1: ("国立 華子", "")}

    with pytest.raises(TooLate):
        change(party, names=names, now=second.starts_at)

    assert change(party, names=names, now=first.starts_at)


def test_a_cancelled_registration_stays_as_it_was():
    party = cast.registration(cast.event())
    waiting.cancel(party)

    with pytest.raises(NothingToChange):
        change(party, note="よろしく")


def test_who_has_left_the_party_is_not_renamed():
    party = cast.registration(cast.event(), people=["国立 花子", "国立 太郎"])
    gone = party.attendees.get(number=2)
    gone.seats.update(status="CANCELLED", cancelled_at=cast.NOW, quota=None)

    assert not change(party, names={2: ("だれか", "")})

    assert party.attendees.get(number=2).name == "国立 太郎"


def test_without_an_address_nothing_leaves():
    party = cast.registration(cast.event(), email="")

    assert change(party, note="入口に近い席が助かります")

    assert not letters()


def test_every_change_is_a_letter_of_its_own():
    party = cast.registration(cast.event())

    for note in ["一", "二", "一"]:
        change(party, note=note)

    assert len(letters()) == 3


@pytest.mark.parametrize("language", LANGUAGES)
def test_both_letters_are_complete_in_every_language(language):
    event = cast.event()
    name = "Kunitachi Hanako" if language == "en" else "国立 花子"
    party = cast.registration(
        event,
        people=[name, name + " II"],
        slots=cast.timeslots(event)[:2],
        email="old@example.jp",
        language=language,
    )

    change(party, contact=Contact(party.phone, "new@example.jp", "EMAIL"))

    for letter in letters():
        assert "{" not in letter.subject + letter.text
        assert "None" not in letter.text
        assert name in letter.text
        assert "042-576-2111" in letter.text
        assert len(letter.text.splitlines()) <= 40


def test_who_waits_and_now_asks_for_a_wheelchair_space_gets_the_one_that_is_free():
    event = waiting.full_event(seats=1)
    Quota.objects.create(timeslot=waiting.slot_of(event), kind="WHEELCHAIR", capacity=1)
    party = waiting.wait(event, "国立 花子")

    change(
        party,
        support=["WHEELCHAIR"],
        contact=Contact("", "new@example.jp", "EMAIL"),
    )

    assert waiting.statuses(party) == ["OFFERED"]
    assert OutboxMessage.objects.get(kind="offer").email == "new@example.jp"
