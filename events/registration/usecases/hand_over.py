"""Hand somebody's place to a family member, until the door."""

from datetime import date, datetime

from django.db import transaction

from events.programme.usecases.seats import lock_timeslots, release_seats, take_from
from events.registration import letters
from events.registration.choices import ChangeKind, ConsentStatus
from events.registration.models import Attendee, Consent, Registration, Seat
from events.registration.usecases.changing import (
    AlreadyIn,
    ChangeRefused,
    TooLate,
    lock_for_change,
    seats_now,
)
from events.registration.usecases.line import kinds_in_line, promote
from peace.audit.reports import entries_about
from peace.audit.usecases import record

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
    name: str,
    kana: str = "",
    age_band: str = "",
    visit: str = "",
    birth_date: date | None = None,
    is_minor: bool | None = None,
    actor: str,
    now: datetime,
) -> bool:
    """Somebody else comes in the place of attendee NUMBER; whether that is new.

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

    Raises NothingToChange, NoPlace, AlreadyIn, TooLate, KeptForOthers.
    """
    chosen = registration.seats.alive().filter(attendee__number=number)
    locked, seats = lock_for_change(
        registration=registration,
        seat_ids=set(chosen.values_list("pk", flat=True)),
        now=now,
    )
    attendee = _leaving(locked, seats, number=number, now=now)
    if (attendee.name, attendee.kana) == (name, kana):
        return False
    attendee.call(name=name, kana=kana)
    attendee.age_band, attendee.visit, attendee.residence = age_band, visit, ""
    attendee.birth_date, attendee.is_minor = birth_date, is_minor
    attendee.lacks_consent = locked.event.asks_consent and bool(is_minor)
    attendee.save()
    attendee.answers.all().delete()
    _end_consents(attendee, now=now)
    _leave_special_seats(locked, attendee, seats, now=now)
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
    consents.filter(status=ConsentStatus.ASKED).delete()
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
