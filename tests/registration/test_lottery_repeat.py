"""A second draw: two members of staff, a reason, and both results on record."""

import json

import pytest
from django.db import IntegrityError, transaction

from events.registration.choices import SeatStatus
from events.registration.models import Lottery, Seat, WaitingListEntry
from events.registration.reports import miscounts
from events.registration.usecases.lottery_draw import (
    DrawnAlready,
    NotApproved,
    draw_lottery,
)
from events.registration.usecases.lottery_repeat import (
    AnotherPersonNeeded,
    NotDrawnYet,
    NothingToDecide,
    ReasonMissing,
    RepeatPending,
    approve_repeat,
    drop_repeat,
)
from events.registration.usecases.lottery_seal import PublicValueTooEarly
from events.registration.usecases.lottery_seats import EventBegun, SomebodyIsIn
from events.registration.usecases.offers import accept_offer
from peace.audit.models import AuditEntry
from peace.outbox.models import OutboxMessage
from tests import cast
from tests.registration.drawing import (
    SECOND_SEED,
    SEED,
    ask_again,
    draw,
    drawing_day,
    enter,
    lottery_event,
    repeat,
    seal,
    seats_taken,
    statuses,
)
from tests.registration.second_draw import second_draw
from tests.registration.waiting import cancel

pytestmark = pytest.mark.django_db


def drawn_event(parties: int = 6, seats: int = 4, **values):
    event = lottery_event(seats=seats, **values)
    seal(event)
    made = [
        enter(event, f"国立 {number}子", f"国立 {number}郎")
        for number in range(parties)
    ]
    draw(event)
    return event, made


def winners(lottery: Lottery) -> list[int]:
    (outcome,) = second_draw(
        lottery.list_text, lottery.seed, lottery.public_value
    ).values()
    return outcome["won"]


def test_seats_go_to_those_who_win_the_second_draw():
    event, parties = drawn_event()

    second = repeat(event)

    first = Lottery.objects.get(attempt=1)
    assert winners(first) != winners(second)
    for party in parties:
        won = party.lottery_entries.get().number in winners(second)
        assert statuses(party) == {"CONFIRMED" if won else "WAITING"}
    assert seats_taken(event) == [(4, 4)]
    assert miscounts() == []


def test_the_line_follows_the_second_ranking_and_its_numbers_stay():
    event, parties = drawn_event()
    before = {
        entry.registration_id: entry.number
        for entry in WaitingListEntry.objects.in_line()
    }

    second = repeat(event)

    (outcome,) = second_draw(
        second.list_text, SECOND_SEED, second.public_value
    ).values()
    numbers = {each.lottery_entries.get().number: each.pk for each in parties}
    losers = [
        numbers[each] for each in outcome["ranking"] if each not in outcome["won"]
    ]
    line = list(WaitingListEntry.objects.in_line().in_order())
    assert [entry.registration_id for entry in line] == losers
    for entry in line:
        if entry.registration_id in before:
            assert entry.number == before[entry.registration_id]


def test_both_draws_stay_on_record():
    event, _ = drawn_event()
    before = Lottery.objects.values().get()

    second = repeat(event)

    assert Lottery.objects.values().get(attempt=1) == before
    assert (before["seed"], second.seed) == (SEED, SECOND_SEED)
    assert (second.requested_by, second.approved_by) == ("user:1", "user:2")
    assert second.reason == "はがき3通を入れていませんでした。"
    verbs = AuditEntry.objects.filter(verb__startswith="lottery.")
    assert list(verbs.order_by("pk").values_list("verb", flat=True)) == [
        "lottery.sealed",
        "lottery.frozen",
        "lottery.drawn",
        "lottery.repeat_requested",
        "lottery.repeat_approved",
        "lottery.frozen",
        "lottery.drawn",
    ]


def test_a_third_draw_is_as_hard_as_the_second():
    event, parties = drawn_event()
    repeat(event)
    second = Lottery.objects.get(attempt=2)

    with pytest.raises(DrawnAlready):
        draw_lottery(
            lottery=second, public_value="1", actor="user:1", now=drawing_day()
        )
    third = ask_again(event)

    assert third.attempt == 3
    assert len(parties) == 6


def test_who_asked_cannot_approve_and_nothing_is_drawn_without_a_second_person():
    event, _ = drawn_event()
    lottery = ask_again(event)
    later = drawing_day() + 3 * cast.DAY

    with pytest.raises(AnotherPersonNeeded):
        approve_repeat(lottery=lottery, actor="user:1", now=drawing_day())
    with pytest.raises(NotApproved):
        draw_lottery(lottery=lottery, public_value="1", actor="user:2", now=later)

    assert Lottery.objects.drawn().count() == 1


def test_the_database_refuses_a_second_draw_by_one_person():
    event, _ = drawn_event()
    lottery = ask_again(event)
    drawn = {"drawn_at": cast.NOW, "frozen_at": cast.NOW}

    for values in [
        {},
        {"approved_by": "user:1"},
        {"approved_by": "user:2", "reason": ""},
        {"approved_by": "user:2", "frozen_at": None},
    ]:
        with pytest.raises(IntegrityError), transaction.atomic():
            Lottery.objects.filter(pk=lottery.pk).update(**drawn | values)
    with pytest.raises(IntegrityError), transaction.atomic():
        Lottery.objects.filter(pk=lottery.pk).update(attempt=1)

    assert Lottery.objects.drawn().count() == 1


def test_a_request_needs_a_reason_a_draw_and_a_day_that_is_ahead():
    event, _ = drawn_event()

    with pytest.raises(ReasonMissing):
        ask_again(event, reason="  ")
    with pytest.raises(PublicValueTooEarly):
        ask_again(event, public_value_on=drawing_day().date())
    undrawn = lottery_event(slug="undrawn")
    seal(undrawn)
    with pytest.raises(NotDrawnYet):
        ask_again(undrawn)

    assert Lottery.objects.filter(attempt__gt=1).count() == 0


def test_one_request_at_a_time_and_it_can_be_taken_back():
    event, _ = drawn_event()
    lottery = ask_again(event)

    with pytest.raises(RepeatPending):
        ask_again(event)
    drop_repeat(lottery=lottery, actor="user:2", now=drawing_day())
    with pytest.raises(NothingToDecide):
        approve_repeat(lottery=lottery, actor="user:2", now=drawing_day())

    assert ask_again(event).attempt == 2
    assert AuditEntry.objects.filter(verb="lottery.repeat_dropped").count() == 1


def test_an_approved_request_is_not_taken_back_or_approved_again():
    event, _ = drawn_event()
    lottery = ask_again(event)
    approve_repeat(lottery=lottery, actor="user:2", now=drawing_day())

    with pytest.raises(NothingToDecide):
        drop_repeat(lottery=lottery, actor="user:1", now=drawing_day())
    with pytest.raises(NothingToDecide):
        approve_repeat(lottery=lottery, actor="user:3", now=drawing_day())


def test_on_the_day_of_the_public_value_it_is_too_late_to_approve():
    event, _ = drawn_event()
    lottery = ask_again(event)

    with pytest.raises(PublicValueTooEarly):
        approve_repeat(
            lottery=lottery, actor="user:2", now=drawing_day() + 3 * cast.DAY
        )

    assert not Lottery.objects.get(attempt=2).is_frozen


def test_once_somebody_is_in_or_the_event_runs_nothing_is_repeated():
    event, _ = drawn_event()
    with pytest.raises(EventBegun):
        ask_again(
            event,
            now=event.starts_at,
            public_value_on=(event.starts_at + cast.DAY).date(),
        )
    Seat.objects.filter(pk=Seat.objects.confirmed()[0].pk).update(
        admitted_at=cast.NOW, admitted_by="0d6f0d6f-0d6f-4d6f-8d6f-0d6f0d6f0d6f"
    )

    with pytest.raises(SomebodyIsIn):
        ask_again(event)


def test_who_has_cancelled_since_is_not_drawn_again():
    event, parties = drawn_event()
    gone = next(each for each in parties if statuses(each) == {"CONFIRMED"})
    cancel(gone, now=drawing_day())

    second = repeat(event)

    listed = {each["number"] for each in json.loads(second.list_text)["entries"]}
    assert gone.lottery_entries.get().number not in listed
    assert statuses(gone) == {"CANCELLED"}
    assert seats_taken(event) == [(4, 4)]
    assert miscounts() == []


def test_offers_and_seats_from_the_line_are_drawn_again():
    event, parties = drawn_event()
    confirmed = [each for each in parties if statuses(each) == {"CONFIRMED"}]
    for party in confirmed:
        cancel(party, now=drawing_day())
    offered = list(WaitingListEntry.objects.offered().in_order())
    accept_offer(entry=offered[0], actor="applicant", now=drawing_day())

    second = repeat(event)

    assert json.loads(second.list_text)["seats"].popitem()[1] == {"A": 4}
    assert Seat.objects.filter(status=SeatStatus.OFFERED).count() == 0
    assert Seat.objects.confirmed().count() == 4
    assert seats_taken(event) == [(4, 4)]
    assert miscounts() == []


def test_without_a_waiting_list_those_who_were_not_drawn_take_part_again():
    event, _ = drawn_event(has_waiting_list=False)

    second = repeat(event)

    assert len(json.loads(second.list_text)["entries"]) == 6
    assert Seat.objects.confirmed().count() == 4
    assert Seat.objects.filter(status=SeatStatus.NOT_DRAWN).count() == 8
    assert miscounts() == []


def test_everybody_hears_of_the_second_draw_and_who_lost_a_seat_reads_why():
    event, _ = drawn_event()
    before = set(Seat.objects.confirmed().values_list("registration", flat=True))

    repeat(event)

    after = set(Seat.objects.confirmed().values_list("registration", flat=True))
    letters = OutboxMessage.objects.filter(
        key__startswith="lottery:", key__endswith=":2"
    )
    assert letters.count() == 6
    lost = next(iter(before - after))
    letter = letters.get(about=f"registration:{lost}")
    assert letter.kind == "lottery_lost"
    assert (
        "抽選をやり直しました。前の結果は変わりました。申し訳ありません。"
        in letter.text
    )
    assert "理由　はがき3通を入れていませんでした。" in letter.text


def test_the_reminder_of_who_lost_the_seat_is_taken_back():
    event, _ = drawn_event()
    held = Seat.objects.confirmed().values_list("registration", flat=True)
    before = set(held)
    for pk in before:
        OutboxMessage.objects.create(
            key=f"reminder:{pk}",
            kind="reminder",
            letter_class="B",
            channel="PHONE",
            language="ja",
            phone="0425762111",
            text="あす",
            about=f"registration:{pk}",
            due_at=cast.NOW,
            created_at=cast.NOW,
        )

    repeat(event)

    after = set(Seat.objects.confirmed().values_list("registration", flat=True))
    skipped = OutboxMessage.objects.filter(kind="reminder", status="SKIPPED")
    assert {each.about for each in skipped} == {
        f"registration:{pk}" for pk in before - after
    }
    assert before - after


def test_a_draw_that_was_refused_changes_nothing():
    event, _ = drawn_event()
    lottery = ask_again(event)
    approve_repeat(lottery=lottery, actor="user:2", now=drawing_day())
    before = list(Seat.objects.order_by("pk").values("pk", "status", "quota"))

    with pytest.raises(EventBegun):
        draw_lottery(
            lottery=lottery, public_value="1", actor="user:1", now=event.starts_at
        )

    assert list(Seat.objects.order_by("pk").values("pk", "status", "quota")) == before
