"""What one click did to many is undone, as far as nobody else has the seat."""

import pytest

from events.programme.models import SupportOffer
from events.registration.models import (
    LineRecord,
    Lottery,
    LotteryEntry,
    Registration,
)
from events.registration.models.bulk_action import UNDO_FOR
from events.registration.reports import miscounts
from events.registration.usecases.application import SupportWish
from events.registration.usecases.bulk import NothingToCancel, bulk_cancel
from events.registration.usecases.undo import (
    UndoneAlready,
    UndoTooLate,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.enqueue import enqueue
from tests import cast
from tests.registration.bulk import (
    LATER,
    cancel,
    cancellations,
    state,
    undo,
)
from tests.registration.drawing import lottery_event, seal
from tests.registration.waiting import full_event, line, statuses, wait

pytestmark = pytest.mark.django_db


def test_undone_all_is_as_before_and_nobody_is_told():
    event = cast.event()
    slots = cast.timeslots(event)
    parties = [
        cast.registration(event, people=["甲", "乙"], slots=slots),
        cast.registration(event, support=[SupportWish("WHEELCHAIR")]),
    ]
    before = state()
    action = cancel(*parties)
    assert state() != before
    done = undo(action)

    assert [each.pk for each in done.back] == [party.pk for party in parties]
    assert done.stay == []
    assert state() == before
    assert {each.status for each in cancellations()} == {"SKIPPED"}
    assert miscounts() == []
    restored = AuditEntry.objects.filter(verb="registration.restored")
    assert [entry.actor for entry in restored] == ["user:2", "user:2"]


def test_cancelled_again_after_an_undo_they_are_told():
    event = cast.event()
    party = cast.registration(event)
    undo(cancel(party))
    cancel(party, now=LATER + cast.HOUR)

    assert [each.status for each in cancellations()] == ["SKIPPED", "PENDING"]


def test_a_seat_that_somebody_else_has_does_not_come_back():
    event = cast.event(slots=1, seats=3)
    pair = cast.registration(event, people=["甲", "乙"])
    single = cast.registration(event, people=["丙"])
    action = cancel(pair, single)
    cast.registration(event, people=["丁", "戊"], now=LATER)
    done = undo(action)

    assert [each.pk for each in done.back] == [single.pk]
    assert [each.pk for each in done.stay] == [pair.pk]
    assert statuses(pair) == ["CANCELLED", "CANCELLED"]
    pair.refresh_from_db()
    assert pair.is_cancelled
    # Who stays cancelled is told.
    assert [each.status for each in cancellations()] == ["PENDING", "SKIPPED"]
    assert miscounts() == []


def test_a_support_that_somebody_else_has_does_not_come_back():
    event = cast.event(slots=1)
    SupportOffer.objects.filter(kind="WHEELCHAIR").update(capacity=1)
    party = cast.registration(event, support=[SupportWish("WHEELCHAIR")])
    action = cancel(party)
    cast.registration(event, support=[SupportWish("WHEELCHAIR")], now=LATER)

    assert [each.pk for each in undo(action).stay] == [party.pk]
    assert SupportOffer.objects.get(kind="WHEELCHAIR").taken == 1


def test_freed_seats_go_to_the_line_and_those_cancelled_with_them_get_no_offer():
    event = full_event(seats=2)
    first = wait(event, "待子")
    second = wait(event, "次子")
    guests = Registration.objects.exclude(pk__in=[first.pk, second.pk])
    cancel(*guests, first)

    offers = OutboxMessage.objects.filter(kind="offer")
    assert [each.about for each in offers] == [second.about]
    assert statuses(first) == ["CANCELLED"]
    assert line(event) == [(2, "OFFERED")]
    assert miscounts() == []


def test_who_waited_waits_again_under_the_same_number():
    event = full_event(seats=1)
    first, second = wait(event, "待子"), wait(event, "次子")
    action = cancel(first)
    assert line(event) == [(2, "WAITING")]
    undo(action)

    assert line(event) == [(1, "WAITING"), (2, "WAITING")]
    assert statuses(first) == ["WAITING"]
    assert statuses(second) == ["WAITING"]
    steps = LineRecord.objects.filter(number=1).order_by("pk")
    assert [each.step for each in steps] == ["JOINED", "LEFT", "JOINED"]
    assert miscounts() == []


def test_a_lottery_entry_comes_back_until_the_list_is_closed():
    event = lottery_event(seats=20)
    lottery = seal(event)
    parties = [cast.registration(event, people=["甲", "乙"]) for _n in range(2)]
    action = cancel(parties[0])
    undo(action)

    entry = LotteryEntry.objects.get(registration=parties[0])
    assert (entry.result, entry.people) == ("ENTERED", 2)
    assert statuses(parties[0]) == ["ENTERED", "ENTERED"]
    action = cancel(parties[1])
    Lottery.objects.filter(pk=lottery.pk).update(frozen_at=LATER)
    assert [each.pk for each in undo(action).stay] == [parties[1].pk]


def test_reminders_are_taken_back_and_wait_again_after_an_undo():
    event = cast.event()
    party = cast.registration(event)
    enqueue(
        key="reminder:1",
        kind="reminder",
        letter_class=LetterClass.B,
        recipient=Recipient("国立", email="x@example.jp"),
        language="ja",
        letter=Letter("前日のお知らせ", "明日です"),
        about=party.about,
        due_at=event.starts_at - cast.DAY,
        not_after=event.starts_at,
        now=cast.NOW,
    )
    action = cancel(party)
    reminder = OutboxMessage.objects.filter(kind="reminder")
    assert reminder.get().status == "SKIPPED"
    undo(action)
    assert reminder.get().status == "PENDING"
    assert reminder.get().last_error == ""


def test_what_has_begun_and_who_is_in_stay():
    event = cast.event()
    slots = cast.timeslots(event)
    party = cast.registration(event, slots=slots)
    during = slots[0].starts_at + cast.HOUR / 2
    action = cancel(party, now=during)

    party.refresh_from_db()
    assert not party.is_cancelled
    assert [seat.status for seat in party.seats.order_by("timeslot__starts_at")] == [
        "CONFIRMED",
        "CANCELLED",
        "CANCELLED",
    ]
    undo(action)
    assert party.seats.confirmed().count() == 3
    with pytest.raises(NothingToCancel):
        cancel(party, now=event.ends_at)


def test_it_cannot_be_undone_twice_nor_too_late():
    event = cast.event()
    action = cancel(cast.registration(event))

    with pytest.raises(UndoTooLate):
        undo(action, now=action.at + UNDO_FOR)
    undo(action)
    with pytest.raises(UndoneAlready):
        undo(action)


def test_what_was_changed_since_is_left_alone():
    event = cast.event()
    party = cast.registration(event)
    action = cancel(party)
    party.seats.update(cancelled_at=LATER + cast.HOUR)

    assert [each.pk for each in undo(action).stay] == [party.pk]


def test_an_event_that_was_cancelled_meanwhile_brings_nobody_back():
    event = cast.event()
    party = cast.registration(event)
    action = cancel(party)
    event.cancel(reason={"ja": "台風"}, now=LATER)
    event.save()

    assert [each.pk for each in undo(action).stay] == [party.pk]


def test_another_events_registrations_are_not_touched():
    event, other = cast.event(), cast.event(slug="other")
    foreign = cast.registration(other)
    with pytest.raises(NothingToCancel):
        bulk_cancel(
            event=event,
            receipt_numbers=[foreign.receipt_number],
            actor="user:1",
            now=LATER,
        )

    assert statuses(foreign) == ["CONFIRMED"]
