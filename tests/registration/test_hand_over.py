"""A place goes to somebody of the family, until the door."""

import uuid

import pytest

from events.programme.models import Question, Quota
from events.registration.models import Answer, Consent, Registration, Seat
from events.registration.reports import miscounts
from events.registration.usecases.application import Guardian, Person
from events.registration.usecases.changing import AlreadyIn, NothingToChange, TooLate
from events.registration.usecases.hand_over import KeptForOthers, NoPlace, hand_over
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration import waiting

pytestmark = pytest.mark.django_db

GUARDIAN = Guardian("国立 花子", phone="0425762111")


def give(party, name="国立 一郎", number=1, now=cast.NOW, **values) -> bool:
    return hand_over(
        registration=party,
        number=number,
        person=Person(name, frozenset(), guardian=GUARDIAN, **values),
        actor="applicant",
        now=now,
    )


def test_somebody_else_comes_with_the_same_seat_and_ticket():
    event = cast.event()
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])
    ticket = party.tickets.get()

    assert give(party, number=2, kana="くにたち いちろう")

    person = party.attendees.get(number=2)
    assert (person.name, person.kana) == ("国立 一郎", "くにたち いちろう")
    assert Registration.objects.found_by("くにたちいち").get() == party
    assert party.tickets.get() == ticket
    assert ticket.revoked_at is None
    assert party.seats.confirmed().count() == 2
    [letter] = OutboxMessage.objects.filter(kind="registration_changed")
    assert "国立 一郎 様" in letter.text
    assert "国立 太郎" not in letter.text


def test_the_audit_counts_and_names_nobody():
    party = cast.registration(cast.event(), people=["国立 花子", "国立 太郎"])

    give(party, "国立 一郎")
    give(party, "国立 二郎", number=2)

    entries = AuditEntry.objects.filter(verb="registration.handed_over").order_by("pk")
    assert [entry.detail for entry in entries] == [
        {"attendee": 1, "count": 1},
        {"attendee": 2, "count": 2},
    ]


def test_the_same_again_changes_nothing():
    party = cast.registration(cast.event())
    give(party)

    assert not give(party)

    assert OutboxMessage.objects.filter(kind="registration_changed").count() == 1


def test_what_the_first_person_said_of_themselves_goes():
    event = cast.event()
    party = cast.registration(
        event,
        persons={"age_band": "OVER_70", "visit": "AGAIN", "residence": "LIVES"},
    )
    question = Question.objects.create(
        event=event, kind="SHORT_TEXT", label="学校", purpose="席"
    )
    Answer.objects.create(
        question=question,
        registration=party,
        attendee=party.attendees.get(),
        value="第一中",
    )

    give(party, age_band="TWENTIES")

    person = party.attendees.get()
    assert (person.age_band, person.visit, person.residence) == ("TWENTIES", "", "")
    assert not Answer.objects.exists()


def test_consent_is_asked_anew():
    party = cast.registration(
        cast.event(asks_consent=True), persons={"is_minor": True, "guardian": GUARDIAN}
    )
    person = party.attendees.get()
    given = Consent.objects.create(
        attendee=person,
        status="GIVEN",
        text_version="guardian-event-1",
        method="PAPER",
        asked_at=cast.NOW,
        answered_at=cast.NOW,
    )
    asked = Consent.objects.create(attendee=person, asked_at=cast.NOW)
    person.lacks_consent = False
    person.save()

    give(party, is_minor=True)

    given.refresh_from_db()
    assert (given.status, given.withdrawn_at) == ("WITHDRAWN", cast.NOW)
    assert not Consent.objects.filter(pk=asked.pk).exists()
    assert party.attendees.get().lacks_consent


def test_a_grown_up_needs_no_consent():
    party = cast.registration(
        cast.event(asks_consent=True), persons={"is_minor": True, "guardian": GUARDIAN}
    )

    give(party, is_minor=False)

    assert not party.attendees.get().lacks_consent


def test_who_is_in_keeps_the_place():
    party = cast.registration(cast.event())
    Seat.objects.update(admitted_at=cast.NOW, admitted_by=uuid.uuid4())

    with pytest.raises(AlreadyIn):
        give(party)


def test_the_place_can_be_given_until_the_last_timeslot_begins():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, slots=[first, second])

    with pytest.raises(TooLate):
        give(party, now=second.starts_at)

    assert give(party, now=first.opens_doors_at)


def test_nobody_gives_what_they_have_not():
    party = cast.registration(cast.event())

    with pytest.raises(NoPlace):
        give(party, number=2)


def test_a_cancelled_party_has_nothing_to_give():
    party = cast.registration(cast.event())
    waiting.cancel(party)

    with pytest.raises(NothingToChange):
        give(party)


def young(seats: int):
    """A young person on a seat that is kept for young people."""
    event = cast.event(slots=1, seats=seats)
    Quota.objects.create(timeslot=waiting.slot_of(event), kind="YOUTH", capacity=1)
    return event, cast.registration(event, persons={"age_band": "TWENTIES"})


def kinds(party) -> list[str]:
    return list(party.seats.alive().values_list("quota__kind", flat=True))


def test_a_seat_for_young_people_goes_to_a_young_person():
    _event, party = young(seats=0)

    give(party, age_band="UNDER_20")

    assert kinds(party) == ["YOUTH"]


def test_anybody_else_takes_a_general_seat_and_leaves_the_special_one():
    _event, party = young(seats=1)

    give(party, age_band="OVER_70")

    assert kinds(party) == ["GENERAL"]
    assert miscounts() == []


def test_without_a_general_seat_the_hand_over_is_refused():
    _event, party = young(seats=0)

    with pytest.raises(KeptForOthers):
        give(party)

    assert kinds(party) == ["YOUTH"]
    assert party.attendees.get().name == "国立 花子"


def test_a_young_person_in_the_line_gets_the_seat_that_is_kept_for_them():
    event = waiting.full_event(seats=1)
    Quota.objects.create(timeslot=waiting.slot_of(event), kind="YOUTH", capacity=1)
    party = waiting.wait(event, "国立 花子")

    give(party, age_band="TWENTIES")

    assert waiting.statuses(party) == ["OFFERED"]
    assert miscounts() == []
