"""Draws a lottery. Pure: from a list, a seed and a public value, who gets a seat.

docs/lottery.md says the same in words, so exactly that somebody else can write it
again; tests/registration/second_draw.py is such a second one. Nothing here may change
without a new version of the proof.
"""

import hashlib
import hmac
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

# Letters of the seats a person may take, for example {"A"} or {"A", "C"}.
Places = frozenset[str]


@dataclass(frozen=True)
class Entry:
    """A party in the lottery of one timeslot, as it stands in the frozen list."""

    number: int
    tier: int
    places: tuple[Places, ...]

    @property
    def people(self) -> int:
        return len(self.places)


@dataclass(frozen=True)
class Outcome:
    """Numbers of the parties: all of them by rank, and those who get seats."""

    ranking: list[int]
    won: list[int]


def canonical(value: Any) -> str:
    """The one JSON text of VALUE: ASCII, sorted keys, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"))


def fingerprint(text: str) -> str:
    """SHA-256 of TEXT in UTF-8, in 64 small hexadecimal digits (封)."""
    return hashlib.sha256(text.encode()).hexdigest()


def score(*, seed: str, public_value: str, timeslot: int, entry: Entry) -> str:
    """The lot that falls to an entry; the smallest one is first."""
    message = f"{timeslot}|{entry.number}|{entry.people}"
    key = f"{seed}{public_value}"
    return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()


def draw_timeslot(
    *,
    seed: str,
    public_value: str,
    timeslot: int,
    seats: Mapping[str, int],
    entries: Iterable[Entry],
) -> Outcome:
    """Rank ENTRIES, then walk down the ranking: who still fits gets seats.

    SEATS are people by letter. A party is seated whole or not at all; one that does
    not fit is passed, and the next smaller one may still fit. It fits when there is a
    way to seat it together with all who have won before it.
    """
    ranked = sorted(
        entries,
        key=lambda entry: (
            entry.tier,
            score(seed=seed, public_value=public_value, timeslot=timeslot, entry=entry),
            entry.number,
        ),
    )
    return Outcome([entry.number for entry in ranked], _seated(ranked, seats))


def draw(*, frozen: Mapping[str, Any], seed: str, public_value: str) -> dict[str, Any]:
    """All timeslots of a FROZEN list: by timeslot, its ranking and who won."""
    results: dict[str, Any] = {}
    for timeslot, seats in frozen["seats"].items():
        outcome = draw_timeslot(
            seed=seed,
            public_value=public_value,
            timeslot=int(timeslot),
            seats=seats,
            entries=[
                Entry(
                    number=row["number"],
                    tier=row["tier"],
                    places=tuple(frozenset(each) for each in row["places"]),
                )
                for row in frozen["entries"]
                if row["timeslot"] == int(timeslot)
            ],
        )
        results[timeslot] = {"ranking": outcome.ranking, "won": outcome.won}
    return results


def _seated(ranked: Sequence[Entry], seats: Mapping[str, int]) -> list[int]:
    seated: Counter[Places] = Counter()
    left = sum(seats.values())
    # Seats only get fewer: a party like one that did not fit need not be tried.
    hopeless: set[frozenset[tuple[Places, int]]] = set()
    won = []
    for entry in ranked:
        party = Counter(entry.places)
        kind = frozenset(party.items())
        if entry.people > left or kind in hopeless:
            continue
        tried = seated + party
        if _fit(tried, seats):
            seated, left = tried, left - entry.people
            won.append(entry.number)
        else:
            hopeless.add(kind)
    return won


def _fit(people: Mapping[Places, int], seats: Mapping[str, int]) -> bool:
    """Whether everybody can sit at once (Hall's theorem).

    They can exactly when no group of seats is asked for, by people who may sit
    nowhere else, more often than it has seats.
    """
    letters = sorted(seats)
    groups = (
        frozenset(group)
        for size in range(len(letters) + 1)
        for group in combinations(letters, size)
    )
    return all(
        sum(count for places, count in people.items() if places & seats.keys() <= group)
        <= sum(seats[letter] for letter in group)
        for group in groups
    )
