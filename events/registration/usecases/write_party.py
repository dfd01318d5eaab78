"""Writes the rows of a new party. Each step is a part of `register`, under its locks.

SEATING says for each timeslot which quota each person's seat counts in; None where
the timeslot is full and the party goes into its line.
"""

from collections.abc import Mapping, Sequence

from django.db.models import Max

from events.programme.choices import Support
from events.programme.models import Question, SupportOffer, Timeslot
from events.programme.usecases.support import check_support, take_support
from events.registration.choices import SeatStatus
from events.registration.models import (
    Answer,
    Attendee,
    LotteryEntry,
    Registration,
    Seat,
    SupportRequest,
)
from events.registration.usecases.application import (
    AnswerValue,
    Application,
    Guardian,
)
from events.registration.usecases.consent import ask_consent


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
            is_minor=order.is_minor(person),
            lacks_consent=order.event.asks_consent and bool(order.is_minor(person)),
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


def claim_support(order: Application, draft: Registration) -> dict[str, int]:
    """What was asked for, in every chosen timeslot that has it; people by kind.

    Raises SupportGone.
    """
    wishes = {wish.kind: wish for wish in order.extras.support}
    offers = SupportOffer.objects.filter(
        timeslot__in=order.wanted, kind__in=wishes
    ).order_by("pk")
    requests = []
    for offer in offers:
        wish = wishes[offer.kind]
        check_support(
            offer=offer,
            months=wish.months,
            asked_at=order.extras.arrived_at or order.now,
        )
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
    people = {request.offer.kind: request.people for request in requests}
    return {kind.value: people[kind] for kind in Support if kind in people}


def write_answers(
    order: Application, draft: Registration, attendees: Sequence[Attendee]
) -> None:
    """What the party and its people answered; nothing for a question left open."""
    drafts = []
    for question in order.questions:
        if not question.per_person:
            given = order.extras.answers.get(question.pk)
            drafts.append(_answer(question, draft, None, given))
            continue
        for attendee, person in zip(attendees, order.people, strict=True):
            given = person.answers.get(question.pk)
            drafts.append(_answer(question, draft, attendee, given))
    Answer.objects.bulk_create(each for each in drafts if each is not None)


def _answer(
    question: Question,
    registration: Registration,
    attendee: Attendee | None,
    value: AnswerValue | None,
) -> Answer | None:
    if value in (None, "", []):
        return None
    return Answer(
        question=question, registration=registration, attendee=attendee, value=value
    )


def ask_guardians(
    order: Application,
    draft: Registration,
    attendees: Sequence[Attendee],
    seats: Sequence[Seat],
) -> int:
    """A question to the guardian of each minor, with its letter; how many."""
    minors = [each for each in attendees if each.lacks_consent]
    for attendee in minors:
        ask_consent(
            attendee=attendee,
            registration=draft,
            guardian=order.people[attendee.number - 1].guardian or Guardian(),
            seats=[seat for seat in seats if seat.attendee_id == attendee.pk],
            now=order.now,
        )
    return len(minors)


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
