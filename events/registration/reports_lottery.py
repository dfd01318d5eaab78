"""Reads lotteries for people: where a draw stands, and what it said to whom."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from events.programme.models import Event, Timeslot
from events.registration.choices import LotteryTier
from events.registration.draw import draw
from events.registration.models import Lottery, LotteryEntry, Registration


@dataclass(frozen=True)
class ListedParty:
    """A line of the list: numbers only. RANK and WON after the draw."""

    number: int
    people: int
    tier: str
    rank: int | None = None
    won: bool = False


@dataclass(frozen=True)
class SlotDraw:
    """The list of one timeslot, by rank once it is drawn."""

    timeslot: Timeslot
    seats: int
    rows: Sequence[ListedParty]

    @property
    def people(self) -> int:
        return sum(row.people for row in self.rows)

    @property
    def seated(self) -> int:
        return sum(row.people for row in self.rows if row.won)


@dataclass(frozen=True)
class DrawSheet:
    """One draw as it is shown."""

    lottery: Lottery
    slots: Sequence[SlotDraw] = field(default=())

    @property
    def parties(self) -> int:
        return len({row.number for slot in self.slots for row in slot.rows})

    @property
    def people(self) -> int:
        """People and timeslots: who is in two lotteries counts in both."""
        return sum(slot.people for slot in self.slots)

    @property
    def tiers(self) -> list[str]:
        return [str(LotteryTier(tier).label) for tier in self.lottery.tiers]

    def found(self, number: int) -> list[tuple[Timeslot, ListedParty]]:
        """What became of NUMBER, in each of its timeslots."""
        return [
            (slot.timeslot, row)
            for slot in self.slots
            for row in slot.rows
            if row.number == number
        ]


def draws_of(event: Event, *, agreed: bool = True) -> list[DrawSheet]:
    """The draws of EVENT, the newest first; for the public only AGREED ones."""
    lotteries = Lottery.objects.for_event(event)
    if agreed:
        lotteries = lotteries.agreed()
    slots = {slot.pk: slot for slot in event.timeslots.in_order()}
    return [_sheet(lottery, slots) for lottery in lotteries]


def open_lottery(event: Event, timeslots: Sequence[Timeslot]) -> Lottery | None:
    """The sealed lottery that takes entries now; one statement, and none without."""
    if not any(slot.is_lottery for slot in timeslots):
        return None
    return Lottery.objects.for_event(event).taking_entries().first()


def lottery_number(
    registration: Registration, timeslots: Sequence[Timeslot]
) -> int | None:
    """The number that the party was told; no statement where nothing is drawn."""
    if not any(slot.is_lottery for slot in timeslots):
        return None
    entry = LotteryEntry.objects.filter(registration=registration).first()
    return entry.number if entry else None


def result_of(lottery: Lottery) -> dict[str, Any]:
    """Computed anew from what was published; nothing before the draw."""
    if not lottery.is_drawn:
        return {}
    return draw(
        frozen=json.loads(lottery.list_text),
        seed=lottery.seed,
        public_value=lottery.public_value,
    )


def _sheet(lottery: Lottery, slots: dict[int, Timeslot]) -> DrawSheet:
    if not lottery.is_frozen:
        return DrawSheet(lottery)
    frozen = json.loads(lottery.list_text)
    results = result_of(lottery)
    return DrawSheet(
        lottery,
        [
            SlotDraw(
                timeslot=slot,
                seats=sum(frozen["seats"][str(pk)].values()),
                rows=_rows(pk, frozen, results.get(str(pk), {})),
            )
            for pk, slot in slots.items()
            if str(pk) in frozen["seats"]
        ],
    )


def _rows(
    slot_id: int, frozen: dict[str, Any], outcome: dict[str, list[int]]
) -> list[ListedParty]:
    ranks = {number: rank for rank, number in enumerate(outcome.get("ranking", []), 1)}
    won = set(outcome.get("won", []))
    tiers = [str(LotteryTier(tier).label) for tier in frozen["tiers"]]
    rows = [
        ListedParty(
            number=row["number"],
            people=row["people"],
            tier=tiers[row["tier"]] if row["tier"] < len(tiers) else "",
            rank=ranks.get(row["number"]),
            won=row["number"] in won,
        )
        for row in frozen["entries"]
        if row["timeslot"] == slot_id
    ]
    return sorted(rows, key=lambda row: (row.rank or 0, row.number))
