"""Many are cancelled at once; for a quarter of an hour it can be undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.models import Quota, SupportOffer
from events.registration.models import (
    BulkAction,
    LineRecord,
    Lottery,
    LotteryEntry,
    Registration,
    Seat,
)
from events.registration.models.bulk_action import MOST_WITHOUT_APPROVAL, UNDO_FOR
from events.registration.reports import miscounts
from events.registration.usecases.application import SupportWish
from events.registration.usecases.bulk import NothingToCancel, bulk_cancel
from events.registration.usecases.undo import (
    UndoneAlready,
    UndoTooLate,
    undo_bulk,
)
from peace.audit.models import AuditEntry
from peace.outbox.choices import LetterClass
from peace.outbox.letter import Letter, Recipient
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import approve
from peace.outbox.usecases.enqueue import enqueue
from tests import cast
from tests.page import Page
from tests.registration.waiting import full_event, line, statuses, wait

pytestmark = pytest.mark.django_db

LATER = cast.NOW + cast.HOUR
PATH = "/staff/events/talk/bulk/"
LIST = "/staff/events/talk/registrations/"


def cancel(*parties: Registration, now=LATER) -> BulkAction:
    return bulk_cancel(
        event=parties[0].event,
        receipt_numbers=[party.receipt_number for party in parties],
        actor="user:1",
        now=now,
    )


def undo(action: BulkAction, *, now=None):
    now = now or action.at + UNDO_FOR / 2
    return undo_bulk(action=action, actor="user:2", now=now)


def state() -> dict[str, list]:
    """All that must be as it was after an undo."""
    return {
        "parties": list(
            Registration.objects.order_by("pk").values_list(
                "pk", "status", "cancelled_at"
            )
        ),
        "seats": list(
            Seat.objects.order_by("pk").values_list("pk", "status", "cancelled_at")
        ),
        "quotas": list(Quota.objects.order_by("pk").values_list("pk", "taken", "line")),
        "support": list(SupportOffer.objects.order_by("pk").values_list("pk", "taken")),
    }


def many(event, count: int) -> None:
    """COUNT parties of one, counted in their quota."""
    cast.many_parties(event, count)
    Quota.objects.filter(taken=1).update(taken=count)


def cancellations():
    return OutboxMessage.objects.filter(kind="cancellation").order_by("pk")


def test_the_chosen_are_cancelled_and_the_others_stay():
    event = cast.event()
    first, second = (cast.registration(event) for _n in range(2))
    third = cast.registration(event, slots=cast.timeslots(event))
    cancel(first, third)

    active = Registration.objects.active()
    assert [each.pk for each in active] == [second.pk]
    assert sum(Quota.objects.values_list("taken", flat=True)) == 1
    assert miscounts() == []
    assert [
        (entry.about, entry.actor)
        for entry in AuditEntry.objects.filter(verb="registration.cancelled")
    ] == [(first.about, "user:1"), (third.about, "user:1")]


def test_letters_wait_and_who_has_no_address_is_rung():
    event = cast.event()
    cancel(cast.registration(event), cast.registration(event, email=""))

    assert [each.channel for each in cancellations()] == ["EMAIL", "PHONE"]
    assert {each.due_at for each in cancellations()} == {LATER + UNDO_FOR}
    assert {each.status for each in cancellations()} == {"PENDING"}
    assert not OutboxMessage.objects.to_call(LATER).exists()
    assert OutboxMessage.objects.to_call(LATER + UNDO_FOR).count() == 1


def test_more_than_fifty_letters_wait_for_a_second_person():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL + 1)
    action = cancel(*Registration.objects.all())

    batch = OutboxBatch.objects.get()
    assert (batch.kind, batch.recipient_count) == ("bulk_cancelled", 51)
    assert cancellations().filter(status="AWAITING_APPROVAL").count() == 51
    undo(action)
    batch.refresh_from_db()
    assert not batch.is_open
    assert not batch.approved_at


def test_fifty_letters_need_no_second_person():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL)
    cancel(*Registration.objects.all())

    assert not OutboxBatch.objects.exists()


def test_an_approved_batch_still_waits_and_is_still_taken_back():
    event = cast.event(seats=100)
    many(event, MOST_WITHOUT_APPROVAL + 1)
    action = cancel(*Registration.objects.all())
    approve(batch=OutboxBatch.objects.get(), by="user:2", now=LATER)

    assert not OutboxMessage.objects.due(LATER).filter(kind="cancellation").exists()
    undo(action)
    assert {each.status for each in cancellations()} == {"SKIPPED"}


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
    event = cast.event(slots=1)
    event.timeslots.update(admission="LOTTERY")
    parties = [cast.registration(event, people=["甲", "乙"]) for _n in range(2)]
    action = cancel(parties[0])
    undo(action)

    entry = LotteryEntry.objects.get(registration=parties[0])
    assert (entry.result, entry.people) == ("ENTERED", 2)
    assert statuses(parties[0]) == ["ENTERED", "ENTERED"]
    action = cancel(parties[1])
    Lottery.objects.create(
        event=event,
        sealed_seed="s",
        seed_hash="h",
        public_value_name={"ja": "株価"},
        public_value_on=cast.NOW.date(),
        committed_at=cast.NOW,
        frozen_at=LATER,
        requested_by="user:1",
    )
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


# The pages


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


def test_the_page_says_how_many_first_and_does_it_with_the_next_button(client):
    event = cast.event(now=timezone.now())
    parties = [
        cast.registration(event, people=["甲", "乙"], now=timezone.now()),
        cast.registration(event, email="", now=timezone.now()),
    ]
    numbers = [party.receipt_number for party in parties]
    page = Page(client.post(PATH + "cancel/", {"pick": numbers}))

    assert "2件の申込み、3人の3席が取り消されます。" in page.words
    assert "メール1通、電話1件" in page.words
    assert Registration.objects.active().count() == 2
    response = client.post(PATH + "cancel/", page.filled_in(), follow=True)
    page = Page(response)
    assert "2件の申込みを取り消しました。" in page.words
    assert "2件をまとめて取り消しました（青木 葵" in page.words
    assert not Registration.objects.active().exists()
    action = BulkAction.objects.get()
    response = client.post(f"{PATH}{action.pk}/undo/", follow=True)

    page = Page(response)
    assert "2件を元に戻しました。" in page.words
    assert "まとめて取り消しました" not in page.words
    assert Registration.objects.active().count() == 2
    page = Page(client.post(f"{PATH}{action.pk}/undo/", follow=True))
    assert "すでに元に戻されています。" in page.words


def test_those_who_cannot_come_back_are_named(client):
    event = cast.event(slots=1, seats=1, now=timezone.now())
    party = cast.registration(event, now=timezone.now())
    action = cancel(party, now=timezone.now())
    cast.registration(event, now=timezone.now())

    page = Page(client.post(f"{PATH}{action.pk}/undo/", follow=True))

    assert f"元に戻せませんでした：{party.receipt_number}" in page.words


def test_all_that_were_found_can_be_cancelled_and_no_others(client):
    event = cast.event(now=timezone.now())
    cast.registration(event, now=timezone.now(), channel="PHONE")
    kept = cast.registration(event, now=timezone.now())
    page = Page(client.post(PATH + "cancel/", {"all": "yes", "channel": "PHONE"}))
    client.post(PATH + "cancel/", page.filled_in())

    assert [each.pk for each in Registration.objects.active()] == [kept.pk]


@pytest.mark.parametrize("pick", ["", "x", "'", "99999999", "9" * 5000])
def test_nothing_ticked_cancels_nobody(client, pick):
    event = cast.event(now=timezone.now())
    cast.registration(event, now=timezone.now())

    response = client.post(PATH + "cancel/", {"pick": pick, "sure": "yes"}, follow=True)

    assert "取り消せる申込みを選んでください。" in Page(response).words
    assert Registration.objects.active().count() == 1


def test_an_action_of_another_event_answers_404(client):
    event, other = cast.event(), cast.event(slug="other")
    action = cancel(cast.registration(other))

    assert event.bulk_actions.count() == 0
    assert client.post(f"{PATH}{action.pk}/undo/").status_code == 404


def test_the_history_of_a_registration_tells_of_both(client):
    event = cast.event(now=timezone.now())
    party = cast.registration(event, now=timezone.now())
    undo_bulk(
        action=cancel(party, now=timezone.now()), actor="user:1", now=timezone.now()
    )

    words = Page(client.get(f"{LIST}{party.receipt_number}/")).words
    assert "席を取り消しました" in words
    assert "取消しを元に戻しました" in words


def test_the_confirmation_costs_the_same_for_three_as_for_one(client):
    event = cast.event(now=timezone.now())
    parties = [cast.registration(event, now=timezone.now()) for _n in range(3)]

    def statements(count: int) -> int:
        numbers = [each.receipt_number for each in parties[:count]]
        with CaptureQueriesContext(connection) as queries:
            client.post(PATH + "cancel/", {"pick": numbers})
        return len(queries)

    client.get(LIST)
    assert statements(1) == statements(3)
