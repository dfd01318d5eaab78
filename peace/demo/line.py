"""Who waits in the demo, who has just been offered a seat, and who walked in."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from events.programme.models import Event
from events.registration.choices import AgeBand, RegistrationChannel, Visit
from events.registration.models import Registration
from events.registration.usecases.application import Extras, Person
from events.registration.usecases.cancel import cancel_seats
from events.registration.usecases.register import register
from events.registration.usecases.walk_in import count_walk_in
from peace.demo.parties import cast

APPLICANT = "applicant"
JOINED, GAVE_BACK = timedelta(days=1, hours=20), timedelta(hours=2)


def stand_in_line(
    *,
    event: Event,
    spec: dict[str, Any],
    numbers: Iterator[int],
    staff: str,
    now: datetime,
) -> None:
    """Parties that wait for the first timeslot of EVENT, then seats that come free.

    SPEC["line"] lists the parties: how many people, and whether fewer seats would do.
    SPEC["given_back"] is how many single people cancel two hours ago.
    """
    slots = list(event.timeslots.with_seats().in_order())
    for place, party in enumerate(spec.get("line", ())):
        who = cast(next(numbers), party["people"], [])
        by_hand = who.channel != RegistrationChannel.WEB
        register(
            event=event,
            timeslots=slots,
            people=[
                Person(
                    name=name,
                    kana=kana,
                    age_band=age,
                    visit=who.visit,
                    timeslot_ids=frozenset({slots[0].pk}),
                )
                for name, kana, age in who.people
            ],
            contact=who.contact,
            key=uuid5(NAMESPACE_URL, f"demo:line:{event.pk}:{place}"),
            language=who.language,
            actor=staff if by_hand else APPLICANT,
            now=now - JOINED + timedelta(hours=place),
            channel=who.channel,
            extras=Extras(
                waits_for={slots[0].pk}, accepts_fewer=party.get("fewer", False)
            ),
        )
    for party in _alone(event)[: spec.get("given_back", 0)]:
        cancel_seats(
            registration=party,
            seat_ids=[seat.pk for seat in party.seats.filter(timeslot=slots[0])],
            actor=APPLICANT,
            now=now - GAVE_BACK,
        )


def walk_in(*, event: Event, spec: dict[str, Any], staff: str, now: datetime) -> None:
    """Heads that were counted at the doors which have opened, one a minute."""
    slots = event.timeslots.with_seats().in_order()
    for slot, wanted in zip(slots, spec["timeslots"], strict=True):
        for number in range(wanted.get("walked_in", 0)):
            at = slot.opens_doors_at + timedelta(minutes=number)
            if at > now:
                break
            count_walk_in(
                timeslot=slot,
                tap_id=uuid5(NAMESPACE_URL, f"demo:walk-in:{slot.pk}:{number}"),
                actor=staff,
                now=at,
                age_band=("", *AgeBand.values)[number % 6],
                visit=Visit.FIRST if number % 4 == 1 else "",
            )


def _alone(event: Event) -> list[Registration]:
    """Parties of one with a seat in the first timeslot, the earliest first."""
    first = event.timeslots.in_order().first()
    return [
        party
        for party in Registration.objects.active()
        .filter(event=event, seats__timeslot=first, seats__status="CONFIRMED")
        .distinct()
        .order_by("pk")
        if party.attendees.count() == 1
    ]
