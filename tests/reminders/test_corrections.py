"""Changes after and before a reminder: one letter for each fact, and the right one."""

import pytest

from events.registration.usecases.change_event import Notice, change_event
from events.registration.usecases.move import move
from events.reminders.models import LedgerEntry
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.approve import approve, withdraw
from tests import cast
from tests.reminders.rules import MINUTE, due, letters, reason, rule_for, write

pytestmark = pytest.mark.django_db


def to_the_hall(event, now):
    return change_event(
        event=event,
        values={"venue": cast.venue("hall", name={"ja": "芸術小ホール"})},
        notice=Notice(reason={"ja": "雨漏り"}),
        actor="user:1",
        now=now,
    )


def sent(kind="reminder"):
    letters(kind).update(status=Status.SENT)


def test_who_was_reminded_gets_a_correction_once_and_no_second_reminder():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    write(due(event))
    sent()

    to_the_hall(event, due(event) + cast.HOUR)
    written = [write(due(event) + hours * cast.HOUR) for hours in (1, 2, 3)]

    assert written == [0, 0, 0]
    assert letters().count() == 1
    correction = letters("event_changed").get()
    assert "芸術小ホール" in correction.text


def test_a_second_change_is_a_second_correction_with_a_key_of_its_own():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    write(due(event))
    sent()

    to_the_hall(event, due(event) + cast.HOUR)
    event.refresh_from_db()
    change_event(
        event=event,
        values={"venue": cast.venue()},
        notice=Notice(reason={"ja": "直りました"}),
        actor="user:1",
        now=due(event) + 2 * cast.HOUR,
    )

    keys = letters("event_changed").values_list("key", flat=True)
    assert len({key.rsplit(":", 1)[1] for key in keys}) == 2


def test_who_was_not_reminded_yet_gets_the_right_one():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    to_the_hall(event, due(event) - cast.DAY)

    assert write(due(event)) == 1

    assert "会場　芸術小ホール" in letters().get().text


def test_a_reminder_that_waits_is_taken_back_and_the_letter_of_the_change_stands():
    event = cast.event()
    rule_for(event)
    cast.registration(event, email="")
    write(due(event))

    to_the_hall(event, due(event) + cast.HOUR)
    assert write(due(event) + 2 * cast.HOUR) == 0

    assert letters().get().status == Status.SKIPPED
    assert letters("event_changed").get().status == Status.PENDING
    assert LedgerEntry.objects.get().reason == "JUST_TOLD"


def test_a_withdrawn_letter_of_a_change_brings_back_the_reminders_with_what_is_true():
    event = cast.event(seats=100)
    rule_for(event)
    cast.many_parties(event, 51)
    write(due(event))
    told = to_the_hall(event, due(event) + cast.HOUR)
    assert told.batch is not None
    # While a second person thinks, nobody is told anything.
    assert write(due(event) + 2 * cast.HOUR) == 0

    withdraw(batch=told.batch, by="user:2", now=due(event) + 3 * cast.HOUR)

    assert write(due(event) + 3 * cast.HOUR) == 51
    alive = letters().filter(status=Status.PENDING)
    assert alive.count() == 51
    assert all("芸術小ホール" in each.text for each in alive)
    assert write(due(event) + 4 * cast.HOUR) == 0


def test_an_approved_one_stands_in_their_place():
    event = cast.event(seats=100)
    rule_for(event)
    cast.many_parties(event, 51)
    write(due(event))
    told = to_the_hall(event, due(event) + cast.HOUR)

    approve(batch=told.batch, by="user:2", now=due(event) + 3 * cast.HOUR)

    assert write(due(event) + 3 * cast.HOUR) == 0
    assert not letters().filter(status=Status.PENDING).exists()
    assert letters("event_changed").filter(status=Status.PENDING).count() == 51


def test_an_event_on_another_day_is_announced_before_that_day():
    event = cast.event(slots=1)
    rule_for(event)
    party = cast.registration(event)
    write(due(event))
    sent()
    slot = event.timeslots.get()
    later = 7 * cast.DAY

    change_event(
        event=event,
        values={
            "starts_at": event.starts_at + later,
            "ends_at": event.ends_at + later,
        },
        moves_timeslots=True,
        notice=Notice(reason={"ja": "台風"}),
        actor="user:1",
        now=due(event) + cast.HOUR,
    )
    event.refresh_from_db()
    slot.refresh_from_db()
    assert slot.starts_at == event.starts_at

    assert write(due(event)) == 1
    assert {each.day for each in party.reminder_entries.all()} == {
        due(event).date() + cast.DAY,
        due(event).date() + cast.DAY - later,
    }


def test_who_moves_to_another_talk_after_the_hour_has_just_been_told():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    rule_for(event)
    party = cast.registration(event, email="")
    write(due(event))
    now = due(event) + cast.HOUR

    move(
        registration=party,
        source=first,
        target=second,
        numbers=[1],
        actor="user:1",
        now=now,
    )

    assert write(now + MINUTE) == 0
    assert reason(party) == "JUST_TOLD"


def test_the_confirmation_says_all_that_the_reminder_says():
    event = cast.event()
    rule_for(event)
    cast.registration(event)
    write(due(event))
    confirmed = OutboxMessage.objects.get(kind="confirmation")
    reminder = letters().get()

    assert confirmed.parts == reminder.parts
    assert [name for name, _ref in confirmed.parts] == ["ticket_qr", "calendar"]
    for line in reminder.text.splitlines():
        about_the_day = line.startswith(
            ("催し", "日時", "受付", "会場", "住所", "持ち物", "http", "電話")
        )
        assert not about_the_day or line in confirmed.text
