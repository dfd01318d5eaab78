"""Giving seats back: the whole party, some of it, once."""

import uuid
from datetime import timedelta

import pytest

from events.registration.models import Seat
from events.registration.reports import miscounts
from events.registration.usecases.cancel import CancelTooLate, cancel_seats
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast

pytestmark = pytest.mark.django_db


def cancel(party, seats, now=cast.NOW):
    return cancel_seats(
        registration=party,
        seat_ids=[seat.pk for seat in seats],
        actor="applicant",
        now=now,
    )


def seats_of(party) -> list[Seat]:
    return list(party.seats.order_by("timeslot__starts_at", "attendee__number"))


def cancellation_letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="cancellation").order_by("pk"))


def test_the_whole_party_gives_all_its_seats_back():
    event = cast.event()
    slots = cast.timeslots(event)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"], slots=slots[:2])

    cancelled = cancel(party, seats_of(party))

    assert len(cancelled) == 4
    assert [slot.taken for slot in cast.timeslots(event)] == [0, 0, 0]
    assert party.is_cancelled
    assert party.cancelled_at == cast.NOW
    assert all(seat.is_cancelled for seat in seats_of(party))
    assert miscounts() == []
    letter = cancellation_letters()[0]
    assert "残っている席\nなし" in letter.text
    assert "参加券は使えなくなりました。" in letter.text


def test_one_person_stays_and_the_registration_lives():
    event = cast.event()
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])

    cancel(party, seats_of(party)[1:])

    assert not party.is_cancelled
    assert [seat.status for seat in seats_of(party)] == ["CONFIRMED", "CANCELLED"]
    assert cast.timeslots(event)[0].taken == 1
    [letter] = cancellation_letters()
    assert "国立 太郎 様" in letter.text.split("残っている席")[0]
    assert "国立 花子 様" in letter.text.split("残っている席")[1]
    entry = AuditEntry.objects.get(verb="registration.cancelled")
    assert entry.detail == {"seats": 1, "remaining": 1}
    assert (entry.actor, entry.about) == ("applicant", party.about)


def test_cancelling_again_changes_nothing_and_sends_nothing():
    event = cast.event()
    party = cast.registration(event)
    cancel(party, seats_of(party))

    assert cancel(party, seats_of(party)) == []

    assert cast.timeslots(event)[0].taken == 0
    assert len(cancellation_letters()) == 1
    assert AuditEntry.objects.filter(verb="registration.cancelled").count() == 1


def test_two_cancellations_of_one_party_are_two_letters():
    party = cast.registration(cast.event(), people=["国立 花子", "国立 太郎"])
    first, second = seats_of(party)

    cancel(party, [first])
    cancel(party, [second])

    assert len(cancellation_letters()) == 2
    assert party.is_cancelled


def test_a_talk_that_has_begun_needs_no_cancelling_and_keeps_its_seats():
    event = cast.event()
    slots = cast.timeslots(event)
    party = cast.registration(event, slots=slots[:2])

    with pytest.raises(CancelTooLate) as refusal:
        cancel(party, seats_of(party), now=slots[0].starts_at)

    assert refusal.value.seat.timeslot == slots[0]
    assert all(seat.is_confirmed for seat in seats_of(party))
    assert not cancellation_letters()


def test_the_later_talk_can_be_given_back_while_the_first_runs():
    event = cast.event()
    slots = cast.timeslots(event)
    party = cast.registration(event, slots=slots[:2])

    cancel(party, seats_of(party)[1:], now=slots[0].starts_at + timedelta(minutes=5))

    assert [slot.taken for slot in cast.timeslots(event)] == [1, 0, 0]


def test_somebody_who_is_in_keeps_the_seat():
    event = cast.event()
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])
    Seat.objects.filter(attendee__number=1).update(
        admitted_at=cast.NOW, admitted_by=uuid.uuid4()
    )

    cancelled = cancel(party, seats_of(party))

    assert [seat.attendee.number for seat in cancelled] == [2]
    assert cast.timeslots(event)[0].taken == 1
    assert not party.is_cancelled


def test_seats_of_another_party_stay_where_they_are():
    event = cast.event()
    mine, theirs = cast.registration(event), cast.registration(event)

    assert cancel(mine, seats_of(theirs)) == []

    assert all(seat.is_confirmed for seat in seats_of(theirs))


def test_the_freed_seat_can_be_had_by_the_next():
    event = cast.event(slots=1, seats=1)
    party = cast.registration(event)
    cancel(party, seats_of(party))

    assert cast.registration(event)


def test_the_same_person_may_register_again_after_cancelling():
    event = cast.event()
    party = cast.registration(event, phone="0425762111")
    cancel(party, seats_of(party))

    assert cast.registration(event, phone="0425762111") != party


def test_whoever_has_no_address_gets_no_letter():
    party = cast.registration(cast.event(), email="")

    cancel(party, seats_of(party))

    assert not OutboxMessage.objects.exists()
