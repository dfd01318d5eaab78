"""A lottery from its seal to its result: nothing can be chosen once it matters."""

import json
from datetime import timedelta

import pytest

from events.programme.choices import Admission, EventStatus, QuotaKind
from events.programme.models import Event, Quota, Timeslot
from events.registration.choices import DrawResult, LotteryTier
from events.registration.draw import fingerprint
from events.registration.models import (
    Lottery,
    LotteryEntry,
    Registration,
    Seat,
    WaitingListEntry,
)
from events.registration.reports import miscounts
from events.registration.tasks import keep_time
from events.registration.usecases.cancel_event import cancel_event
from events.registration.usecases.lottery_draw import (
    DrawnAlready,
    EventOff,
    NotFrozen,
    PublicValueNotKnown,
    SealBroken,
    draw_lottery,
    tidy_value,
)
from events.registration.usecases.lottery_freeze import (
    AlreadyFrozen,
    NotClosedYet,
    freeze_due_lotteries,
    freeze_lottery,
)
from events.registration.usecases.lottery_seal import (
    AlreadySealed,
    ClosingMissing,
    NoLotteryTimeslot,
    PublicValueTooEarly,
    seal_lottery,
)
from events.registration.usecases.lottery_seats import (
    EventBegun,
    SomebodyIsIn,
    TooFewSeatsNow,
)
from events.registration.usecases.register import LotteryNotSealed
from peace.audit.models import AuditEntry
from peace.encryption import decrypt
from tests import cast
from tests.registration.drawing import (
    SEED,
    VALUE_NAME,
    closed,
    draw,
    drawing_day,
    enter,
    freeze,
    lottery_event,
    seal,
    seats_taken,
    statuses,
)
from tests.registration.second_draw import second_draw
from tests.registration.waiting import cancel

pytestmark = pytest.mark.django_db


def applied(event: Event, parties: int = 6, **values) -> list[Registration]:
    """Sealed, with PARTIES of two people."""
    seal(event, **values)
    return [
        enter(event, f"国立 {number}子", f"国立 {number}郎")
        for number in range(parties)
    ]


# Sealing


def test_the_seal_shows_the_fingerprint_and_keeps_the_seed():
    event = lottery_event()

    lottery = seal(event, tiers=[LotteryTier.FIRST_TIMERS])

    assert lottery.seed_hash == fingerprint(SEED)
    assert SEED not in lottery.sealed_seed
    assert decrypt(lottery.sealed_seed) == SEED
    assert (lottery.seed, lottery.public_value) == ("", "")
    assert lottery.tiers == ["FIRST_TIMERS"]
    entry = AuditEntry.objects.get(verb="lottery.sealed")
    assert entry.detail == {"seal": lottery.seed_hash, "tiers": "FIRST_TIMERS"}


def test_what_is_sealed_is_not_exchanged():
    event = lottery_event()
    seal(event)

    with pytest.raises(AlreadySealed):
        seal(event, seed="b" * 64)

    assert Lottery.objects.get().seed_hash == fingerprint(SEED)


def test_an_event_without_a_lottery_cannot_be_sealed():
    with pytest.raises(NoLotteryTimeslot):
        seal(cast.event(closes_at=cast.NOW + cast.DAY))


def test_without_an_end_of_applications_there_is_no_moment_to_freeze():
    event = lottery_event()
    event.closes_at = None

    with pytest.raises(ClosingMissing):
        seal(event)
    with pytest.raises(ClosingMissing):
        seal(lottery_event(slug="late"), now=closed())


def test_the_public_value_must_not_be_known_before_applications_close():
    event = lottery_event()

    with pytest.raises(PublicValueTooEarly):
        seal_lottery(
            event=event,
            public_value_name=VALUE_NAME,
            public_value_on=event.closes_at.date(),
            tiers=[],
            seed=SEED,
            actor="user:1",
            now=cast.NOW,
        )


def test_a_seed_of_another_shape_is_refused():
    for seed in ["", "0f", "g" * 64, "A" * 64]:
        with pytest.raises(ValueError, match="64 small"):
            seal(lottery_event(slug=f"s{len(seed)}{seed[:1]}"), seed=seed)


# Entering


def test_nobody_enters_before_the_seal_is_published():
    event = lottery_event()

    with pytest.raises(LotteryNotSealed):
        enter(event)

    assert not Registration.objects.exists()


def test_the_other_timeslots_of_an_unsealed_lottery_take_registrations():
    event = lottery_event(slots=2)
    first = event.timeslots.in_order()[0]
    Timeslot.objects.filter(pk=first.pk).update(admission=Admission.APPLICATION)

    party = cast.registration(event, slots=[first])

    assert statuses(party) == {"CONFIRMED"}


def test_after_the_list_is_closed_nobody_enters_not_even_with_an_old_postcard():
    event = lottery_event()
    applied(event, 1)
    freeze(event)

    with pytest.raises(LotteryNotSealed):
        enter(event, arrived_at=cast.NOW, now=closed())

    assert LotteryEntry.objects.count() == 1


# Freezing


def test_the_list_holds_numbers_and_no_names():
    event = lottery_event(seats=3)
    applied(event, 2)
    (slot,) = event.timeslots.all()

    lottery = freeze(event)

    assert json.loads(lottery.list_text) == {
        "event": "talk",
        "tiers": [],
        "seats": {str(slot.pk): {"A": 3}},
        "entries": [
            {
                "timeslot": slot.pk,
                "number": number,
                "people": 2,
                "tier": 0,
                "places": ["A", "A"],
            }
            for number in (1, 2)
        ],
    }
    assert lottery.list_hash == fingerprint(lottery.list_text)
    assert "国立" not in lottery.list_text
    assert AuditEntry.objects.get(verb="lottery.frozen").detail["parties"] == 2


def test_while_applications_are_open_the_list_stays_open():
    event = lottery_event()
    lottery = seal(event)

    with pytest.raises(NotClosedYet):
        freeze_lottery(lottery=lottery, actor="user:1", now=event.closes_at)

    assert not Lottery.objects.get().is_frozen


def test_a_list_is_frozen_once():
    event = lottery_event()
    seal(event)
    before = freeze(event)

    with pytest.raises(AlreadyFrozen):
        freeze(event)

    assert Lottery.objects.get().list_hash == before.list_hash


def test_beat_freezes_a_day_after_closing_when_nobody_clicked():
    event = lottery_event()
    seal(event)
    hour = timedelta(hours=1)

    assert freeze_due_lotteries(now=event.closes_at + 23 * hour) == 0
    assert freeze_due_lotteries(now=event.closes_at + 24 * hour) == 1
    assert freeze_due_lotteries(now=event.closes_at + 24 * hour) == 0

    assert Lottery.objects.get().is_frozen


def test_beat_freezes_before_the_day_of_the_public_value_begins():
    event = lottery_event()
    lottery = seal(event)
    Event.objects.update(closes_at=cast.NOW + timedelta(days=30))
    midnight = cast.tokyo(cast.NOW, days=6, at=cast.time())

    assert freeze_due_lotteries(now=midnight - timedelta(seconds=1)) == 0
    assert freeze_due_lotteries(now=midnight) == 1

    lottery.refresh_from_db()
    assert lottery.frozen_at == midnight


def test_the_clock_of_the_line_rings_for_the_lottery_too():
    event = lottery_event(now=cast.NOW - timedelta(days=3650))
    seal(event, now=cast.NOW - timedelta(days=3650))

    keep_time()

    assert Lottery.objects.get().is_frozen


def test_a_first_timers_party_is_one_in_which_everybody_comes_for_the_first_time():
    event = lottery_event(seats=2)
    seal(event, tiers=[LotteryTier.FIRST_TIMERS, LotteryTier.RESIDENTS])
    enter(event, persons={"visit": "AGAIN", "residence": "LIVES"})
    mixed = enter(event, "国立 花子", "国立 太郎", persons={"visit": "FIRST"})
    mixed.attendees.filter(number=2).update(visit="AGAIN")
    enter(event, "国立 花子", persons={"visit": "FIRST", "residence": "LIVES"})

    freeze(event)

    tiers = LotteryEntry.objects.order_by("number").values_list("tier", flat=True)
    assert list(tiers) == [1, 2, 0]


# Drawing


def test_winners_are_confirmed_and_the_others_wait_in_the_order_of_the_ranking():
    event = lottery_event(seats=5)
    parties = applied(event)

    lottery = draw(event)

    (slot,) = event.timeslots.all()
    result = second_draw(lottery.list_text, SEED, "4821")[str(slot.pk)]
    numbers = {each.lottery_entries.get().number: each for each in parties}
    for number, party in numbers.items():
        won = number in result["won"]
        assert statuses(party) == {"CONFIRMED" if won else "WAITING"}
        entry = party.lottery_entries.get()
        assert entry.result == (DrawResult.WON if won else DrawResult.LOST)
        assert entry.rank == result["ranking"].index(number) + 1
    line = WaitingListEntry.objects.in_line().in_order()
    losers = [each for each in result["ranking"] if each not in result["won"]]
    assert [each.registration for each in line] == [numbers[each] for each in losers]
    assert [each.number for each in line] == [1, 2, 3, 4]
    assert seats_taken(event) == [(4, 5)]
    assert miscounts() == []


def test_the_seed_is_revealed_and_the_result_has_a_fingerprint():
    event = lottery_event()
    applied(event)

    lottery = draw(event, value="　４８２１ ")

    assert (lottery.seed, lottery.public_value) == (SEED, "4821")
    assert lottery.drawn_at == drawing_day()
    found = second_draw(lottery.list_text, SEED, "4821")
    text = json.dumps(found, sort_keys=True, separators=(",", ":"))
    assert lottery.result_hash == fingerprint(text)
    entry = AuditEntry.objects.get(verb="lottery.drawn")
    assert entry.detail == {"attempt": 1, "result": lottery.result_hash}


def test_without_a_waiting_list_who_is_not_drawn_is_told_so():
    event = lottery_event(seats=4, has_waiting_list=False)
    parties = applied(event)

    draw(event)

    found = sorted("".join(statuses(party)) for party in parties)
    assert found == ["CONFIRMED"] * 2 + ["NOT_DRAWN"] * 4
    assert not WaitingListEntry.objects.exists()
    assert Registration.objects.active().count() == 6
    assert miscounts() == []


def test_with_enough_seats_everybody_is_drawn():
    event = lottery_event(seats=12)
    parties = applied(event)

    draw(event)

    assert {status for party in parties for status in statuses(party)} == {"CONFIRMED"}


def test_a_list_without_anybody_is_drawn_too():
    event = lottery_event()
    seal(event)

    assert draw(event).is_drawn


def test_two_timeslots_are_drawn_apart():
    event = lottery_event(slots=2, seats=2)
    parties = applied(event, 12)

    draw(event)

    for slot in event.timeslots.all():
        held = Seat.objects.confirmed().filter(timeslot=slot)
        assert held.count() == 2
        assert held.values("registration").distinct().count() == 1
    assert len({frozenset(statuses(party)) for party in parties}) > 1
    assert miscounts() == []


def test_special_seats_go_to_those_who_may_sit_there():
    event = lottery_event(seats=2)
    (slot,) = event.timeslots.all()
    Quota.objects.create(timeslot=slot, kind=QuotaKind.YOUTH, capacity=2)
    seal(event)
    for _ in range(6):
        enter(event)
    young = enter(event, "国立 若子", "国立 若男", persons={"age_band": "UNDER_20"})

    lottery = draw(event)

    assert json.loads(lottery.list_text)["entries"][-1]["places"] == ["AB", "AB"]
    assert statuses(young) == {"CONFIRMED"}
    assert seats_taken(event) == [(2, 2), (2, 2)]
    assert miscounts() == []


def test_who_withdraws_before_closing_is_not_in_the_list():
    event = lottery_event()
    parties = applied(event, 3)
    cancel(parties[0])

    lottery = draw(event)

    listed = [each["number"] for each in json.loads(lottery.list_text)["entries"]]
    assert listed == [2, 3]


def test_the_seat_of_a_winner_who_withdrew_after_closing_goes_to_the_line():
    event = lottery_event(seats=2)
    parties = applied(event)
    lottery = freeze(event)
    (slot,) = event.timeslots.all()
    ranking = second_draw(lottery.list_text, SEED, "4821")[str(slot.pk)]["ranking"]
    numbers = {each.lottery_entries.get().number: each for each in parties}
    first, second = numbers[ranking[0]], numbers[ranking[1]]
    cancel(first, now=closed())

    draw(event)

    assert statuses(first) == {"CANCELLED"}
    assert first.lottery_entries.get().result == DrawResult.WITHDRAWN
    assert statuses(second) == {"OFFERED"}
    assert seats_taken(event) == [(2, 2)]
    assert miscounts() == []


def test_more_seats_than_the_list_says_go_to_the_line_and_fewer_stop_the_draw():
    event = lottery_event(seats=4)
    applied(event)
    freeze(event)
    Quota.objects.update(capacity=3)

    with pytest.raises(TooFewSeatsNow):
        draw(event)
    assert not Seat.objects.confirmed().exists()

    Quota.objects.update(capacity=6)
    draw(event)
    assert Seat.objects.confirmed().count() == 4
    assert Seat.objects.filter(status="OFFERED").count() == 2


# What stops a draw


def test_a_second_draw_is_refused():
    event = lottery_event()
    parties = applied(event)
    first = draw(event)
    seats = list(Seat.objects.order_by("pk").values_list("pk", "status"))

    with pytest.raises(DrawnAlready) as refused:
        draw(event, value="9999")

    assert refused.value.drawn_at == first.drawn_at
    assert Lottery.objects.get().public_value == "4821"
    assert list(Seat.objects.order_by("pk").values_list("pk", "status")) == seats
    assert len(parties) == 6


def test_before_the_list_is_frozen_nothing_is_drawn():
    event = lottery_event()
    lottery = seal(event)

    with pytest.raises(NotFrozen):
        draw_lottery(
            lottery=lottery, public_value="1", actor="user:1", now=drawing_day()
        )


def test_before_the_day_of_the_public_value_and_without_one_nothing_is_drawn():
    event = lottery_event()
    seal(event)
    lottery = freeze(event)

    for value, now in [("4821", closed()), ("　 ", drawing_day())]:
        with pytest.raises(PublicValueNotKnown):
            draw_lottery(lottery=lottery, public_value=value, actor="user:1", now=now)


def test_once_the_event_has_begun_nothing_is_drawn():
    event = lottery_event()
    applied(event)
    lottery = freeze(event)

    with pytest.raises(EventBegun):
        draw_lottery(
            lottery=lottery, public_value="1", actor="user:1", now=event.starts_at
        )


def test_a_cancelled_event_is_not_drawn():
    event = lottery_event()
    applied(event)
    lottery = freeze(event)
    cancel_event(event=event, reason={"ja": "台風"}, actor="user:1", now=closed())

    with pytest.raises(EventOff):
        draw_lottery(
            lottery=lottery, public_value="1", actor="user:1", now=drawing_day()
        )


def test_a_draft_can_be_sealed_but_not_drawn():
    event = lottery_event(status=EventStatus.DRAFT)
    seal(event)

    with pytest.raises(EventOff):
        draw(event)


def test_a_seed_that_was_exchanged_in_the_database_is_found():
    event = lottery_event()
    applied(event)
    other = seal(lottery_event(slug="other"), seed="b" * 64)
    Lottery.objects.filter(event=event).update(sealed_seed=other.sealed_seed)

    with pytest.raises(SealBroken):
        draw(event)


def test_the_public_value_is_published_half_width_and_without_margins():
    assert tidy_value(" １２３ 　４５ ") == "123 45"
    assert len(tidy_value("9" * 500)) == 120


def test_somebody_who_is_in_stops_the_draw():
    event = lottery_event(slots=1)
    applied(event)
    Seat.objects.filter(pk=Seat.objects.first().pk).update(
        admitted_at=cast.NOW, admitted_by="0d6f0d6f-0d6f-4d6f-8d6f-0d6f0d6f0d6f"
    )

    with pytest.raises(SomebodyIsIn):
        draw(event)
