"""Register a party for the timeslots its people chose."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from events.programme.models import Event, Timeslot
from events.programme.needs import questions_of, rules_of
from events.programme.usecases.support import SupportGone
from events.registration import letters
from events.registration.choices import RegistrationChannel
from events.registration.models import (
    Attendee,
    Registration,
    Seat,
    Ticket,
)
from events.registration.usecases.application import (
    Application,
    Contact,
    Extras,
    Person,
)
from events.registration.usecases.check_party import (
    AnswerUnfit,
    GuardianUnknown,
    NotEligible,
    check_party,
)
from events.registration.usecases.seat_party import (
    IN_LINE,
    LotteryNotSealed,
    RegistrationClosed,
    TooFewSeats,
    seat_party,
    stand_in_line,
)
from events.registration.usecases.write_party import (
    ask_guardians,
    claim_support,
    enter_lottery,
    write_answers,
    write_attendees,
    write_seats,
)
from peace.audit.usecases import record

__all__ = [
    "AlreadyRegistered",
    "AnswerUnfit",
    "GuardianUnknown",
    "LotteryNotSealed",
    "NotEligible",
    "NothingChosen",
    "RegistrationClosed",
    "SupportNotLeft",
    "TooFewSeats",
    "TooManyPeople",
    "register",
]

# A receipt number is random: with a million registrations one in ninety is taken.
RECEIPT_TRIES = 8
NO_EXTRAS = Extras()


class _SameForm(Exception):
    """This form has been sent before; rolls the second try back."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.pk)
        self.registration = registration


class NothingChosen(Exception):
    """A person without a timeslot, or a timeslot that takes no applications."""


class TooManyPeople(Exception):
    """More people than one registration of this event may hold."""


class AlreadyRegistered(Exception):
    """The same person, reached by the same contact, holds one of these seats."""

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class SupportNotLeft(Exception):
    """What the party needs is taken up, was due earlier, or is not for them."""

    def __init__(self, gone: SupportGone) -> None:
        super().__init__(gone.offer.pk, gone.limit)
        self.offer = gone.offer
        self.limit = gone.limit


def register(
    *,
    event: Event,
    timeslots: Sequence[Timeslot],
    people: Sequence[Person],
    contact: Contact,
    key: UUID,
    language: str,
    actor: str,
    now: datetime,
    extras: Extras = NO_EXTRAS,
    channel: str = RegistrationChannel.WEB,
) -> Registration:
    """Register PEOPLE for EVENT, all or nothing, and confirm by letter.

    TIMESLOTS are the event's, read with `with_seats()`. In one transaction with an
    audit entry this changes quotas, registration, attendees, seats, a ticket, access
    support, and where a timeslot is full and the party waits for it (`waits_for`), its
    line; a lottery timeslot gets an entry instead of a seat. The quotas are locked
    first, in ascending timeslot. A letter leaves through the outbox when there is an
    address.

    Nobody takes a general seat past the line: where somebody waits, the party joins
    the line and is seated at once when the published rule allows it.

    KEY comes with the form: the same KEY again, at once or later, returns the first
    registration and changes nothing.

    What the event asks for besides (`check_party`) is checked before anything is
    locked. Of people who ring or write the office may leave an answer open; whoever
    is known not to be meant is refused on every way in. The guardian of a minor is
    asked for consent by a letter of their own.

    Raises RegistrationClosed (LotteryNotSealed among them), TooManyPeople,
    NothingChosen, NotEligible, AnswerUnfit, GuardianUnknown, AlreadyRegistered,
    TooFewSeats or SupportNotLeft; then nothing has changed.
    """
    arrived = extras.arrived_at or now
    if not event.takes_applications_at(arrived) or event.ends_at <= now:
        raise RegistrationClosed
    by_id = {slot.pk: slot for slot in timeslots if slot.takes_applications_at(now)}
    _check_wishes(event=event, people=people, timeslots=by_id)
    rules = rules_of(event, timeslots)
    order = Application(
        event=event,
        timeslots=by_id,
        people=people,
        extras=extras,
        actor=actor,
        now=now,
        questions=questions_of(event, timeslots),
        only_minors=rules.only_minors(event.starts_at),
    )
    check_party(order, rules=rules, by_hand=channel != RegistrationChannel.WEB)
    for attempt in range(RECEIPT_TRIES):
        draft = Registration(
            event=event,
            idempotency_key=key,
            channel=channel,
            phone=contact.phone,
            email=contact.email,
            remind_by=contact.remind_by,
            language=language,
            note=extras.note,
            staff_note=extras.staff_note,
            source=extras.source,
            # Nobody can be written to without an address.
            wants_news=extras.wants_news and bool(contact.email),
            arrived_at=extras.arrived_at,
            created_at=now,
        )
        try:
            with transaction.atomic():
                return _register_once(order, draft)
        except _SameForm as same:
            return same.registration
        except TooFewSeats:
            twin = _twin(key)
            if twin:
                return twin
            raise
        except SupportGone as gone:
            raise SupportNotLeft(gone) from None
        except IntegrityError:
            twin = _twin(key)
            if twin:
                return twin
            if attempt == RECEIPT_TRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


def _check_wishes(
    *, event: Event, people: Sequence[Person], timeslots: Mapping[int, Timeslot]
) -> None:
    if not 1 <= len(people) <= event.party_limit:
        raise TooManyPeople
    for person in people:
        if not person.timeslot_ids or not person.timeslot_ids <= timeslots.keys():
            raise NothingChosen


def _register_once(order: Application, draft: Registration) -> Registration:
    seating = seat_party(order, channel=draft.channel)
    _refuse_a_second_time(draft=draft, people=order.people)
    draft.save(force_insert=True)
    attendees = write_attendees(order, draft)
    seats = write_seats(order, draft, attendees, seating)
    ticket = Ticket.issue(registration_id=draft.pk, now=order.now)
    ticket.save(force_insert=True)
    support = claim_support(order, draft) if order.extras.support else {}
    if order.questions:
        write_answers(order, draft, attendees)
    waiting = [slot_id for slot_id, quotas in seating.items() if quotas is IN_LINE]
    for slot_id in waiting:
        stand_in_line(order, draft, slot_id)
    if waiting:
        seats = list(draft.seats.select_related("attendee", "timeslot"))
    number = enter_lottery(order, draft)
    asked = ask_guardians(order, draft, attendees, seats)
    letters.confirmation(
        party=letters.Party(draft, attendees, seats, ticket, support),
        lottery_number=number,
        now=order.now,
    )
    record(
        stream=f"event:{order.event.pk}",
        verb="registration.registered",
        actor=order.actor,
        about=draft.about,
        detail={
            "people": len(order.people),
            "seats": len(seats),
            "waiting": sum(seat.is_waiting for seat in seats),
            "channel": draft.channel,
            **({"consents": asked} if asked else {}),
        },
        now=order.now,
    )
    return draft


def _refuse_a_second_time(*, draft: Registration, people: Sequence[Person]) -> None:
    """Raise _SameForm for a repeated form, AlreadyRegistered for a repeated person."""
    same_contact = Q()
    if draft.phone:
        same_contact |= Q(registration__phone=draft.phone)
    if draft.email:
        same_contact |= Q(registration__email__iexact=draft.email)
    wishes = {
        (Attendee.searchable(person.name), slot)
        for person in people
        for slot in person.timeslot_ids
    }
    held = (
        Seat.objects.alive()
        .filter(
            Q(registration__idempotency_key=draft.idempotency_key)
            | Q(
                same_contact,
                timeslot_id__in={slot for _, slot in wishes},
                # A school's one contact may stand for hundreds of people.
                attendee__search_name__in={name for name, _ in wishes},
            )
        )
        .select_related("registration", "attendee")
    )
    for seat in held:
        if seat.registration.idempotency_key == draft.idempotency_key:
            raise _SameForm(seat.registration)
        if (seat.attendee.search_name, seat.timeslot_id) in wishes:
            raise AlreadyRegistered(seat.registration.receipt_number)


def _twin(key: UUID) -> Registration | None:
    return Registration.objects.filter(idempotency_key=key).first()
