"""Guardians' consent: asked by letter, answered by button, kept as evidence."""

import re

import pytest

from events.registration.choices import ConsentStatus
from events.registration.models import Consent, Registration
from events.registration.usecases.application import Guardian
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.consent import (
    GUARDIAN,
    AlreadyGiven,
    ConsentTooLate,
    Evidence,
    NoContact,
    NotAMinor,
    TextChanged,
    answer_consent,
    ask_again,
    withdraw_consent,
)
from events.registration.usecases.register import GuardianUnknown
from peace.audit.models import AuditEntry
from peace.language.ruby import ruby_plain, without_ruby
from peace.outbox.choices import Channel, Status
from tests import cast
from tests.registration import needs
from tests.registration.needs import LATER, PAPER, answer, lacks, requests

pytestmark = pytest.mark.django_db


def asked(**values) -> Consent:
    party = needs.child(needs.tour(), **values)
    return Consent.objects.get(attendee__registration=party)


# Asking


def test_registering_a_minor_asks_the_guardian_by_a_letter_of_their_own():
    consent = asked()

    assert (consent.status, consent.guardian_name) == ("ASKED", "国立 恵")
    assert lacks(consent)
    (letter,) = requests()
    assert (letter.channel, letter.email) == (Channel.EMAIL, "megumi@example.jp")
    assert consent.url in letter.text
    assert letter.not_after == consent.attendee.seats.get().timeslot.starts_at
    entry = AuditEntry.objects.get(verb="registration.registered")
    assert entry.detail["consents"] == 1


def test_nobody_is_asked_for_an_adult_or_at_an_event_that_does_not_ask():
    tour = cast.event(slug="adults", asks_consent=True)
    cast.registration(tour, persons={"is_minor": False})
    cast.registration(cast.event(), persons={"is_minor": True})

    assert not Consent.objects.exists()
    assert not requests()


def test_a_guardian_without_e_mail_becomes_a_call_to_make():
    consent = asked(persons={"guardian": Guardian("国立 恵", phone="09011112222")})

    (letter,) = requests()
    assert (letter.channel, letter.phone) == (Channel.PHONE, "09011112222")
    assert letter.recipient_name == "国立 恵"
    assert lacks(consent)


def test_on_the_web_a_minor_needs_somebody_to_ask_and_at_the_desk_it_can_wait():
    event = needs.tour()

    with pytest.raises(GuardianUnknown):
        needs.child(event, persons={"guardian": None})
    needs.child(event, persons={"guardian": None}, channel="DESK", phone="0425762111")

    (letter,) = requests()
    assert (letter.channel, letter.phone) == (Channel.PHONE, "0425762111")
    assert not Registration.objects.filter(channel="WEB").exists()


def test_at_an_event_for_pupils_everybody_is_a_minor_whatever_the_desk_asked():
    event = needs.tour()
    unknown = {"birth_date": None, "residence": "", "guardian": None}

    party = needs.child(event, persons=unknown, channel="PHONE")

    pupil = party.attendees.get()
    assert (pupil.is_minor, pupil.lacks_consent) == (True, True)
    assert Consent.objects.get().attendee == pupil


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "ja",
            "保護者の方へ 参加への同意（体験伝承者講話）",
            ["国立 恵 様", "国立 ひかりさんが、次の催しに申し込みました。"],
        ),
        (
            "ja-easy",
            "保護者（ほごしゃ）の 方（かた）へ 同意（どうい）の お願（ねが）い",
            ["国立 恵 さん", "リンクを 開（ひら）くだけでは 決（き）まりません。"],
        ),
        (
            "en",
            "Parent or guardian, your consent: Testimony talks",
            ["Dear 国立 恵,", "Opening the link decides nothing."],
        ),
    ],
)
def test_the_request_is_written_in_the_language_of_the_registration(
    language, subject, words
):
    asked(language=language)

    (letter,) = requests()
    assert ruby_plain(letter.subject).startswith(subject)
    text = ruby_plain(letter.text)
    assert all(each in text for each in words)
    assert "{" not in text
    lead = {"ja": "/consent/", "ja-easy": "/ja-easy/consent/", "en": "/en/consent/"}
    assert lead[language] in text
    deadline = {"ja": "令和8年2月14日(土)", "en": "Saturday 14 February 2026"}
    assert deadline.get(language, "14日") in text


def test_the_request_says_nothing_of_the_minor_but_the_name():
    asked()

    (letter,) = requests()
    assert "2014" not in letter.text
    assert "0900000" not in letter.text


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_the_request_is_as_short_as_every_mail(language):
    asked(language=language)

    (letter,) = requests()
    assert len(without_ruby(letter.subject)) <= (60 if language == "en" else 30)
    lines = letter.text.strip().split("\n")
    assert len(lines) <= 40
    assert all(re.fullmatch(r"https?://\S+", each) for each in lines if "://" in each)


@pytest.mark.parametrize("way", ["party", "event"])
def test_nobody_rings_a_guardian_whose_child_does_not_come(way):
    consent = asked(persons={"guardian": Guardian("国立 恵", phone="09011112222")})
    party = consent.attendee.registration

    if way == "party":
        cancel_seats(
            registration=party,
            seat_ids=list(party.seats.values_list("pk", flat=True)),
            actor="applicant",
            now=LATER,
        )
    else:
        cancel_event(
            event=party.event, reason={"ja": "台風"}, actor="user:1", now=LATER
        )

    assert [each.status for each in requests()] == [Status.SKIPPED]


# Answering


@pytest.mark.parametrize("language", ["ja", "ja-easy", "en"])
def test_a_yes_keeps_the_words_the_name_the_way_and_the_moment(language):
    consent = asked()

    given = answer(consent, evidence=Evidence("国立 恵", "LINK", language))

    assert given.pk == consent.pk
    assert (given.status, given.method, given.language) == ("GIVEN", "LINK", language)
    assert (given.text_version, given.answered_at) == ("guardian-event-1", LATER)
    assert "国立 ひかり" in given.text
    assert "{" not in given.text
    assert not lacks(consent)
    entry = AuditEntry.objects.get(verb="consent.given")
    assert (entry.actor, entry.detail) == ("guardian", {"method": "LINK"})


def test_a_no_keeps_the_minor_out_and_can_become_a_yes_in_a_new_row():
    consent = asked()

    refused = answer(consent, agrees=False)
    assert (refused.status, lacks(consent)) == ("REFUSED", True)
    given = answer(consent, now=LATER + cast.HOUR)

    refused.refresh_from_db()
    assert (refused.status, given.status) == ("REFUSED", "GIVEN")
    assert given.pk != refused.pk
    assert not lacks(consent)


def test_the_same_answer_twice_changes_nothing():
    consent = asked()
    first = answer(consent)

    again = answer(consent, now=LATER + cast.HOUR)

    assert (again.pk, again.answered_at) == (first.pk, LATER)
    assert AuditEntry.objects.filter(verb="consent.given").count() == 1


def test_an_answer_takes_back_the_call_that_was_still_to_be_made():
    consent = asked(persons={"guardian": Guardian("国立 恵", phone="09011112222")})

    answer(consent)

    assert [each.status for each in requests()] == [Status.SKIPPED]


def test_a_withdrawn_consent_stays_as_it_was_and_the_door_asks_again():
    consent = asked()
    answer(consent)

    withdrawn = withdraw_consent(
        attendee=consent.attendee, actor=GUARDIAN, now=LATER + cast.HOUR
    )

    assert withdrawn.status == ConsentStatus.WITHDRAWN
    assert (withdrawn.answered_at, withdrawn.withdrawn_at) == (
        LATER,
        LATER + cast.HOUR,
    )
    assert withdrawn.text
    assert lacks(consent)
    again = answer(consent, now=LATER + 2 * cast.HOUR)
    assert (again.pk != withdrawn.pk, lacks(consent)) == (True, False)


def test_there_is_nothing_to_withdraw_before_a_yes():
    consent = asked()

    assert not withdraw_consent(attendee=consent.attendee, actor=GUARDIAN, now=LATER)
    assert lacks(consent)


def test_words_that_changed_meanwhile_are_not_agreed_to():
    consent = asked()
    old = Evidence("国立 恵", "LINK", "ja", digest="0" * 64)

    with pytest.raises(TextChanged):
        answer(consent, evidence=old)

    consent.refresh_from_db()
    assert consent.status == "ASKED"


def test_after_the_event_has_begun_nothing_is_withdrawn_and_after_it_nothing_given():
    consent = asked()
    slot = consent.attendee.seats.get().timeslot
    answer(consent)

    with pytest.raises(ConsentTooLate):
        withdraw_consent(attendee=consent.attendee, actor=GUARDIAN, now=slot.starts_at)
    with pytest.raises(ConsentTooLate):
        answer(consent, agrees=False, now=slot.ends_at)
    # A guardian who comes along signs at the door.
    assert answer(consent, agrees=False, now=slot.starts_at).status == "REFUSED"


def test_nobody_decides_about_a_seat_that_was_given_back_or_an_event_called_off():
    consent = asked()
    other = needs.child(consent.attendee.registration.event).attendees.get()
    party = consent.attendee.registration
    cancel_seats(
        registration=party,
        seat_ids=list(party.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=LATER,
    )

    with pytest.raises(ConsentTooLate):
        answer(consent)
    cancel_event(event=party.event, reason={"ja": "台風"}, actor="user:1", now=LATER)
    with pytest.raises(ConsentTooLate):
        answer(other.consents.get())


def test_nobody_consents_for_an_adult():
    party = cast.registration(
        cast.event(asks_consent=True), persons={"is_minor": False}
    )

    with pytest.raises(NotAMinor):
        answer_consent(
            attendee=party.attendees.get(),
            agrees=True,
            evidence=PAPER,
            actor="user:1",
            now=LATER,
        )


# Asking again


def test_asking_again_goes_to_the_new_address_and_takes_the_old_request_back():
    consent = asked()

    ask_again(
        attendee=consent.attendee,
        guardian=Guardian("国立 恵", email="new@example.jp"),
        actor="user:1",
        now=LATER,
    )

    assert [(each.email, each.status) for each in requests()] == [
        ("megumi@example.jp", Status.SKIPPED),
        ("new@example.jp", Status.PENDING),
    ]
    consent.refresh_from_db()
    assert (consent.guardian_email, consent.asked_at) == ("new@example.jp", LATER)


def test_asking_again_after_a_no_begins_a_new_consent():
    consent = asked()
    answer(consent, agrees=False)

    again = ask_again(
        attendee=consent.attendee,
        guardian=needs.MOTHER,
        actor="user:1",
        now=LATER + cast.HOUR,
    )

    assert again.pk != consent.pk
    assert again.code in requests()[-1].key


def test_there_is_nobody_to_ask_without_a_contact_or_after_a_yes():
    consent = asked()

    with pytest.raises(NoContact):
        ask_again(
            attendee=consent.attendee, guardian=Guardian("恵"), actor="u", now=LATER
        )
    answer(consent)
    with pytest.raises(AlreadyGiven):
        ask_again(
            attendee=consent.attendee, guardian=needs.MOTHER, actor="u", now=LATER
        )
