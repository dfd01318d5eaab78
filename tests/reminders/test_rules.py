"""Rules × situations: who hears what, by which way, and why somebody does not."""

import pytest
from django.db import IntegrityError, transaction

from events.programme.models import Event
from events.registration.models import Consent
from events.reminders.models import LedgerEntry, ReminderRule
from peace.outbox.choices import Channel, LetterClass, Status
from peace.outbox.models import UndeliverableAddress
from tests import cast
from tests.reminders.rules import (
    COMING,
    CONSENT,
    MINUTE,
    THANKS,
    due,
    letters,
    reason,
    rule_for,
    write,
)

pytestmark = pytest.mark.django_db

EMAIL = {"email": "hana@example.jp", "phone": "0425762111"}
PHONE = {"email": "", "phone": "0425762111"}
CALL = EMAIL | {"remind_by": "PHONE"}
CARD = {"email": "", "phone": "0425762111", "channel": "POSTCARD"}
DEAD = {"email": "gone@example.jp", "phone": "0425762111"}


@pytest.mark.parametrize(
    ("ways", "contact", "channel"),
    [
        ("EMAIL_PHONE", EMAIL, "EMAIL"),
        ("EMAIL_PHONE", PHONE, "PHONE"),
        ("EMAIL_PHONE", CALL, "PHONE"),
        ("EMAIL_PHONE", DEAD, "PHONE"),
        ("EMAIL", CALL, "EMAIL"),
        ("EMAIL", PHONE, "NO_WAY"),
        ("EMAIL", DEAD, "NO_WAY"),
        ("PHONE", EMAIL, "PHONE"),
        ("PHONE", {"email": "hana@example.jp", "phone": ""}, "NO_WAY"),
        ("EMAIL_POST", CARD, "POST"),
        ("EMAIL_POST", PHONE, "NO_WAY"),
        ("EMAIL_PHONE_POST", CARD, "PHONE"),
        ("EMAIL_POST_PHONE", CARD, "POST"),
        ("EMAIL_POST_PHONE", CALL, "PHONE"),
        ("PHONE_POST", CARD, "PHONE"),
        ("POST", CARD, "POST"),
        ("POST", EMAIL, "NO_WAY"),
    ],
)
def test_the_first_way_that_leads_to_them_is_taken(ways, contact, channel):
    event = cast.event()
    rule_for(event, ways=ways)
    party = cast.registration(event, **contact)
    UndeliverableAddress.objects.note(email="gone@example.jp", code="550", now=cast.NOW)

    written = write(due(event))

    if channel == "NO_WAY":
        assert (written, reason(party)) == (0, "NO_WAY")
    else:
        assert letters().get().channel == channel


def on_the_list(event, **values):
    """A party that waits: the first timeslot has one seat, and it is taken."""
    first = event.timeslots.in_order().first()
    first.quotas.update(capacity=1)
    cast.registration(event)
    return cast.registration(event, waits_for={first.pk}, **values)


def minor(event, **values):
    party = cast.registration(event, **values)
    person = party.attendees.get()
    person.is_minor = person.lacks_consent = True
    person.save()
    Consent.objects.create(
        attendee=person, guardian_email="oya@example.jp", asked_at=cast.NOW
    )
    return party


SITUATIONS = {
    "plain": cast.registration,
    "wants none": lambda event: cast.registration(event, remind_by="NONE"),
    "late": lambda event: cast.registration(event, now=due(event) + MINUTE),
    "waits": on_the_list,
    "minor": minor,
    "said yes": lambda event: _said_yes(cast.registration(event)),
}


def _said_yes(party):
    party.will_come_at = cast.NOW
    party.save()
    return party


@pytest.mark.parametrize(
    ("rule", "situation", "outcome"),
    [
        ({}, "plain", "reminder"),
        ({}, "wants none", "NOT_WANTED"),
        ({}, "late", "REGISTERED_LATE"),
        ({}, "waits", None),
        ({}, "said yes", "reminder"),
        ({"audience": "WAITING"}, "waits", "reminder"),
        ({"audience": "WAITING"}, "plain", None),
        ({"only": "NOT_CONFIRMED"}, "plain", "reminder"),
        ({"only": "NOT_CONFIRMED"}, "said yes", None),
        ({"only": "LACKS_CONSENT"}, "plain", None),
        ({"only": "LACKS_CONSENT"}, "minor", "reminder"),
        ({"is_on": False}, "plain", None),
        (COMING | {"days": 1}, "plain", "coming"),
        (COMING | {"days": 1}, "said yes", None),
        (COMING | {"days": 1}, "wants none", "NOT_WANTED"),
        (COMING | {"days": 1}, "late", "REGISTERED_LATE"),
        (CONSENT | {"days": 1}, "plain", None),
        (CONSENT | {"days": 1}, "minor", "consent_missing"),
    ],
)
def test_rules_and_situations(rule, situation, outcome):
    event = cast.event(has_waiting_list=True)
    rule_for(event.programme, **rule)
    party = SITUATIONS[situation](event)

    write(due(event) + 2 * MINUTE)

    entry = LedgerEntry.objects.filter(registration=party).first()
    if outcome is None:
        assert entry is None
    elif outcome.isupper():
        assert (entry.status, entry.reason) == ("SKIPPED", outcome)
    else:
        letter = letters(outcome).get(about=party.about)
        assert (entry.status, entry.key) == ("WRITTEN", letter.key)
        assert letter.letter_class == LetterClass.B


@pytest.mark.parametrize(
    ("hours", "before", "outcome"),
    [
        (0, 1 * MINUTE, "WRITTEN"),
        (2, 2 * cast.HOUR + MINUTE, "WRITTEN"),
        (2, 2 * cast.HOUR, "TOO_LATE"),
        (30, 29 * cast.HOUR, "TOO_LATE"),
    ],
)
def test_after_an_outage_only_what_still_helps_is_sent(hours, before, outcome):
    event = cast.event()
    rule_for(event, latest_hours=hours, days=2)
    party = cast.registration(event)
    write(event.starts_at - before)

    entry = LedgerEntry.objects.get(registration=party)

    assert outcome in (entry.status, entry.reason)
    if letters().exists():
        assert letters().get().not_after == event.starts_at - hours * cast.HOUR


def test_two_rules_that_were_both_late_say_it_once():
    event = cast.event()
    rule_for(event, days=7)
    rule_for(event, days=1)
    party = cast.registration(event)

    assert write(due(event) + MINUTE) == 1

    assert letters().count() == 1
    assert {each.reason for each in party.reminder_entries.all()} == {"", "JUST_TOLD"}


def test_a_clock_that_jumps_back_and_forth_makes_no_second_letter():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    jumps = [0, 120, -600, 5, 720, -30]

    assert sum(write(due(event) + each * MINUTE) for each in jumps) == 1


def test_an_events_own_rule_replaces_those_of_its_kind_only():
    event, other = cast.event(), cast.event(slug="other")
    programme = event.programme
    rule_for(programme, days=1)
    rule_for(programme, **COMING)
    own = rule_for(event, days=2)
    for each in (event, other):
        cast.registration(each)

    write(due(event, 7))
    assert letters("coming").count() == 2
    assert write(due(event, 2)) == 1
    assert LedgerEntry.objects.filter(rule=own).count() == 1
    assert write(due(event, 1)) == 1
    assert letters().count() == 2


def test_an_own_rule_that_is_off_keeps_the_event_quiet():
    event = cast.event()
    rule_for(event.programme)
    rule_for(event, days=3, is_on=False)
    cast.registration(event)

    assert write(due(event)) == 0


def test_a_rule_for_one_timeslot_speaks_to_its_people_only():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    cast.registration(event, slots=[first])
    here = cast.registration(event, slots=[first, second])
    rule_for(event, timeslot=second)

    assert write(due(event)) == 1

    letter = letters().get()
    assert letter.about == here.about
    assert letter.not_after == second.starts_at
    assert "広島の話" not in letter.text


def test_who_did_not_answer_the_mail_is_rung_and_who_did_is_left_alone():
    event = cast.event()
    rule_for(event, **COMING)
    rule_for(event, **COMING | {"days": 2})
    quiet, answered = cast.registration(event), cast.registration(event)
    write(due(event, 7))
    assert set(letters("coming").values_list("channel", flat=True)) == {"EMAIL"}
    _said_yes(answered)

    assert write(due(event, 2)) == 1

    assert letters("coming").last().channel == Channel.PHONE
    assert letters("coming").last().about == quiet.about


def test_the_guardian_is_reminded_by_their_own_way_until_they_answer():
    event = cast.event(asks_consent=True)
    rule_for(event, **CONSENT)
    party = minor(event)

    assert write(due(event, 3)) == 1

    letter = letters("consent_missing").get()
    assert (letter.email, letter.recipient_name) == ("oya@example.jp", "保護者の方")
    assert "国立 花子さん" in letter.text
    assert Consent.objects.get().url in letter.text
    assert letter.about == party.about


def test_a_guardian_who_said_no_is_not_asked_again():
    event = cast.event(asks_consent=True)
    rule_for(event, **CONSENT)
    party = minor(event)
    Consent.objects.update(
        status="REFUSED", answered_at=cast.NOW, text_version="1", method="PAPER"
    )

    assert write(due(event, 3)) == 0

    assert reason(party) == "ANSWERED"


@pytest.mark.parametrize(
    "values",
    [
        {"programme": None},
        {"kind": "THANKS"},
        {"kind": "CONSENT"},
        {"kind": "REMINDER", "audience": "CAME"},
        THANKS | {"ways": "EMAIL_PHONE"},
        {"days": 61},
        {"kind": "SOMETHING"},
    ],
)
def test_the_database_refuses_a_rule_that_makes_no_sense(values):
    values = {"programme": cast.programme()} | values

    with pytest.raises(IntegrityError), transaction.atomic():
        ReminderRule.objects.create(**values)


def test_an_event_of_drafts_is_left_alone():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    Event.objects.update(status="DRAFT")

    assert write(due(event)) == 0


def test_a_letter_that_comes_too_late_for_a_family_is_not_written_for_its_later_talk():
    event = cast.event()
    first, _second, third = cast.timeslots(event)
    rule_for(event)
    party = cast.registration(event, slots=[first, third])

    assert write(first.starts_at + MINUTE) == 0

    assert reason(party) == "TOO_LATE"
    assert not letters().filter(status=Status.PENDING).exists()
