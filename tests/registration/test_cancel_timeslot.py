"""Cancelling one timeslot: its people hear of it, the others keep their peace."""

import pytest
from django.utils import timezone

from events.programme.choices import EventStatus, Openness
from events.programme.models import Event, SupportOffer
from events.registration.models import Registration, Seat, WaitingListEntry
from events.registration.reports import miscounts
from events.registration.usecases.application import SupportWish
from events.registration.usecases.cancel_timeslot import (
    LastTimeslot,
    NotCancellable,
    TimeslotHasStarted,
    cancel_timeslot,
)
from events.registration.usecases.change_event import ALONE
from events.registration.usecases.register import NothingChosen
from peace.audit.models import AuditEntry
from peace.outbox.choices import Status
from peace.outbox.models import OutboxBatch, OutboxMessage
from tests import cast
from tests.page import Page, forget_pages

pytestmark = pytest.mark.django_db

REASON = {"ja": "伝承者の都合のため", "en": "The storyteller is unwell."}
LATER = cast.NOW + cast.DAY


def cancel(slot, now=LATER):
    return cancel_timeslot(
        event=slot.event, timeslot=slot, reason=REASON, actor="user:1", now=now
    )


def letters():
    kinds = ("event_changed", "event_cancelled")
    return OutboxMessage.objects.filter(kind__in=kinds).order_by("pk")


def test_its_seats_are_cancelled_and_those_of_others_are_not():
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    here = cast.registration(event, people=["一", "二"], slots=[first])
    both = cast.registration(event, slots=[first, second])
    there = cast.registration(event, slots=[second])

    told = cancel(first)

    assert [party for party, _lost, _kept in told] == [here, both]
    seats = Seat.objects.confirmed().order_by("pk")
    assert [(seat.registration, seat.timeslot) for seat in seats] == [
        (both, second),
        (there, second),
    ]
    assert list(Registration.objects.active().order_by("pk")) == [both, there]
    assert miscounts() == []
    event.refresh_from_db()
    assert (event.revision, event.status) == (1, EventStatus.PUBLISHED)
    entry = AuditEntry.objects.get(verb="timeslot.cancelled")
    assert entry.detail == {"registrations": 2}


@pytest.mark.parametrize(
    ("language", "alone", "changed"),
    [
        (
            "ja",
            ["【中止】2月15日(日)の催し", "午後1時30分～2時15分", "理由　伝承者の都合"],
            [
                "【変更】回が変わりました",
                "変更前　令和8年2月15日(日) 午後1時30分～2時15分 広島の話",
                "変更後　この回は中止です",
                "ほかの回のお申し込みは、そのままです。",
                "令和8年2月15日(日) 午後2時30分～3時15分",
            ],
        ),
        (
            "en",
            ["Cancelled", "1:30pm to 2:15pm", "The storyteller is unwell."],
            ["Change of session", "Now: cancelled", "2:30pm to 3:15pm"],
        ),
        (
            "ja-easy",
            ["中止《ちゅうし》", "伝承者の都合のため"],
            ["回《かい》が 変《か》わりました", "新《あたら》しい: この 回《かい》は"],
        ),
    ],
)
def test_who_has_no_other_seat_need_not_come_and_the_others_read_of_a_change(
    language, alone, changed
):
    event = cast.event()
    first, second, _third = cast.timeslots(event)
    cast.registration(event, slots=[first], language=language)
    cast.registration(event, slots=[first, second], language=language)

    cancel(first)

    off, change = letters()
    for words in alone:
        assert words in f"{off.subject}\n{off.text}"
    for words in changed:
        assert words in f"{change.subject}\n{change.text}"


def test_the_line_goes_with_it_and_nobody_is_promoted_into_it():
    event = cast.event(slots=2, seats=1, promotion="AUTOMATIC")
    first, _second = cast.timeslots(event)
    cast.registration(event, slots=[first])
    waiting = cast.registration(event, slots=[first], waits_for={first.pk})

    cancel(first)

    assert WaitingListEntry.objects.get().status == "LEFT"
    assert not Registration.objects.active().exists()
    assert waiting.about in {letter.about for letter in letters()}
    assert not OutboxMessage.objects.filter(kind="promoted").exists()
    assert miscounts() == []


def test_support_for_it_is_free_again():
    event = cast.event(slots=2)
    first, second = cast.timeslots(event)
    cast.registration(event, slots=[first, second], support=[SupportWish("WHEELCHAIR")])
    taken = SupportOffer.objects.filter(kind="WHEELCHAIR").order_by("timeslot_id")
    assert [offer.taken for offer in taken] == [1, 1]

    cancel(first)

    assert [offer.taken for offer in taken.all()] == [0, 1]


def test_nobody_registers_for_it_any_more_and_the_page_says_why(client):
    now = timezone.now()
    event = cast.event(now=now)
    first, second, _third = cast.timeslots(event)
    cancel(first, now=now)

    with pytest.raises(NothingChosen):
        cast.registration(event, slots=[first], now=now)
    found = cast.timeslots(event)[0]
    assert found.openness(event.openness(now, [found]), now) == Openness.CANCELLED
    forget_pages()
    assert "中止" in Page(client.get("/events/talk/")).words
    form = Page(client.get("/events/talk/register/"))
    offered = {
        field["value"] for field in form.inputs if field.get("name") == "p1-slot"
    }
    assert str(first.pk) not in offered
    assert str(second.pk) in offered


def test_more_than_fifty_letters_wait_for_a_second_person():
    event = cast.event(seats=100)
    cast.many_parties(event, ALONE + 1)
    slot = cast.timeslots(event)[0]
    slot.quotas.update(taken=ALONE + 1)

    cancel(slot)

    assert OutboxBatch.objects.get().recipient_count == ALONE + 1
    assert {each.status for each in letters()} == {Status.AWAITING_APPROVAL}


def test_what_cannot_be_cancelled():
    event = cast.event(slots=2)
    first, second = cast.timeslots(event)
    with pytest.raises(TimeslotHasStarted):
        cancel(first, now=first.starts_at)
    cancel(first)
    with pytest.raises(NotCancellable):
        cancel(first)
    with pytest.raises(LastTimeslot):
        cancel(second)
    Event.objects.update(status=EventStatus.DRAFT)
    with pytest.raises(NotCancellable):
        cancel(second)


def test_the_page_says_what_will_happen_and_asks_why():
    now = timezone.now()
    event = cast.event(now=now)
    slot = cast.timeslots(event)[0]
    cast.registration(event, now=now)
    aoki = cast.signed_in(cast.aoki())
    address = f"/staff/events/talk/edit/timeslots/{slot.pk}/cancel/"

    page = Page(aoki.get(address))
    refused = Page(aoki.post(address, {"notice-reason_en": "Illness"}))
    done = aoki.post(address, {"notice-reason_ja": "病気のため"}, follow=True)

    assert "1組の、この回の席とキャンセル待ちが取り消されます。" in page.words
    assert "理由を入力してください。" in refused.words
    assert "「広島の話」を中止にしました。1組にお知らせします。" in Page(done).words
    assert letters().count() == 1
    again = aoki.post(address, {"notice-reason_ja": "病気のため"}, follow=True)
    assert "もう中止にできません" in Page(again).words
