"""Seats people on quotas. Pure: which person takes a seat of which quota.

A person may take seats of several kinds (a student at the desk: youth, desk,
general). Whoever can only sit in one place must not lose it to somebody who had a
choice; so this is a matching, found by augmenting paths, and a party fits exactly
when there is one.
"""

from collections.abc import Collection, Mapping, Sequence

from events.programme.choices import QuotaKind

# What a person may take, the first choice first: a special seat before a general one,
# so that the general ones stay for those who have no other.
Kinds = tuple[QuotaKind, ...]
GENERAL_ONLY: Kinds = (QuotaKind.GENERAL,)


def kinds_of(fits: Collection[QuotaKind]) -> Kinds:
    """The kinds in FITS in the order in which they are tried, the general one last."""
    special = [kind for kind in QuotaKind if kind in fits and kind != QuotaKind.GENERAL]
    return (*special, QuotaKind.GENERAL)


def seat_people(
    people: Sequence[Kinds], free: Mapping[QuotaKind, int]
) -> list[QuotaKind] | None:
    """A kind for each of PEOPLE within FREE seats, or None when not all fit."""
    holders: dict[QuotaKind, list[int]] = {kind: [] for kind in free}
    for person in range(len(people)):
        if not _find(person, people, free, holders, seen=set()):
            return None
    found: dict[int, QuotaKind] = {
        person: kind for kind, held in holders.items() for person in held
    }
    return [found[person] for person in range(len(people))]


def _find(
    person: int,
    people: Sequence[Kinds],
    free: Mapping[QuotaKind, int],
    holders: dict[QuotaKind, list[int]],
    *,
    seen: set[QuotaKind],
) -> bool:
    for kind in people[person]:
        if kind in seen or kind not in holders:
            continue
        seen.add(kind)
        held = holders[kind]
        if len(held) < free[kind]:
            held.append(person)
            return True
        for place, holder in enumerate(held):
            if _find(holder, people, free, holders, seen=seen):
                held[place] = person
                return True
    return False
