"""Moving to another timeslot: the new seat first, the old one never lost before."""

import uuid
from datetime import timedelta

import pytest
from icalendar import Calendar

from events.programme.models import Quota, SupportOffer
from events.registration.exports.calendar import registration_calendar
from events.registration.models import (
    Lottery,
    LotteryEntry,
    Registration,
    Seat,
    WaitingListEntry,
)
from events.registration.reports import miscounts
from events.registration.usecases.application import SupportWish
from events.registration.usecases.changing import (
    AlreadyIn,
    DrawAhead,
    NothingToChange,
    Overlap,
    TooLate,
)
from events.registration.usecases.move import NobodyToMove, NoWayThere, move
from events.registration.usecases.register import SupportNotLeft, TooFewSeats
from events.reminders.models import ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration import waiting
from tests.registration.drawing import seal

pytestmark = pytest.mark.django_db


def go(party, source, target, numbers=(1,), now=cast.NOW, **values):
    return move(
        registration=party,
        source=source,
        target=target,
        numbers=numbers,
        actor="applicant",
        now=now,
        **values,
    )


def statuses(party) -> set[tuple[int, int, str]]:
    """Person, timeslot by its place, status; what is cancelled is left out."""
    places = {slot.pk: place for place, slot in enumerate(cast.timeslots(party.event))}
    return {
        (seat.attendee.number, places[seat.timeslot_id], seat.status)
        for seat in party.seats.alive().select_related("attendee")
    }


def taken(event) -> list[int]:
    return [slot.taken for slot in cast.timeslots(event)]


def changed_letters() -> list[OutboxMessage]:
    return list(OutboxMessage.objects.filter(kind="registration_changed"))


def test_the_party_moves_in_one_step_and_the_counters_follow():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])

    new = go(party, first, second, numbers=[1, 2])

    assert [seat.status for seat in new] == ["CONFIRMED", "CONFIRMED"]
    assert statuses(party) == {(1, 1, "CONFIRMED"), (2, 1, "CONFIRMED")}
    assert taken(event) == [0, 2, 0]
    assert miscounts() == []
    [letter] = changed_letters()
    assert letter.parts == [
        ["ticket_qr", str(party.tickets.get().pk)],
        ["calendar_update", str(party.pk)],
    ]
    entry = AuditEntry.objects.get(verb="registration.moved")
    assert entry.detail == {"people": 2, "source": first.pk, "target": second.pk}


def test_one_person_moves_and_the_other_stays():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])

    go(party, first, second, numbers=[2])

    assert statuses(party) == {(1, 0, "CONFIRMED"), (2, 1, "CONFIRMED")}
    assert taken(event) == [1, 1, 0]


def test_the_same_form_twice_moves_once():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    go(party, first, second)

    assert go(party, first, second) == []

    assert taken(event) == [0, 1, 0]
    assert len(changed_letters()) == 1
    assert AuditEntry.objects.filter(verb="registration.moved").count() == 1


def test_a_full_timeslot_refuses_and_the_old_seat_stays():
    event = cast.event(seats=1)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])

    with pytest.raises(TooFewSeats):
        go(party, first, second)

    assert statuses(party) == {(1, 0, "CONFIRMED")}
    assert taken(event) == [1, 1, 0]
    assert not changed_letters()


def test_a_party_of_which_only_one_would_fit_moves_not_at_all():
    event = cast.event(seats=2)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])
    cast.registration(event, slots=[second])

    with pytest.raises(TooFewSeats):
        go(party, first, second, numbers=[1, 2])

    assert taken(event) == [2, 1, 0]


def test_who_chooses_to_wait_keeps_the_seat_meanwhile():
    event = cast.event(seats=1)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])

    go(party, first, second, waits=True)

    assert statuses(party) == {(1, 0, "CONFIRMED"), (1, 1, "WAITING")}
    entry = WaitingListEntry.objects.get(registration=party)
    assert (entry.since, entry.accepts_fewer) == (cast.NOW, False)
    assert miscounts() == []
    [letter] = changed_letters()
    assert "いまの席はそのままです。" in letter.text
    assert AuditEntry.objects.filter(verb="registration.waits_elsewhere").count() == 1


def test_waiting_twice_is_one_place_in_the_line():
    event = cast.event(seats=1)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])
    go(party, first, second, waits=True)

    assert go(party, first, second, waits=True) == []

    assert WaitingListEntry.objects.count() == 1
    assert len(changed_letters()) == 1


def test_when_the_awaited_seat_comes_both_are_held_until_one_is_cancelled():
    event = cast.event(seats=1, promotion="AUTOMATIC")
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    holder = cast.registration(event, slots=[second])
    go(party, first, second, waits=True)

    waiting.cancel(holder)

    assert statuses(party) == {(1, 0, "CONFIRMED"), (1, 1, "CONFIRMED")}


def test_without_a_waiting_list_there_is_nothing_to_wait_for():
    event = cast.event(seats=1, has_waiting_list=False)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])

    with pytest.raises(TooFewSeats):
        go(party, first, second, waits=True)


def test_nobody_moves_past_the_line():
    event = cast.event(seats=2)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])
    cast.registration(
        event, people=["待つ 一", "待つ 二"], slots=[second], waits_for={second.pk}
    )

    with pytest.raises(TooFewSeats):
        go(party, first, second)

    assert taken(event) == [1, 1, 0]


def test_the_seat_that_is_left_goes_to_who_waits_for_it():
    event = cast.event(seats=1)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    other = cast.registration(event, slots=[first], waits_for={first.pk})

    go(party, first, second)

    assert statuses(other) == {(1, 0, "OFFERED")}
    assert taken(event) == [1, 1, 0]
    assert miscounts() == []


def test_two_parties_cannot_swap_full_timeslots_by_losing_a_seat():
    event = cast.event(seats=1, slots=2)
    first, second = cast.timeslots(event)
    one, two = cast.registration(event), cast.registration(event, slots=[second])

    for party, source, target in [(one, first, second), (two, second, first)]:
        with pytest.raises(TooFewSeats):
            go(party, source, target)

    assert taken(event) == [1, 1]


def test_somebody_who_waits_may_move_to_where_a_seat_is_free():
    event = waiting.full_event(seats=1)
    party = waiting.wait(event, "国立 花子")
    first = waiting.slot_of(event)
    free = cast.timeslot(event, starts_at=event.starts_at + cast.HOUR)

    go(party, first, free)

    assert statuses(party) == {(1, 1, "CONFIRMED")}
    assert waiting.line(event) == []
    assert miscounts() == []


@pytest.mark.parametrize("place", [0, 1])
def test_after_one_of_the_timeslots_has_begun_nobody_moves(place):
    event = cast.event()
    slots = cast.timeslots(event)
    now = slots[place].starts_at
    source, target = (slots[0], slots[1]) if place == 0 else (slots[2], slots[1])
    party = cast.registration(event, slots=[source])

    with pytest.raises(TooLate):
        go(party, source, target, now=now)

    assert len(statuses(party)) == 1


def test_free_seats_may_be_had_after_the_deadline():
    event = cast.event(closes_at=cast.NOW + cast.DAY)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)

    assert go(party, first, second, now=cast.NOW + 2 * cast.DAY)


def test_who_is_in_does_not_move():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    Seat.objects.update(admitted_at=cast.NOW, admitted_by=uuid.uuid4())

    with pytest.raises(AlreadyIn):
        go(party, first, second)


def test_a_cancelled_party_has_nothing_to_move():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    waiting.cancel(party)

    with pytest.raises(NothingToChange):
        go(party, first, second)


def test_a_person_without_a_seat_there_is_named_as_nobody():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, slots=[first])

    with pytest.raises(NobodyToMove):
        go(party, first, second, numbers=[7])


def test_another_event_or_a_walk_in_timeslot_is_no_target():
    event, other = cast.event(), cast.event(slug="other")
    first, second, third = cast.timeslots(event)
    second.admission = "WALK_IN"
    second.save()
    third.walk_ins_from = cast.NOW - cast.HOUR
    third.save()
    party = cast.registration(event)

    for target in [second, third, cast.timeslots(other)[0], first]:
        with pytest.raises(NoWayThere):
            go(party, first, target)


def test_nobody_sits_in_two_timeslots_at_the_same_time():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    beside = cast.timeslot(event, starts_at=second.starts_at + timedelta(minutes=30))
    party = cast.registration(event, slots=[first, second])

    with pytest.raises(Overlap) as refusal:
        go(party, first, beside)

    assert (refusal.value.first, refusal.value.second) == (second, beside)


def test_one_may_leave_a_timeslot_for_another_at_the_same_time():
    event = cast.event()
    first = cast.timeslots(event)[0]
    beside = cast.timeslot(event, starts_at=first.starts_at + timedelta(minutes=30))
    party = cast.registration(event)

    assert go(party, first, beside)


def test_but_not_wait_for_it_while_keeping_the_seat():
    event = cast.event()
    first = cast.timeslots(event)[0]
    beside = cast.timeslot(event, starts_at=first.starts_at, seats=0)
    party = cast.registration(event)

    with pytest.raises(Overlap):
        go(party, first, beside, waits=True)


def test_access_support_moves_along():
    event = cast.event(slots=2)
    first, second = cast.timeslots(event)
    wheelchair = SupportOffer.objects.filter(kind="WHEELCHAIR").order_by("timeslot")
    wheelchair.update(capacity=1)
    party = cast.registration(event, support=[SupportWish("WHEELCHAIR")])

    go(party, first, second)

    assert list(wheelchair.values_list("taken", flat=True)) == [0, 1]


def test_who_would_lose_the_wheelchair_space_does_not_move():
    event = cast.event(slots=2)
    first, second = cast.timeslots(event)
    SupportOffer.objects.filter(kind="WHEELCHAIR").update(capacity=1)
    party = cast.registration(event, support=[SupportWish("WHEELCHAIR")])
    cast.registration(event, slots=[second], support=[SupportWish("WHEELCHAIR")])

    with pytest.raises(SupportNotLeft):
        go(party, first, second)

    assert statuses(party) == {(1, 0, "CONFIRMED")}
    assert taken(event) == [1, 1]


def test_a_young_person_takes_the_seat_that_is_kept_for_them():
    event = cast.event(slots=2, seats=1)
    first, second = cast.timeslots(event)
    cast.registration(event, slots=[second])
    Quota.objects.create(timeslot=second, kind="YOUTH", capacity=1)
    party = cast.registration(event, persons={"age_band": "TWENTIES"})

    go(party, first, second)

    assert party.seats.alive().get().quota.kind == "YOUTH"
    assert miscounts() == []


def test_nobody_is_rung_about_the_timeslot_that_they_have_left():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event, email="")
    other = cast.registration(event, email="")
    ReminderRule.objects.create(programme=event.programme)
    tomorrow = event.starts_at - cast.DAY
    write_due_reminders(now=tomorrow)

    go(party, first, second, now=tomorrow + cast.HOUR)

    calls = dict(
        OutboxMessage.objects.filter(kind="reminder").values_list("about", "status")
    )
    assert calls == {party.about: "SKIPPED", other.about: "PENDING"}


def lottery_event(**values):
    event = cast.event(slots=2, seats=1, closes_at=cast.NOW + 4 * cast.DAY, **values)
    event.timeslots.update(admission="LOTTERY")
    seal(event)
    return event, *cast.timeslots(event)


def test_before_the_draw_an_entry_changes_its_timeslot_with_its_number():
    event, first, second = lottery_event()
    cast.registration(event)
    party = cast.registration(event, people=["国立 花子", "国立 太郎"])
    number = LotteryEntry.objects.get(registration=party).number

    go(party, first, second, numbers=[2])

    assert statuses(party) == {(1, 0, "ENTERED"), (2, 1, "ENTERED")}
    entries = LotteryEntry.objects.filter(registration=party).order_by("timeslot")
    assert list(entries.values_list("number", "people", "result")) == [
        (number, 1, "ENTERED"),
        (number, 1, "ENTERED"),
    ]


def test_an_entry_that_comes_back_is_counted_again():
    event, first, second = lottery_event()
    party = cast.registration(event)
    go(party, first, second)

    go(party, second, first)

    entries = LotteryEntry.objects.filter(registration=party).order_by("timeslot")
    assert list(entries.values_list("people", "result")) == [
        (1, "ENTERED"),
        (0, "WITHDRAWN"),
    ]


def test_a_seat_is_not_swapped_for_a_chance_nor_a_chance_for_a_seat():
    event = cast.event(slots=2, closes_at=cast.NOW + 4 * cast.DAY)
    first, second = cast.timeslots(event)
    second.admission = "LOTTERY"
    second.save()
    seal(event)
    holder = cast.registration(event)
    hopes = cast.registration(event, slots=[second])

    for party, source, target in [(holder, first, second), (hopes, second, first)]:
        with pytest.raises(DrawAhead):
            go(party, source, target)


def test_a_frozen_list_does_not_change():
    event, first, second = lottery_event()
    party = cast.registration(event)
    Lottery.objects.update(frozen_at=cast.NOW)

    with pytest.raises(DrawAhead):
        go(party, first, second)


def test_the_calendar_follows_there_and_back_again():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    seen = [calendar(party)]

    for source, target in [(first, second), (second, first), (first, second)]:
        go(party, source, target)
        seen.append(calendar(party))

    assert [
        {slot.pk: states[slot.pk] for slot in (first, second) if slot.pk in states}
        for states in seen
    ] == [
        {first.pk: ("CONFIRMED", 0)},
        {first.pk: ("CANCELLED", 1), second.pk: ("CONFIRMED", 0)},
        {first.pk: ("CONFIRMED", 2), second.pk: ("CANCELLED", 1)},
        {first.pk: ("CANCELLED", 3), second.pk: ("CONFIRMED", 2)},
    ]


def test_a_seat_that_is_waited_for_is_in_no_calendar():
    event = cast.event(seats=1)
    first, second, _third = cast.timeslots(event)
    party = cast.registration(event)
    cast.registration(event, slots=[second])

    go(party, first, second, waits=True)

    assert calendar(party) == {first.pk: ("CONFIRMED", 0)}


def calendar(party) -> dict[int, tuple[str, int]]:
    """By timeslot: status and SEQUENCE of what the letter brings along."""
    fresh = Registration.objects.get(pk=party.pk)
    made = Calendar.from_ical(registration_calendar(fresh, takes_back=True))
    return {
        int(str(entry["uid"]).split("@")[0].rsplit("-", 1)[1]): (
            str(entry["status"]),
            int(entry["sequence"]),
        )
        for entry in made.walk("VEVENT")
    }
