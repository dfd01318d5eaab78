"""Writes the rows of a new party. Each step is a part of `register`, under its locks.

SEATING says for each timeslot which quota each person's seat counts in; None where
the timeslot is full and the party goes into its line.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from events.programme.choices import Support
from events.programme.models import SupportOffer, Timeslot
from events.programme.usecases.support import SupportGone, take_support
from events.registration.choices import SeatStatus
from events.registration.models import (
    Attendee,
    LotteryEntry,
    Registration,
    Seat,
    SupportRequest,
)
from events.registration.usecases.application import Application


def write_attendees(order: Application, draft: Registration) -> list[Attendee]:
    """The people, numbered; their names stay as they were typed."""
    return Attendee.objects.bulk_create(
        Attendee(
            registration=draft,
            number=number,
            name=person.name,
            kana=person.kana,
            search_name=Attendee.searchable(person.name),
            search_kana=Attendee.searchable(person.kana or person.name),
            age_band=person.age_band,
            visit=person.visit,
            residence=person.residence,
            birth_date=person.birth_date,
            is_minor=person.is_minor,
            lacks_consent=order.event.asks_consent and bool(person.is_minor),
        )
        for number, person in enumerate(order.people, start=1)
    )


def write_seats(
    order: Application,
    draft: Registration,
    attendees: Sequence[Attendee],
    seating: Mapping[int, list[int] | None],
) -> list[Seat]:
    """A seat for each person and timeslot, confirmed, waiting or entered."""
    drafts = []
    for slot_id, numbers in order.wanted.items():
        quotas = seating[slot_id]
        slot = order.timeslots[slot_id]
        for place, number in enumerate(numbers):
            drafts.append(
                Seat(
                    registration=draft,
                    attendee=attendees[number - 1],
                    timeslot=slot,
                    quota_id=quotas[place] if quotas else None,
                    status=_status(slot, quotas),
                    created_at=order.now,
                )
            )
    return Seat.objects.bulk_create(drafts)


def _status(slot: Timeslot, quotas: list[int] | None) -> SeatStatus:
    if slot.is_lottery:
        return SeatStatus.ENTERED
    return SeatStatus.WAITING if quotas is None else SeatStatus.CONFIRMED


def claim_support(order: Application, draft: Registration) -> list[str]:
    """What was asked for, in every chosen timeslot that has it; the kinds.

    Raises SupportGone.
    """
    wishes = {wish.kind: wish for wish in order.extras.support}
    offers = SupportOffer.objects.filter(
        timeslot__in=order.wanted, kind__in=wishes
    ).order_by("pk")
    requests = []
    for offer in offers:
        wish = wishes[offer.kind]
        if not offer.is_open_at(order.extras.arrived_at or order.now):
            raise SupportGone(offer)
        take_support(offer=offer, people=wish.people)
        is_childcare = offer.kind == Support.CHILDCARE
        requests.append(
            SupportRequest(
                registration=draft,
                offer=offer,
                people=wish.people,
                months=list(wish.months) if is_childcare else [],
            )
        )
    SupportRequest.objects.bulk_create(requests)
    kinds = {request.offer.kind for request in requests}
    return [kind.value for kind in Support if kind in kinds]


def enter_lottery(order: Application, draft: Registration) -> int | None:
    """One lottery number for the party, the same in each of its lotteries."""
    if not order.lotteries:
        return None
    last = LotteryEntry.objects.filter(event=order.event).aggregate(last=Max("number"))[
        "last"
    ]
    number = (last or 0) + 1
    LotteryEntry.objects.bulk_create(
        LotteryEntry(
            event=order.event,
            timeslot_id=slot_id,
            registration=draft,
            number=number,
            people=len(order.wanted[slot_id]),
        )
        for slot_id in order.lotteries
    )
    return number
