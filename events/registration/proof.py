"""Checks a published draw. Pure: what does not agree in a proof, or nothing.

The proof is the JSON file of the lottery's page; docs/lottery.md describes it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from events.registration.draw import canonical, draw, fingerprint

VERSION = 1
_NOT_A_PROOF = "this is not a proof of a lottery (version 1)"


def differences(proof: Any) -> list[str]:
    """Every point in which PROOF contradicts itself; one sentence each."""
    try:
        if proof["version"] != VERSION or not isinstance(proof["draws"], list):
            return [_NOT_A_PROOF]
        return [
            f"draw {place}: {problem}"
            for place, one in enumerate(proof["draws"], start=1)
            for problem in _problems(one, attempt=place, event=proof["event"])
        ]
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        return [f"{_NOT_A_PROOF}: {type(fault).__name__} {fault}"]


def drawn(proof: Mapping[str, Any]) -> int:
    """How many draws of PROOF have taken place."""
    return sum(bool(one["result_hash"]) for one in proof["draws"])


def _problems(one: Mapping[str, Any], *, attempt: int, event: str) -> Iterator[str]:
    if one["attempt"] != attempt:
        yield f"it calls itself draw {one['attempt']}"
    if one["list_hash"] or one["list"]:
        yield from _problems_of_list(one, event=event)
    if not one["result_hash"]:
        if one["seed"] or one["result"]:
            yield "there is a seed or a result, but no fingerprint of the result"
        return
    if fingerprint(one["seed"]) != one["seed_hash"]:
        yield "the seed is not the one whose fingerprint was published"
    if not one["public_value"]:
        yield "there is no public value"
    if attempt > 1 and not one["reason"]:
        yield "a second draw without a reason"
    expected = draw(
        frozen=json.loads(one["list"]),
        seed=one["seed"],
        public_value=one["public_value"],
    )
    yield from _problems_of_result(one["result"], expected)
    if fingerprint(canonical(one["result"])) != one["result_hash"]:
        yield "the result does not have the fingerprint that was published"


def _problems_of_list(one: Mapping[str, Any], *, event: str) -> Iterator[str]:
    if fingerprint(one["list"]) != one["list_hash"]:
        yield "the list does not have the fingerprint that was published"
    frozen = json.loads(one["list"])
    if canonical(frozen) != one["list"]:
        yield "the list is not written in its one form"
    if frozen["event"] != event:
        yield "the list belongs to another event"
    if frozen["tiers"] != one["tiers"]:
        yield "the list names other tiers than the call"
    seen = set()
    for row in frozen["entries"]:
        key = (row["timeslot"], row["number"])
        if key in seen:
            yield f"number {row['number']} stands in timeslot {row['timeslot']} twice"
        seen.add(key)
        if row["people"] != len(row["places"]) or row["people"] < 1:
            yield f"number {row['number']}: people and places differ"
        if str(row["timeslot"]) not in frozen["seats"]:
            yield f"number {row['number']}: timeslot {row['timeslot']} has no seats"
        if not 0 <= row["tier"] <= len(frozen["tiers"]):
            yield f"number {row['number']}: there is no tier {row['tier']}"


def _problems_of_result(
    published: Mapping[str, Any], expected: Mapping[str, Any]
) -> Iterator[str]:
    if published.keys() != expected.keys():
        yield "the result is about other timeslots than the list"
    for timeslot in expected.keys() & published.keys():
        mine, theirs = expected[timeslot], published[timeslot]
        if mine["ranking"] != theirs["ranking"]:
            yield f"timeslot {timeslot}: {_first(mine['ranking'], theirs['ranking'])}"
        for number in sorted(set(mine["won"]) - set(theirs["won"])):
            yield f"timeslot {timeslot}: number {number} won, but is not listed"
        for number in sorted(set(theirs["won"]) - set(mine["won"])):
            yield f"timeslot {timeslot}: number {number} did not win, but is listed"


def _first(mine: list[int], theirs: list[int]) -> str:
    """The first rank at which two rankings part."""
    for rank, (right, wrong) in enumerate(zip(mine, theirs, strict=False), start=1):
        if right != wrong:
            return f"rank {rank} is number {right}, not {wrong}"
    return f"{len(mine)} parties are ranked, not {len(theirs)}"
