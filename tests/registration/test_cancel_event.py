"""Cancelling an event: everybody hears of it, nobody keeps a seat."""

import pytest

from events.programme.choices import EventStatus
from events.programme.models import Quota
from events.registration.models import Registration, Seat
from events.registration.reports import miscounts
from events.registration.usecases.cancel_event import (
    EventIsOver,
    EventNotPublished,
    cancel_event,
)
from events.registration.usecases.register import TooFewSeats
from peace.audit.models import AuditEntry
from peace.outbox.choices import Channel, Status
from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.approve import SecondPersonNeeded, approve
from tests import cast

pytestmark = pytest.mark.django_db

REASON = {"ja": "台風が近づいているため", "en": "A typhoon is approaching."}
LATER = cast.NOW + cast.DAY


def cancel(event, actor: str = "user:1", now=LATER):
    return cancel_event(event=event, reason=REASON, actor=actor, now=now)


def letters():
    return OutboxMessage.objects.filter(kind="event_cancelled").order_by("pk")


def test_every_party_loses_its_seats_and_the_counters_agree():
    event, other = cast.event(), cast.event(slug="other")
    slots = cast.timeslots(event)
    cast.registration(event, people=["国立 花子", "国立 太郎"], slots=slots)
    cast.registration(event)
    elsewhere = cast.registration(other)

    cancel(event)

    event.refresh_from_db()
    assert (event.status, event.cancelled_at) == (EventStatus.CANCELLED, LATER)
    assert event.cancel_reason == REASON
    assert event.revision == 1
    assert (
        list(
            Quota.objects.filter(timeslot__event=event).values_list("taken", "is_open")
        )
        == [(0, False)] * 3
    )
    assert list(Registration.objects.active()) == [elsewhere]
    assert Seat.objects.confirmed().get().registration == elsewhere
    assert miscounts() == []
    entry = AuditEntry.objects.get(verb="event.cancelled")
    assert entry.detail == {"registrations": 2}


def test_the_letters_wait_for_a_second_person():
    event = cast.event()
    cast.registration(event)
    aoki, baba = cast.aoki(), cast.baba()

    batch = cancel(event, actor=aoki.actor)

    assert (batch.recipient_count, batch.requested_by) == (1, aoki.actor)
    assert letters().get().status == Status.AWAITING_APPROVAL
    with pytest.raises(SecondPersonNeeded):
        approve(batch=batch, by=aoki.actor, now=LATER)
    assert letters().get().status == Status.AWAITING_APPROVAL
    assert approve(batch=batch, by=baba.actor, now=LATER) == 1
    assert letters().get().status == Status.PENDING


def test_who_has_no_address_stands_on_the_call_list_once_it_is_approved():
    event = cast.event()
    cast.registration(event, people=["電話 もち"], phone="0425762111", email="")
    cast.registration(event, phone="", email="hana@example.jp")

    batch = cancel(event)

    assert not OutboxMessage.objects.to_call(LATER).exists()
    approve(batch=batch, by="user:2", now=LATER)
    call = OutboxMessage.objects.to_call(LATER).get()
    assert (call.recipient_name, call.phone) == ("電話 もち", "0425762111")
    assert REASON["ja"] in call.text
    assert letters().get(channel=Channel.EMAIL).email == "hana@example.jp"


def test_a_reminder_that_still_waits_is_taken_back():
    event = cast.event()
    party = cast.registration(event, email="")
    call = OutboxMessage.objects.create(
        key="reminder:1",
        kind="reminder",
        letter_class="B",
        channel=Channel.PHONE,
        language="ja",
        phone=party.phone,
        text="あすお越しになりますか。",
        about=party.about,
        due_at=cast.NOW,
        created_at=cast.NOW,
    )

    cancel(event)

    call.refresh_from_db()
    assert call.status == Status.SKIPPED
    assert not OutboxMessage.objects.to_call(LATER).exists()


def test_who_cancelled_before_is_not_written_to():
    event = cast.event()
    gone, staying = cast.registration(event), cast.registration(event)
    Registration.objects.filter(pk=gone.pk).update(
        status="CANCELLED", cancelled_at=cast.NOW
    )

    cancel(event)

    assert letters().get().about == staying.about


def test_letters_in_three_languages_give_the_reason_in_each():
    event = cast.event()
    for language in ["ja", "en", "ja-easy"]:
        cast.registration(event, language=language)

    cancel(event)

    reasons = [REASON["ja"], REASON["en"], REASON["ja"]]  # no easy one was written
    for letter, reason in zip(letters(), reasons, strict=True):
        assert reason in letter.text


def test_without_registrations_there_is_no_batch():
    event = cast.event()

    assert cancel(event) is None

    assert not OutboxMessage.objects.exists()
    event.refresh_from_db()
    assert event.is_cancelled


def test_nobody_can_register_afterwards_not_even_with_an_old_page():
    event = cast.event()
    page = cast.event(slug="page")
    page.pk, page.slug = event.pk, event.slug  # as it was read before
    cancel(event)

    with pytest.raises(TooFewSeats):
        cast.registration(page)

    assert not Registration.objects.exists()


def test_an_event_is_cancelled_once():
    event = cast.event()
    cast.registration(event)
    cancel(event)

    with pytest.raises(EventNotPublished):
        cancel(event)

    assert letters().count() == 1


def test_a_draft_cannot_be_cancelled():
    event = cast.event(status=EventStatus.DRAFT)

    with pytest.raises(EventNotPublished):
        cancel(event)


def test_what_is_over_cannot_be_cancelled():
    event = cast.event()

    with pytest.raises(EventIsOver):
        cancel(event, now=event.ends_at)


def test_while_the_event_runs_the_letters_may_leave_until_it_ends():
    event = cast.event()
    cast.registration(event)

    cancel(event, now=event.starts_at + cast.HOUR)

    assert letters().get().not_after == event.ends_at
