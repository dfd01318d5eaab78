"""Register a party for the timeslots its people chose."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from events.programme.models import Event, Timeslot
from events.programme.usecases.seats import SeatsGone, take_seats
from events.registration import letters
from events.registration.choices import RegistrationChannel, ReminderChannel
from events.registration.models import Attendee, Registration, Seat, Ticket
from peace.audit.usecases import record

# A receipt number is random: with a million registrations one in ninety is taken.
RECEIPT_TRIES = 8


class _SameForm(Exception):
    """This form has been sent before; rolls the second try back."""

    def __init__(self, registration: Registration) -> None:
        super().__init__(registration.pk)
        self.registration = registration


class RegistrationClosed(Exception):
    """The event does not take applications now; its openness says why."""


class NothingChosen(Exception):
    """A person without a timeslot, or a timeslot that takes no applications."""


class TooManyPeople(Exception):
    """More people than one registration of this event may hold."""


class AlreadyRegistered(Exception):
    """The same person, reached by the same contact, holds one of these seats."""

    def __init__(self, receipt_number: str) -> None:
        super().__init__(receipt_number)
        self.receipt_number = receipt_number


class TooFewSeats(Exception):
    """A timeslot has fewer seats left than the party wants. Nothing was taken."""

    def __init__(self, timeslot: Timeslot) -> None:
        super().__init__(timeslot.pk)
        self.timeslot = timeslot


@dataclass(frozen=True)
class Person:
    """One person of the party, as typed, and the timeslots they chose."""

    name: str
    timeslot_ids: frozenset[int]
    kana: str = ""
    age_band: str = ""
    visit: str = ""


@dataclass(frozen=True)
class Contact:
    """How to reach the party: digits of a phone, an e-mail address, or both."""

    phone: str = ""
    email: str = ""
    remind_by: str = ReminderChannel.PHONE


@dataclass(frozen=True)
class Extras:
    """What the party may add."""

    support: Sequence[str] = field(default=())
    note: str = ""


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
    extras: Extras = Extras(),
    channel: str = RegistrationChannel.WEB,
) -> Registration:
    """Register PEOPLE for EVENT, all or nothing, and confirm by letter.

    TIMESLOTS are the event's, read with `with_seats()`. Changes quotas, registration,
    attendees, seats and a ticket in one transaction with an audit entry; the quota
    rows are locked first, in ascending timeslot. A confirmation letter leaves through
    the outbox when there is an address.

    KEY comes with the form: the same KEY again, at once or later, returns the first
    registration and changes nothing.

    Raises RegistrationClosed, TooManyPeople, NothingChosen, AlreadyRegistered or
    TooFewSeats; then nothing has changed.
    """
    if not event.takes_applications_at(now):
        raise RegistrationClosed
    by_id = {slot.pk: slot for slot in timeslots if slot.takes_applications_at(now)}
    wanted = _count_wishes(event=event, people=people, timeslots=by_id)
    for attempt in range(RECEIPT_TRIES):
        try:
            with transaction.atomic():
                return _register_once(
                    event=event,
                    timeslots=by_id,
                    wanted=wanted,
                    people=people,
                    draft=Registration(
                        event=event,
                        idempotency_key=key,
                        channel=channel,
                        phone=contact.phone,
                        email=contact.email,
                        remind_by=contact.remind_by,
                        language=language,
                        support=list(extras.support),
                        note=extras.note,
                        created_at=now,
                    ),
                    actor=actor,
                    now=now,
                )
        except _SameForm as same:
            return same.registration
        except SeatsGone as gone:
            twin = _twin(key)
            if twin:
                return twin
            raise TooFewSeats(by_id[gone.timeslot_id]) from None
        except IntegrityError:
            twin = _twin(key)
            if twin:
                return twin
            if attempt == RECEIPT_TRIES - 1:
                raise
    raise AssertionError  # the loop returns or raises


def _count_wishes(
    *, event: Event, people: Sequence[Person], timeslots: dict[int, Timeslot]
) -> Counter[int]:
    if not 1 <= len(people) <= event.party_limit:
        raise TooManyPeople
    wanted: Counter[int] = Counter()
    for person in people:
        if not person.timeslot_ids or not person.timeslot_ids <= timeslots.keys():
            raise NothingChosen
        wanted.update(person.timeslot_ids)
    return wanted


def _register_once(
    *,
    event: Event,
    timeslots: dict[int, Timeslot],
    wanted: Counter[int],
    people: Sequence[Person],
    draft: Registration,
    actor: str,
    now: datetime,
) -> Registration:
    take_seats(wanted=wanted)
    _refuse_a_second_time(draft=draft, people=people)
    draft.save(force_insert=True)
    attendees = Attendee.objects.bulk_create(
        Attendee(
            registration=draft,
            number=number,
            name=person.name,
            kana=person.kana,
            search_name=Attendee.searchable(person.name),
            search_kana=Attendee.searchable(person.kana or person.name),
            age_band=person.age_band,
            visit=person.visit,
        )
        for number, person in enumerate(people, start=1)
    )
    seats = Seat.objects.bulk_create(
        Seat(
            registration=draft,
            attendee=attendee,
            timeslot=timeslots[slot_id],
            quota_id=timeslots[slot_id].quota_id,  # type: ignore[attr-defined]
            created_at=now,
        )
        for attendee, person in zip(attendees, people, strict=True)
        for slot_id in sorted(person.timeslot_ids)
    )
    ticket = Ticket.issue(registration_id=draft.pk, now=now)
    ticket.save(force_insert=True)
    letters.confirmation(party=letters.Party(draft, attendees, seats, ticket), now=now)
    record(
        stream=f"event:{event.pk}",
        verb="registration.registered",
        actor=actor,
        about=draft.about,
        detail={"people": len(people), "seats": len(seats), "channel": draft.channel},
        now=now,
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
        Seat.objects.confirmed()
        .filter(
            Q(registration__idempotency_key=draft.idempotency_key)
            | Q(same_contact, timeslot_id__in={slot for _, slot in wishes})
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
