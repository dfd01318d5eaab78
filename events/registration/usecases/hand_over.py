"""Hand somebody's place to a family member, until the door."""

from datetime import datetime

from django.db import transaction

from events.programme.usecases.seats import lock_timeslots, release_seats, take_from
from events.registration import letters
from events.registration.choices import ChangeKind, ConsentStatus
from events.registration.models import Attendee, Consent, Registration, Seat
from events.registration.usecases.application import Person
from events.registration.usecases.changing import (
    AlreadyIn,
    ChangeRefused,
    TooLate,
    lock_for_change,
    seats_now,
)
from events.registration.usecases.line import kinds_in_line, promote
from events.registration.usecases.newcomers import ask, describe, refuse_unfit
from peace.audit.reports import entries_about
from peace.audit.usecases import record
from peace.outbox.usecases.take_back import take_back_keys

VERB = "registration.handed_over"


class NoPlace(ChangeRefused):
    """The person has no seat to hand over."""


class KeptForOthers(ChangeRefused):
    """The seat is in a quota that the new person does not belong to; no other left."""


@transaction.atomic
def hand_over(
    *,
    registration: Registration,
    number: int,
    person: Person,
    actor: str,
    now: datetime,
) -> bool:
    """PERSON comes in the place of attendee NUMBER; whether that is new.

    What the first person said of themselves goes (age band, visit, residence,
    answers); consent is asked anew, as it was given for one person. A seat that was
    held for young people or first-timers stays only with one of them: otherwise a
    general seat is taken first, and the special one is given up.

    The ticket stays the same. Its QR belongs to the party and names nobody, so the
    slip that is on the fridge goes on working in other hands, and a new one would
    leave the family at the door with "an older version". Whoever fears that it is
    with strangers asks the office for a new one (`reissue_ticket`).

    Changes attendee, consents, answers, and with special quotas the seat. Locks the
    quotas of the party's timeslots, the registration, the seats. A letter leaves, and
    an audit entry with the count of hand-overs. The same again changes nothing.

    Raises NothingToChange, NoPlace, AlreadyIn, TooLate, KeptForOthers,
    NotForThem, GuardianUnknown, AnswerUnfit.
    """
    chosen = registration.seats.alive().filter(attendee__number=number)
    locked, seats = lock_for_change(
        registration=registration,
        seat_ids=set(chosen.values_list("pk", flat=True)),
        now=now,
    )
    attendee = _leaving(locked, seats, number=number, now=now)
    if (attendee.name, attendee.kana) == (person.name, person.kana):
        return False
    slots = [seat.timeslot for seat in seats]
    refuse_unfit(person, timeslots=slots, actor=actor)
    describe(attendee, person, event=locked.event, actor=actor)
    attendee.save()
    attendee.answers.all().delete()
    _end_consents(attendee, now=now)
    _leave_special_seats(locked, attendee, seats, now=now)
    ask(attendee, person, registration=locked, seats=seats, actor=actor, now=now)
    letters.registration_changed(
        registration=locked,
        kinds=[ChangeKind.HANDED_OVER],
        seats=seats_now(locked),
        now=now,
    )
    earlier = entries_about(locked.about).filter(verb=VERB).count()
    record(
        stream=f"event:{locked.event_id}",
        verb=VERB,
        actor=actor,
        about=locked.about,
        detail={"attendee": number, "count": earlier + 1},
        now=now,
    )
    return True


def _leaving(
    registration: Registration, seats: list[Seat], *, number: int, now: datetime
) -> Attendee:
    """The person whose place it is, as long as they have not come."""
    admitted = registration.seats.admitted().filter(attendee__number=number).first()
    if admitted:
        raise AlreadyIn(admitted.attendee)
    if not seats:
        raise NoPlace
    last = max((seat.timeslot for seat in seats), key=lambda slot: slot.starts_at)
    if last.starts_at <= now:
        raise TooLate(last)
    return seats[0].attendee


def _end_consents(attendee: Attendee, *, now: datetime) -> None:
    """What was said for the other person stays as evidence; what was asked ends."""
    consents = Consent.objects.filter(attendee=attendee)
    asked = consents.filter(status=ConsentStatus.ASKED)
    for code in asked.values_list("code", flat=True):
        take_back_keys(starting_with=f"consent_request:{code}:")
    asked.delete()
    consents.filter(status=ConsentStatus.GIVEN).update(
        status=ConsentStatus.WITHDRAWN, withdrawn_at=now
    )


def _leave_special_seats(
    registration: Registration, attendee: Attendee, seats: list[Seat], *, now: datetime
) -> None:
    """Take a seat that the new person may have, then give up the special one.

    Whoever waits may be somebody for a special seat now: the line is asked as well.
    """
    for seat in sorted(seats, key=lambda each: each.timeslot_id):
        seat.attendee = attendee
        (kinds,) = kinds_in_line(registration, [seat])
        if seat.quota is None or seat.quota.kind in kinds:
            continue
        (quotas,) = lock_timeslots([seat.timeslot_id]).values()
        taken = take_from(quotas, people=[kinds])
        if taken is None:
            raise KeptForOthers
        release_seats(freed={seat.quota.pk: 1})
        (seat.quota_id,) = taken
        seat.save(update_fields=["quota"])
    promote(timeslot_ids={seat.timeslot_id for seat in seats}, now=now)
