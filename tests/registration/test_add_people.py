"""More people in a party: same seats, same line, same rules as registering."""

from datetime import date, timedelta

import pytest

from events.programme.models import Eligibility, Quota, SupportOffer
from events.registration.models import LotteryEntry
from events.registration.reports import miscounts
from events.registration.usecases.add_people import add_people
from events.registration.usecases.application import Guardian, Person, SupportWish
from events.registration.usecases.changing import (
    DrawAhead,
    NothingToChange,
    Overlap,
)
from events.registration.usecases.check_party import GuardianUnknown
from events.registration.usecases.move import move
from events.registration.usecases.newcomers import NotForThem
from events.registration.usecases.register import (
    AlreadyRegistered,
    NothingChosen,
    RegistrationClosed,
    TooFewSeats,
    TooManyPeople,
)
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration import waiting
from tests.registration.drawing import seal

pytestmark = pytest.mark.django_db


def add(party, *names, slots=None, now=cast.NOW, waits_for=(), persons=None, **values):
    chosen = frozenset(slot.pk for slot in slots or cast.timeslots(party.event)[:1])
    return add_people(
        registration=party,
        people=[Person(name, chosen, **(persons or {})) for name in names],
        waits_for=waits_for,
        actor="applicant",
        now=now,
        **values,
    )


def names(party) -> list[tuple[int, str]]:
    return list(party.attendees.order_by("number").values_list("number", "name"))


def letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="registration_changed"))


def test_a_person_joins_the_party():
    event = cast.event()
    party = cast.registration(event)

    [seat] = add(party, "国立 太郎")

    assert seat.is_confirmed
    assert names(party) == [(1, "国立 花子"), (2, "国立 太郎")]
    assert cast.timeslots(event)[0].taken == 2
    assert miscounts() == []
    [letter] = letters()
    assert "国立 花子 様、国立 太郎 様" in letter.text
    assert AuditEntry.objects.get(verb="registration.people_added").detail == {
        "people": 1,
        "seats": 1,
        "waiting": 0,
    }


def test_the_same_form_twice_adds_once():
    event = cast.event()
    party = cast.registration(event)
    add(party, "国立 太郎")

    assert add(party, "国立 太郎") == []

    assert len(names(party)) == 2
    assert cast.timeslots(event)[0].taken == 2
    assert len(letters()) == 1


def test_who_is_in_the_party_gets_the_further_timeslot():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)

    [seat] = add(party, "国立　花子", slots=[first, second])

    assert seat.timeslot == second
    assert names(party) == [(1, "国立 花子")]
    assert [slot.taken for slot in cast.timeslots(event)] == [1, 1, 0]


def test_the_limit_counts_who_still_comes():
    event = cast.event(party_limit=2)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])

    with pytest.raises(TooManyPeople):
        add(party, "国立 次郎")

    party.seats.filter(attendee__number=2).update(
        status="CANCELLED", cancelled_at=cast.NOW, quota=None
    )
    assert add(party, "国立 次郎")
    assert names(party)[-1] == (3, "国立 次郎")


def test_after_the_deadline_nobody_is_added():
    event = cast.event(closes_at=cast.NOW + cast.DAY)
    party = cast.registration(event)

    with pytest.raises(RegistrationClosed):
        add(party, "国立 太郎", now=cast.NOW + 2 * cast.DAY)


def test_a_cancelled_party_takes_nobody():
    party = cast.registration(cast.event())
    waiting.cancel(party)

    with pytest.raises(NothingToChange):
        add(party, "国立 太郎")


def test_a_timeslot_of_another_event_or_none_is_refused():
    event, other = cast.event(), cast.event(slug="other")
    party = cast.registration(event)

    with pytest.raises(NothingChosen):
        add(party, "国立 太郎", slots=cast.timeslots(other)[:1])
    with pytest.raises(NothingChosen):
        add_people(
            registration=party,
            people=[Person("国立 太郎", frozenset())],
            actor="applicant",
            now=cast.NOW,
        )
    assert len(names(party)) == 1


def test_two_timeslots_at_the_same_time_are_refused():
    event = cast.event()
    first = cast.timeslots(event)[0]
    beside = cast.timeslot(event, starts_at=first.starts_at + timedelta(minutes=30))
    party = cast.registration(event)

    with pytest.raises(Overlap):
        add(party, "国立 太郎", slots=[first, beside])
    with pytest.raises(Overlap):
        add(party, "国立 花子", slots=[beside])


def test_the_same_person_in_another_registration_is_not_added():
    event = cast.event()
    party = cast.registration(event, phone="0425762111")
    other = cast.registration(event, people=["国立 太郎"], phone="0425762111")

    with pytest.raises(AlreadyRegistered) as refusal:
        add(party, "国立 太郎")

    assert refusal.value.receipt_number == other.receipt_number


def test_a_full_timeslot_refuses_and_names_nobody():
    event = cast.event(slots=1, seats=1)
    party = cast.registration(event)

    with pytest.raises(TooFewSeats):
        add(party, "国立 太郎")

    assert len(names(party)) == 1


def test_who_chooses_to_wait_stands_at_the_end_of_the_line():
    event = cast.event(slots=1, seats=1)
    party = cast.registration(event)
    cast.registration(
        event,
        waits_for={cast.timeslots(event)[0].pk},
        now=cast.NOW + cast.HOUR,
    )
    later = cast.NOW + 2 * cast.HOUR

    [seat] = add(party, "国立 太郎", waits_for={waiting.slot_of(event).pk}, now=later)

    assert seat.is_waiting
    entry = waiting.entry_of(party)
    assert (entry.number, entry.since) == (2, later)
    assert waiting.line(event) == [(1, "WAITING"), (2, "WAITING")]
    assert miscounts() == []


def test_nobody_is_added_past_a_party_for_which_seats_gather():
    event = cast.event(slots=1, seats=3)
    slot = waiting.slot_of(event)
    party = cast.registration(event)
    leaves = cast.registration(event)
    cast.registration(event)
    first = waiting.wait(event, "待つ 一", "待つ 二")
    first.line_entries.update(passes=2)
    waiting.cancel(leaves)

    [seat] = add(party, "国立 太郎", waits_for={slot.pk})

    assert seat.is_waiting
    assert waiting.slot_of(event).taken == 2


def test_a_waiting_party_grows_where_it_stands():
    event = waiting.full_event(seats=1)
    party = waiting.wait(event, "国立 花子")
    waiting.wait(event, "あとの 人")

    add(party, "国立 太郎", waits_for={waiting.slot_of(event).pk})

    assert waiting.line(event) == [(1, "WAITING"), (2, "WAITING")]
    assert waiting.statuses(party) == ["WAITING", "WAITING"]
    assert waiting.steps(event)[-1] == (1, "FEWER", 2)
    assert miscounts() == []


def test_a_waiting_party_that_does_not_choose_to_wait_stays_as_it_was():
    event = waiting.full_event(seats=1)
    party = waiting.wait(event, "国立 花子")

    with pytest.raises(TooFewSeats):
        add(party, "国立 太郎")

    assert waiting.statuses(party) == ["WAITING"]


def test_without_a_waiting_list_a_full_timeslot_is_full():
    event = cast.event(slots=1, seats=1, has_waiting_list=False)
    party = cast.registration(event)

    with pytest.raises(TooFewSeats):
        add(party, "国立 太郎", waits_for={waiting.slot_of(event).pk})


def test_a_young_person_takes_the_seat_that_is_kept_for_them():
    event = cast.event(slots=1, seats=1)
    Quota.objects.create(timeslot=waiting.slot_of(event), kind="YOUTH", capacity=1)
    party = cast.registration(event)

    with pytest.raises(TooFewSeats):
        add(party, "国立 太郎")
    [seat] = add(party, "国立 太郎", persons={"age_band": "TWENTIES"})

    assert seat.quota.kind == "YOUTH"


def test_a_minor_lacks_consent_where_the_event_asks_for_it():
    party = cast.registration(cast.event(asks_consent=True))

    with pytest.raises(GuardianUnknown):
        add(party, "国立 太郎", persons={"is_minor": True})
    guardian = Guardian("国立 花子", email="parent@example.jp")
    add(party, "国立 太郎", persons={"is_minor": True, "guardian": guardian})

    assert party.attendees.get(number=2).lacks_consent
    assert OutboxMessage.objects.get(kind="consent_request").email == guardian.email


def test_a_further_timeslot_has_the_support_that_was_asked_for():
    event = cast.event(slots=2)
    SupportOffer.objects.update(capacity=1)
    second = cast.timeslots(event)[1]
    party = cast.registration(event, support=[SupportWish("WHEELCHAIR")])

    add(party, "国立 花子", slots=[second])

    offers = SupportOffer.objects.filter(kind="WHEELCHAIR")
    assert list(offers.values_list("taken", flat=True)) == [1, 1]


def test_a_lottery_entry_grows_with_its_number():
    event = cast.event(slots=2, closes_at=cast.NOW + 4 * cast.DAY)
    event.timeslots.update(admission="LOTTERY")
    seal(event)
    first, second = cast.timeslots(event)
    cast.registration(event)
    party = cast.registration(event)

    add(party, "国立 太郎", slots=[first, second])

    entries = LotteryEntry.objects.filter(registration=party).order_by("timeslot")
    assert list(entries.values_list("number", "people")) == [(2, 2), (2, 1)]


def test_a_closed_lottery_takes_nobody_more():
    event = cast.event(slots=1, closes_at=cast.NOW + cast.DAY)
    event.timeslots.update(admission="LOTTERY")
    seal(event)
    party = cast.registration(event)

    with pytest.raises((DrawAhead, RegistrationClosed)):
        add(party, "国立 太郎", now=cast.NOW + 2 * cast.DAY)


def test_the_rule_of_the_event_holds_for_who_comes_later():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    born = date(2016, 5, 1)
    Eligibility.objects.create(event=event, residence=["LIVES"])
    Eligibility.objects.create(event=event, timeslot=second, born_from=born)
    party = cast.registration(event, persons={"residence": "LIVES"})

    with pytest.raises(NotForThem) as elsewhere:
        add(party, "国立 太郎", persons={"residence": "ELSEWHERE"})
    with pytest.raises(NotForThem) as too_old:
        add(
            party,
            "国立 太郎",
            slots=[second],
            persons={"residence": "LIVES", "birth_date": date(2010, 5, 1)},
        )
    with pytest.raises(NotForThem):
        move(
            registration=party,
            source=first,
            target=second,
            numbers=[1],
            actor="applicant",
            now=cast.NOW,
        )

    assert (elsewhere.value.reason, elsewhere.value.timeslot) == ("outside_area", first)
    assert too_old.value.reason == "birth_outside"
    assert names(party) == [(1, "国立 花子")]
    assert add(
        party,
        "国立 太郎",
        slots=[second],
        persons={"residence": "LIVES", "birth_date": born},
    )
