"""Draw a lottery: with the public value that nobody knew when it was sealed."""

import json
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from events.programme.models import Timeslot
from events.programme.usecases.seats import lock_timeslots
from events.registration import letters
from events.registration.choices import HOLDING, SeatStatus
from events.registration.draw import canonical, draw, fingerprint
from events.registration.models import Lottery, LotteryEntry, Registration, Seat
from events.registration.usecases.line import promote
from events.registration.usecases.lottery_freeze import seats_of_parties
from events.registration.usecases.lottery_repeat import STILL_IN
from events.registration.usecases.lottery_seal import lottery_timeslots
from events.registration.usecases.lottery_seats import (
    check_not_begun,
    give_back,
    leave_for_a_seat,
    put_in_line,
    seat_winners,
    write_results,
)
from peace.audit.usecases import record
from peace.encryption import decrypt
from peace.language.dates import jst
from peace.outbox.models import OutboxBatch
from peace.outbox.usecases.take_back import take_back_reminders

# More letters than this need a second person before they leave.
MANY = 50
LONGEST_VALUE = 120

Seats = dict[int, dict[int, list[Seat]]]


class NotFrozen(Exception):
    """The list is not closed yet."""


class DrawnAlready(Exception):
    """This draw has taken place; `drawn_at` says when. There is no second one here."""

    def __init__(self, drawn_at: datetime) -> None:
        super().__init__(drawn_at)
        self.drawn_at = drawn_at


class NotApproved(Exception):
    """A second draw that no second person has approved."""


class EventOff(Exception):
    """The event is cancelled, or was never published."""


class PublicValueNotKnown(Exception):
    """The day of the public value has not come, or no value was given."""


class SealBroken(Exception):
    """The stored seed is not the one whose fingerprint was published: an alarm."""


@transaction.atomic
def draw_lottery(
    *, lottery: Lottery, public_value: str, actor: str, now: datetime
) -> Lottery:
    """Draw: seats for the winners, the line for the others, the seed for everybody.

    The result follows from the frozen list, the seed and PUBLIC_VALUE alone; who has
    given up since the list was closed keeps a rank, and their seats go on by the rule
    of the line. Changes quotas, seats, entries, the line and the lottery; in a second
    draw the seats of the first one are given back before. Locks the quotas of the
    lottery timeslots, then the lottery. A letter leaves to every party; more than
    MANY wait for a second person's approval.

    Raises NotFrozen, DrawnAlready, NotApproved, EventOff, PublicValueNotKnown,
    SealBroken, EventBegun, SomebodyIsIn or TooFewSeatsNow; then nothing has changed.
    """
    slots = lottery_timeslots(lottery.event)
    lock_timeslots(slots)
    locked = (
        Lottery.objects.select_for_update(of=("self",))
        .select_related("event__venue")
        .get(pk=lottery.pk)
    )
    value = tidy_value(public_value)
    _must_be_drawable(locked, value, now=now)
    check_not_begun(slots, now=now)
    seed = _opened(locked)
    frozen = json.loads(locked.list_text)
    results = draw(frozen=frozen, seed=seed, public_value=value)
    entries = _entries_of(locked, frozen)
    seats = _seats_of(locked, entries)
    before = _confirmed(seats)
    if locked.is_repeat:
        give_back(_held(seats))
    for slot_id, outcome in results.items():
        _apply(int(slot_id), entries[int(slot_id)], seats[int(slot_id)], outcome, now)
    locked.seed, locked.public_value, locked.drawn_at = seed, value, now
    locked.result_hash = fingerprint(canonical(results))
    locked.save(update_fields=["seed", "public_value", "drawn_at", "result_hash"])
    promote(timeslot_ids=slots, now=now)
    _take_back(before - _confirmed(seats))
    _write_letters(locked, frozen, actor=actor, now=now)
    record(
        stream=f"event:{locked.event_id}",
        verb="lottery.drawn",
        actor=actor,
        about=f"lottery:{locked.pk}",
        detail={"attempt": locked.attempt, "result": locked.result_hash},
        now=now,
    )
    return locked


def tidy_value(typed: str) -> str:
    """The public value as it counts and is published: half-width, without margins."""
    return " ".join(unicodedata.normalize("NFKC", typed).split())[:LONGEST_VALUE]


def _must_be_drawable(lottery: Lottery, value: str, *, now: datetime) -> None:
    if lottery.drawn_at is not None:
        raise DrawnAlready(lottery.drawn_at)
    if lottery.is_repeat and not lottery.approved_by:
        raise NotApproved
    if not lottery.is_frozen:
        raise NotFrozen
    if not lottery.event.is_published:
        raise EventOff
    if not value or jst(now).date() < lottery.public_value_on:
        raise PublicValueNotKnown


def _opened(lottery: Lottery) -> str:
    seed = decrypt(lottery.sealed_seed)
    if fingerprint(seed) != lottery.seed_hash:
        raise SealBroken
    return seed


def _seats_of(lottery: Lottery, entries: Mapping[int, list[LotteryEntry]]) -> Seats:
    """By timeslot and registration: the seats that are drawn, by person."""
    statuses = STILL_IN if lottery.is_repeat else (SeatStatus.ENTERED,)
    return {
        slot_id: seats_of_parties(
            slot_id, [entry.registration_id for entry in mine], statuses
        )
        for slot_id, mine in entries.items()
    }


def _entries_of(
    lottery: Lottery, frozen: Mapping[str, Any]
) -> dict[int, list[LotteryEntry]]:
    """By timeslot: the entries of the frozen list."""
    listed = {(row["timeslot"], row["number"]) for row in frozen["entries"]}
    found: dict[int, list[LotteryEntry]] = {
        int(slot_id): [] for slot_id in frozen["seats"]
    }
    rows = LotteryEntry.objects.filter(event_id=lottery.event_id)
    for entry in rows.select_related("registration").prefetch_related(
        "registration__support_requests__offer"
    ):
        if (entry.timeslot_id, entry.number) in listed:
            found[entry.timeslot_id].append(entry)
    return found


def _apply(
    slot_id: int,
    entries: list[LotteryEntry],
    seats: dict[int, list[Seat]],
    outcome: Mapping[str, list[int]],
    now: datetime,
) -> None:
    """Seats and line of one timeslot, as the draw says."""
    (quotas,) = lock_timeslots([slot_id]).values()
    timeslot = Timeslot.objects.select_related("event").get(pk=slot_id)
    write_results(entries, seats, outcome)
    won = set(outcome["won"])
    present = [each for each in entries if seats.get(each.registration_id)]
    ranked = sorted(present, key=lambda entry: entry.rank or 0)
    winners = [entry for entry in ranked if entry.number in won]
    losers = [entry for entry in ranked if entry.number not in won]
    seat_winners(slot_id, winners, seats, quotas)
    leave_for_a_seat(timeslot, winners, seats, now=now)
    put_in_line(timeslot, losers, seats, now=now)


def _held(seats: Seats) -> list[Seat]:
    return [
        seat
        for by_party in seats.values()
        for mine in by_party.values()
        for seat in mine
        if seat.status in HOLDING
    ]


def _confirmed(seats: Seats) -> set[int]:
    """Registrations with a confirmed seat."""
    return {
        seat.registration_id
        for seat in _held(seats)
        if seat.status == SeatStatus.CONFIRMED
    }


def _take_back(parties: set[int]) -> None:
    """Reminders of those who lost their last seat in a second draw."""
    elsewhere = Seat.objects.confirmed().filter(registration__in=parties)
    without = parties - set(elsewhere.values_list("registration", flat=True))
    gone = Registration.objects.filter(pk__in=without)
    take_back_reminders(about=[party.about for party in gone])


def _write_letters(
    lottery: Lottery, frozen: Mapping[str, Any], *, actor: str, now: datetime
) -> None:
    numbers = {row["number"] for row in frozen["entries"]}
    parties = list(
        Registration.objects.active()
        .with_people()
        .filter(
            lottery_entries__event=lottery.event_id,
            lottery_entries__number__in=numbers,
        )
        .distinct()
        .order_by("pk")
    )
    batch = None
    if len(parties) > MANY:
        batch = OutboxBatch.objects.create(
            kind="lottery_result",
            about=f"event:{lottery.event_id}",
            recipient_count=len(parties),
            requested_by=actor,
            requested_at=now,
        )
    letters.lottery_result(
        lottery=lottery, parties=parties, frozen=frozen, batch=batch, now=now
    )
