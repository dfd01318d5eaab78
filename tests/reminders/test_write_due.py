"""Reminders: due the day before in Tokyo, once, and only where they help."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.programme.models import Event
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.cancel_event import cancel_event
from events.reminders.models import LedgerEntry, ReminderRule
from events.reminders.usecases.write_due import write_due_reminders
from peace.outbox.choices import Channel, LetterClass, Status
from peace.outbox.models import OutboxMessage, UndeliverableAddress
from tests import cast

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def rule() -> ReminderRule:
    """The day before, at ten."""
    return ReminderRule.objects.create(programme=cast.programme())


def write(now: datetime) -> int:
    return write_due_reminders(now=now)


def due(event: Event) -> datetime:
    """Ten o'clock in Tokyo on the day before the event."""
    return cast.tokyo(event.starts_at, days=-1, at=time(10))


def reminders():
    return OutboxMessage.objects.filter(kind="reminder").order_by("pk")


def test_it_is_written_at_ten_on_the_day_before_and_not_a_minute_earlier(rule):
    event = cast.event()
    party = cast.registration(event)

    assert write(due(event) - MINUTE) == 0
    assert write(due(event)) == 1

    letter = reminders().get()
    assert letter.letter_class == LetterClass.B
    assert letter.about == party.about
    assert letter.not_after == event.starts_at
    assert LedgerEntry.objects.get().status == "WRITTEN"


@pytest.mark.parametrize("at", [time(0, 30), time(8, 59), time(9, 0), time(23, 30)])
def test_the_day_before_is_the_day_before_in_tokyo(rule, at):
    starts_at = cast.tokyo(cast.NOW, days=10, at=at)
    event = cast.event(starts_at=starts_at, slots=1)
    cast.registration(event)
    the_day_before = cast.tokyo(cast.NOW, days=9, at=time(10))

    assert write(the_day_before - MINUTE) == 0
    assert write(the_day_before) == 1

    assert LedgerEntry.objects.get().day == starts_at.date()


def test_a_second_bell_or_a_late_one_makes_no_second_letter(rule):
    event = cast.event()
    cast.registration(event)

    written = [write(due(event) + wait) for wait in [0 * MINUTE, MINUTE, cast.DAY / 2]]

    assert written == [1, 0, 0]
    assert reminders().count() == 1


def test_even_without_the_ledger_the_key_makes_one_letter(rule):
    event = cast.event()
    cast.registration(event)
    write(due(event))
    LedgerEntry.objects.all().delete()

    assert write(due(event)) == 0

    assert reminders().count() == 1


def test_who_registers_after_the_hour_has_just_read_it_all(rule):
    event = cast.event()
    cast.registration(event, now=due(event) - MINUTE)
    late = cast.registration(event, now=due(event))

    assert write(due(event) + MINUTE) == 1

    entry = LedgerEntry.objects.get(registration=late)
    assert (entry.status, entry.reason) == ("SKIPPED", "REGISTERED_LATE")


def test_who_wants_none_gets_none(rule):
    event = cast.event()
    cast.registration(event, remind_by="NONE")

    assert write(due(event)) == 0

    assert LedgerEntry.objects.get().reason == "NOT_WANTED"


@pytest.mark.parametrize(
    "values", [{"email": ""}, {"email": "hana@example.jp", "remind_by": "PHONE"}]
)
def test_who_wants_a_call_stands_on_the_call_list_with_the_words_to_say(rule, values):
    event = cast.event()
    party = cast.registration(event, phone="0425762111", **values)

    assert write(due(event)) == 1

    call = OutboxMessage.objects.to_call(due(event)).get()
    assert (call.channel, call.phone) == (Channel.PHONE, "0425762111")
    assert party.receipt_number[:4] in call.text
    assert "お越しになりますか。" in call.text


def test_a_cancelled_event_reminds_nobody(rule):
    event = cast.event()
    cast.registration(event)
    cancel_event(event=event, reason={"ja": "台風"}, actor="user:1", now=cast.NOW)

    assert write(due(event)) == 0

    assert not reminders().exists()


def test_a_reminder_that_still_waits_is_taken_back_with_its_event(rule):
    event = cast.event()
    cast.registration(event)
    cast.registration(event, email="")
    write(due(event))

    cancel_event(
        event=event, reason={"ja": "台風"}, actor="user:1", now=due(event) + MINUTE
    )

    assert set(reminders().values_list("status", flat=True)) == {Status.SKIPPED}


def test_who_cancelled_is_not_reminded_and_a_waiting_call_is_taken_back(rule):
    event = cast.event()
    before, after = cast.registration(event), cast.registration(event, email="")
    for party, now in [(before, cast.NOW), (after, due(event) + MINUTE)]:
        if party == after:
            assert write(due(event)) == 1
        cancel_seats(
            registration=party,
            seat_ids=[party.seats.get().pk],
            actor="applicant",
            now=now,
        )

    assert reminders().get().status == Status.SKIPPED
    assert not LedgerEntry.objects.filter(registration=before).exists()


def test_nothing_is_written_once_all_talks_have_begun(rule):
    event = cast.event()
    cast.registration(event)
    last = cast.timeslots(event)[-1]

    assert write(last.starts_at) == 0
    assert not LedgerEntry.objects.exists()


def test_a_beat_that_was_down_still_helps_until_the_first_talk_begins(rule):
    event = cast.event()
    cast.registration(event)

    assert write(event.starts_at - MINUTE) == 1


def test_each_day_of_two_has_its_own_reminder(rule):
    event = cast.event(slots=1)
    second_day = event.starts_at + cast.DAY
    Event.objects.update(ends_at=second_day + cast.HOUR)
    cast.timeslot(event, title="2日目の話", starts_at=second_day)
    event.refresh_from_db()
    cast.registration(event, slots=cast.timeslots(event))

    assert [write(due(event) + days * cast.DAY) for days in range(3)] == [1, 1, 0]

    first, second = reminders()
    assert "2日目の話" not in first.text
    assert "2日目の話" in second.text
    assert (first.not_after, second.not_after) == (event.starts_at, second_day)


def test_two_rules_are_two_reminders():
    event = cast.event()
    cast.registration(event)
    for days in (1, 7):
        ReminderRule.objects.create(programme=event.programme, days=days)

    assert write(due(event) - 6 * cast.DAY) == 1
    assert write(due(event)) == 1


def test_a_programme_without_a_rule_reminds_nobody(rule):
    other = cast.programme("shows", kind="EXHIBITION", title="展示")
    event = cast.event(programme=other)
    cast.registration(event)

    assert write(due(event)) == 0


def test_an_address_known_to_be_dead_becomes_a_call(rule):
    event = cast.event()
    cast.registration(event, email="gone@example.jp", remind_by="EMAIL")
    UndeliverableAddress.objects.note(email="gone@example.jp", code="550", now=cast.NOW)

    write(due(event))

    assert reminders().get().channel == Channel.PHONE


def test_in_one_piece_each_party_reads_its_own_talks_names_and_language(rule):
    event = cast.event()
    first, second = cast.timeslots(event)[:2]
    parties = [
        cast.registration(event, slots=slots, people=[name], language=language)
        for slots, name, language in (
            ([first], "国立 花子", "ja"),
            ([second], "谷保 太郎", "ja"),
            ([first, second], "Ann Lee", "en"),
            ([first], "Bo Lee", "en"),
        )
    ]

    write(due(event))
    together = list(reminders().values_list("subject", "text"))
    alone = []
    for party in parties:
        OutboxMessage.objects.all().delete()
        party.reminder_entries.all().delete()
        write(due(event))
        alone.append(reminders().values_list("subject", "text").get())

    assert together == alone


def test_three_hundred_parties_take_statements_by_the_piece_not_by_the_party(rule):
    def statements(now: datetime) -> int:
        with CaptureQueriesContext(connection) as queries:
            write(now)
        frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
        return len([1 for query in queries if not query["sql"].startswith(frame)])

    few, many = cast.event(slug="few"), cast.event(slug="many", starts_at=None)
    Event.objects.filter(pk=many.pk).update(
        starts_at=few.starts_at + 30 * cast.DAY, ends_at=few.ends_at + 30 * cast.DAY
    )
    for slot in many.timeslots.all():
        slot.starts_at += 30 * cast.DAY
        slot.ends_at += 30 * cast.DAY
        slot.save()
    cast.many_parties(few, 3)
    cast.many_parties(many, 300)
    many.refresh_from_db()

    one_piece = statements(due(few))
    two_pieces = statements(due(many))

    assert reminders().count() == LedgerEntry.objects.count() == 303
    # SQLite cuts an insert of many columns; the databases differ a little here.
    assert two_pieces <= 2 * one_piece + 20 < 60
