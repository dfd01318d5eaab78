"""Who comes to the demo's events: parties whose seats add up to a given number.

Nothing is drawn by lot: the same plan comes out each time.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count, cycle
from typing import Any

from events.programme.choices import Support
from events.registration.choices import (
    RegistrationChannel,
    ReminderChannel,
    Visit,
)
from events.registration.usecases.application import Contact, Extras, SupportWish
from peace.demo.texts import texts

RESIDENT_EMAIL = "resident@example.jp"
SIZES = (2, 1, 3, 1, 2, 4, 1, 2, 6, 1, 2, 5, 1, 3)
MOST = 6


@dataclass(frozen=True)
class Plan:
    """A party: for each person the places of their timeslots within the event."""

    people: tuple[frozenset[int], ...]
    # "ALL" gives every seat back later, "LAST" those of the last person.
    gives_back: str = ""


def plans(targets: Sequence[int]) -> list[Plan]:
    """Parties that fill each timeslot to its target, beside seats given back again."""
    left = list(targets)
    found: list[Plan] = []
    sizes = cycle(SIZES)
    for number in count():
        if not any(left):
            break
        first = left.index(max(left))
        size = min(next(sizes), left[first])
        people = [{first} for _unused in range(size)]
        others = [slot for slot in range(len(left)) if slot != first]
        second = max(others, key=lambda slot: left[slot], default=None)
        if second is not None and number % 3 == 0:
            # Now and then not the whole family stays for the second talk.
            staying = min(size, left[second]) - (1 if number % 2 and size > 1 else 0)
            for person in people[: max(staying, 0)]:
                person.add(second)
        for person in people:
            for slot in person:
                left[slot] -= 1
        found.append(Plan(tuple(frozenset(person) for person in people)))
    return _with_seats_given_back(found)


def _with_seats_given_back(found: list[Plan]) -> list[Plan]:
    if len(found) < 4:
        return found
    first, *rest = found
    leaves = frozenset({min(first.people[0])})
    some = replace(first, people=(*first.people, leaves)[:MOST], gives_back="LAST")
    whole = Plan((leaves, leaves), gives_back="ALL")
    return [some, whole, *rest]


@dataclass(frozen=True)
class Cast:
    """The people of a party, how to reach them, and how they registered."""

    people: list[list[str]]
    contact: Contact
    language: str
    channel: str
    extras: Extras
    visit: str = ""


def cast(number: int, size: int, support: Sequence[str]) -> Cast:
    """Party NUMBER of the demo, with SIZE people; numbers make contacts unique."""
    names, language, mail = _names(number, size)
    phone, email, channel = _ways(number, mail)
    remind_by = ReminderChannel.EMAIL if email else ReminderChannel.PHONE
    if number % 13 == 4:
        remind_by = ReminderChannel.NONE
    wishes = [support[number % len(support)]] if support and number % 8 == 2 else []
    return Cast(
        people=names,
        contact=Contact(phone=phone, email=email, remind_by=remind_by),
        language=language,
        channel=channel,
        extras=Extras(support=[_wish(kind, number) for kind in wishes]),
        visit={0: Visit.FIRST.value, 1: Visit.AGAIN.value}.get(number % 3, ""),
    )


def _wish(kind: str, number: int) -> SupportWish:
    """One place; for childcare with the age of the child, two to five years."""
    months = (24 + number % 36,) if kind == Support.CHILDCARE else ()
    return SupportWish(kind, months=months)


def resident(size: int) -> Cast:
    """The resident who can sign in, with family."""
    return Cast(
        people=texts("names")["resident"][:size],
        contact=Contact(
            phone="09000009999", email=RESIDENT_EMAIL, remind_by=ReminderChannel.EMAIL
        ),
        language="ja",
        channel=RegistrationChannel.WEB,
        extras=Extras(),
        visit=Visit.AGAIN.value,
    )


def _names(number: int, size: int) -> tuple[list[list[str]], str, str]:
    names: dict[str, Any] = texts("names")
    if number % 7 in (3, 6):
        foreign = names["foreign"]
        family = foreign[(number // 7 * 2 + (number % 7 == 6)) % len(foreign)]
        people = [[name, kana, ""] for name, kana in family["people"][:size]]
        return people, family["language"], family["mail"]
    family_name, reading, mail = names["families"][number * 5 % len(names["families"])]
    people = []
    for place in range(size):
        given, kana, age = names["given"][
            (number * 7 + place * 3) % len(names["given"])
        ]
        people.append([f"{family_name} {given}", f"{reading} {kana}", age])
    return people, "ja", mail


def _ways(number: int, mail: str) -> tuple[str, str, str]:
    """Phone, e-mail and channel; half the parties have no address."""
    mobile, landline = f"0900000{number:04d}", f"042000{number:04d}"
    email = f"{mail}.{number:03d}@example.com"
    match number % 10:
        case 0 | 4 | 7:
            return landline, "", RegistrationChannel.PHONE
        case 5:
            return landline, "", RegistrationChannel.DESK
        case 2:
            return mobile, "", RegistrationChannel.WEB
        case 8:
            return "", email, RegistrationChannel.WEB
    return mobile, email, RegistrationChannel.WEB
