"""Registering a party: all of it or nothing of it, once."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.choices import Admission, EventStatus
from events.programme.models import Quota
from events.registration.models import Attendee, Registration, Seat, Ticket
from events.registration.token import hash_token
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.register import (
    AlreadyRegistered,
    Contact,
    NothingChosen,
    Person,
    RegistrationClosed,
    TooFewSeats,
    TooManyPeople,
    register,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import Channel, LetterClass, Status
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


def taken(event) -> list[int]:
    return [slot.taken for slot in cast.timeslots(event)]


def nothing_has_changed(event) -> bool:
    rows = [Registration, Attendee, Seat, Ticket, OutboxMessage, AuditEntry]
    return not any(taken(event)) and not any(model.objects.exists() for model in rows)


def register_people(event, *people: Person, **values) -> Registration:
    order = {
        "timeslots": cast.timeslots(event),
        "contact": Contact(phone="0425762111", email="hana@example.jp"),
        "key": uuid.uuid4(),
        "language": "ja",
        "actor": "applicant",
        "now": cast.NOW,
    }
    return register(event=event, people=people, **{**order, **values})


def test_a_family_takes_different_timeslots_with_one_ticket_and_one_letter():
    event = cast.event(seats=3)
    first, second, third = (slot.pk for slot in cast.timeslots(event))

    party = register_people(
        event,
        Person("国立 花子", frozenset({first, second}), kana="くにたち はなこ"),
        Person("国立 太郎", frozenset({second, third})),
        Person("国立 ひかり", frozenset({second}), age_band="UNDER_20", visit="FIRST"),
    )

    assert taken(event) == [1, 3, 1]
    assert sorted(
        party.seats.values_list("attendee__number", "timeslot", "status")
    ) == [
        (1, first, "CONFIRMED"),
        (1, second, "CONFIRMED"),
        (2, second, "CONFIRMED"),
        (2, third, "CONFIRMED"),
        (3, second, "CONFIRMED"),
    ]
    assert list(
        party.attendees.order_by("number").values_list("name", "kana", "age_band")
    ) == [
        ("国立 花子", "くにたち はなこ", ""),
        ("国立 太郎", "", ""),
        ("国立 ひかり", "", "UNDER_20"),
    ]
    ticket = Ticket.objects.get()
    assert ticket.registration == party
    assert ticket.token_hash == hash_token(ticket.token)
    letter = OutboxMessage.objects.get()
    assert letter.key == f"confirmation:{party.code}"
    assert letter.letter_class == LetterClass.A
    assert (letter.channel, letter.email) == (Channel.EMAIL, "hana@example.jp")
    assert letter.about == party.about


def test_the_audit_entry_counts_and_names_nobody():
    event = cast.event()

    party = cast.registration(event, people=["髙橋 花子", "髙橋 太郎"])

    entry = AuditEntry.objects.get()
    assert (entry.stream, entry.verb) == (
        f"event:{event.pk}",
        "registration.registered",
    )
    assert (entry.actor, entry.about) == ("applicant", party.about)
    assert entry.detail == {
        "people": 2,
        "seats": 2,
        "waiting": 0,
        "channel": "WEB",
    }


def test_a_receipt_number_has_eight_digits_and_no_zero_in_front():
    event = cast.event()

    numbers = [cast.registration(event).receipt_number for _ in range(3)]

    assert all(len(number) == 8 and number[0] != "0" for number in numbers)
    assert len(set(numbers)) == 3


def test_a_party_that_does_not_fit_takes_no_seat_in_any_timeslot():
    event = cast.event(seats=5)
    Quota.objects.filter(timeslot=cast.timeslots(event)[2]).update(capacity=1)
    slots = cast.timeslots(event)

    with pytest.raises(TooFewSeats) as refusal:
        cast.registration(event, people=["国立 花子", "国立 太郎"], slots=slots)

    assert refusal.value.timeslot == slots[2]
    assert nothing_has_changed(event)


def test_the_last_seat_can_be_had_and_none_after_it():
    event = cast.event(slots=1, seats=1)
    cast.registration(event)

    with pytest.raises(TooFewSeats):
        cast.registration(event)

    assert taken(event) == [1]


def test_a_person_without_a_timeslot_is_refused():
    event = cast.event()

    with pytest.raises(NothingChosen):
        register_people(event, Person("国立 花子", frozenset()))

    assert nothing_has_changed(event)


def test_a_timeslot_of_another_event_is_refused():
    event, other = cast.event(), cast.event(slug="other")
    foreign = cast.timeslots(other)[0].pk
    own = cast.timeslots(event)[0].pk

    with pytest.raises(NothingChosen):
        register_people(event, Person("国立 花子", frozenset({own, foreign})))

    assert nothing_has_changed(event)
    assert taken(other) == [0, 0, 0]


@pytest.mark.parametrize("admission", [Admission.WALK_IN, Admission.FREE_ENTRY])
def test_a_timeslot_that_takes_no_applications_is_refused(admission):
    event = cast.event(slots=1)
    walk_in = cast.timeslot(event, starts_at=event.starts_at, admission=admission)

    with pytest.raises(NothingChosen):
        register_people(event, Person("国立 花子", frozenset({walk_in.pk})))

    assert nothing_has_changed(event)


@pytest.mark.parametrize("people", [0, 7])
def test_a_party_has_one_to_six_people(people):
    event = cast.event()

    with pytest.raises(TooManyPeople):
        cast.registration(event, people=[f"国立 {n}" for n in range(people)])

    assert nothing_has_changed(event)


def test_an_event_may_allow_smaller_parties_only():
    event = cast.event(party_limit=2)

    with pytest.raises(TooManyPeople):
        cast.registration(event, people=["国立 花子", "国立 太郎", "国立 次郎"])


@pytest.mark.parametrize(
    "values",
    [
        {"closes_at": cast.NOW - timedelta(seconds=1)},
        {"opens_at": cast.NOW + timedelta(seconds=1)},
        {"starts_at": cast.NOW - cast.HOUR},
        {"starts_at": cast.NOW - 5 * cast.HOUR},
        {
            "status": EventStatus.CANCELLED,
            "cancelled_at": cast.NOW,
            "cancel_reason": "台風",
        },
    ],
    ids=["closed", "not open yet", "began", "finished", "cancelled"],
)
def test_an_event_that_takes_no_applications_now_takes_none(values):
    event = cast.event(**values)

    with pytest.raises(RegistrationClosed):
        cast.registration(event)

    assert nothing_has_changed(event)


def test_a_talk_that_is_over_takes_nobody_while_the_next_one_does():
    event = cast.event(starts_at=cast.NOW - cast.HOUR, closes_at=cast.NOW + cast.HOUR)
    first, second, _third = cast.timeslots(event)

    with pytest.raises(NothingChosen):
        cast.registration(event, slots=[first])

    assert cast.registration(event, slots=[second])


def test_at_the_very_second_of_the_deadline_it_is_still_open():
    event = cast.event(closes_at=cast.NOW)

    assert cast.registration(event)


def test_closed_quotas_take_nobody_even_if_the_page_was_read_before():
    event = cast.event()
    Quota.objects.update(is_open=False)

    with pytest.raises(TooFewSeats):
        cast.registration(event)


def test_the_same_key_again_returns_the_first_registration():
    event = cast.event(slots=1, seats=1)
    key = uuid.uuid4()
    first = cast.registration(event, key=key)

    again = cast.registration(event, key=key, people=["別の 名前"])

    assert again == first
    assert taken(event) == [1]
    assert OutboxMessage.objects.count() == AuditEntry.objects.count() == 1


def test_the_same_key_after_a_cancellation_brings_no_seat_back():
    event = cast.event()
    key = uuid.uuid4()
    first = cast.registration(event, key=key)
    cancel_seats(
        registration=first,
        seat_ids=list(first.seats.values_list("pk", flat=True)),
        actor="applicant",
        now=cast.NOW,
    )

    again = cast.registration(event, key=key)

    assert again == first
    assert again.is_cancelled
    assert taken(event) == [0, 0, 0]


def test_the_same_person_with_the_same_phone_is_told_the_receipt_number():
    event = cast.event()
    first = cast.registration(event, people=["髙橋 花子"], phone="0425762111")

    with pytest.raises(AlreadyRegistered) as refusal:
        cast.registration(event, people=["高橋花子"], phone="0425762111")

    assert refusal.value.receipt_number == first.receipt_number
    assert taken(event) == [1, 0, 0]


def test_the_same_address_in_other_letters_is_the_same_contact():
    event = cast.event()
    cast.registration(event, phone="", email="Hana@example.jp")

    with pytest.raises(AlreadyRegistered):
        cast.registration(event, phone="", email="hana@EXAMPLE.jp")


def test_another_person_at_the_same_phone_is_welcome():
    event = cast.event()
    cast.registration(event, people=["国立 花子"], phone="0425762111")
    cast.registration(event, people=["国立 太郎"], phone="0425762111")

    assert taken(event) == [2, 0, 0]


def test_the_same_person_may_take_another_timeslot_later():
    event = cast.event()
    slots = cast.timeslots(event)
    cast.registration(event, phone="0425762111", slots=slots[:1])
    cast.registration(event, phone="0425762111", slots=slots[1:2])

    assert taken(event) == [1, 1, 0]


def test_two_people_without_a_phone_in_common_may_share_a_name():
    event = cast.event()
    cast.registration(event, people=["佐藤 花子"], phone="", email="a@example.jp")
    cast.registration(event, people=["佐藤 花子"], phone="", email="b@example.jp")

    assert taken(event) == [2, 0, 0]


def test_whoever_registers_on_the_web_without_an_address_gets_no_letter():
    party = cast.registration(cast.event(), email="")

    assert party.reminded_by_phone
    assert not OutboxMessage.objects.exists()


@pytest.mark.parametrize("channel", ["PHONE", "DESK"])
def test_whoever_rings_or_comes_gets_a_slip_from_the_print_queue(channel):
    cast.registration(cast.event(), email="", channel=channel)

    slip = OutboxMessage.objects.get()
    assert (slip.channel, slip.status) == (Channel.POST, Status.PENDING)


def test_a_confirmation_does_not_leave_after_the_last_talk_has_begun():
    event = cast.event()
    slots = cast.timeslots(event)

    cast.registration(event, slots=slots[:2])

    assert OutboxMessage.objects.get().not_after == slots[1].starts_at


def test_names_are_kept_as_typed_and_found_folded():
    party = cast.registration(cast.event(), people=["髙﨑 𠮷之助"], kana=["ﾀｶｻｷ ｷﾁﾉｽｹ"])

    person = party.attendees.get()
    assert (person.name, person.kana) == ("髙﨑 𠮷之助", "ﾀｶｻｷ ｷﾁﾉｽｹ")
    assert person.search_name == "高崎吉之助"
    assert person.search_kana == "たかさききちのすけ"


def test_a_name_that_grows_when_it_is_folded_still_fits():
    party = cast.registration(cast.event(), people=["ﷺ" * 60], kana=["㌖" * 60])

    assert len(party.attendees.get().search_name) <= 160


def test_page_and_submit_take_fifteen_statements_for_two_people_and_two_talks(client):
    event = cast.event(now=timezone.now())
    slots = cast.timeslots(event)
    cast.registration(event, now=timezone.now())  # the audit chain has begun
    address = "/events/talk/register/"
    form = cast.form_data(*slots[:2], people=2, email="hana@example.jp")

    with CaptureQueriesContext(connection) as queries:
        client.get(address)
        response = client.post(address, form)

    assert response.status_code == 302
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    asked = [q["sql"] for q in queries if not q["sql"].startswith(frame)]
    assert len(asked) <= 15, "\n".join(asked)
