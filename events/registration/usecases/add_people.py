"""Add people to a registration, or further timeslots for who is in it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Max, Q

from events.programme.choices import Admission
from events.programme.models import Event, Timeslot
from events.programme.usecases.seats import lock_timeslots, take_from
from events.registration import letters
from events.registration.choices import ChangeKind, SeatStatus
from events.registration.models import (
    Attendee,
    Registration,
    Seat,
    WaitingListEntry,
)
from events.registration.seat_kinds import seat_kinds
from events.registration.usecases.application import Person
from events.registration.usecases.changing import (
    Overlap,
    can_wait_for,
    draw_is_ahead,
    enter_draw,
    keep_support,
    lock_for_change,
    refuse_frozen,
    seats_now,
    stand_in_line,
    wishes_of,
    write,
)
from events.registration.usecases.line import promote
from events.registration.usecases.newcomers import ask, describe, refuse_unfit
from events.registration.usecases.register import (
    AlreadyRegistered,
    NothingChosen,
    RegistrationClosed,
    TooFewSeats,
    TooManyPeople,
)
from peace.audit.usecases import record


@transaction.atomic
def add_people(
    *,
    registration: Registration,
    people: Sequence[Person],
    waits_for: Collection[int] = frozenset(),
    accepts_fewer: bool = False,
    actor: str,
    now: datetime,
) -> list[Seat]:
    """Add PEOPLE with their timeslots, all or nothing; their new seats.

    Somebody of the party with the same name gets the further timeslots; the seats
    they have stay as they are, so the same form again changes nothing. The rules are
    those of `register`: special quotas, nobody past the line, and where a timeslot is
    full or has a line, the party's own place grows or it stands at the end, when it
    chose to wait (`waits_for`). Changes attendees, seats, quotas, lines, lottery
    entries and access support. Locks the quotas of every timeslot touched (ascending;
    with a lottery all lottery timeslots of the event, the lock of its numbers), then
    the registration. A letter about the registration leaves, and an audit entry.

    Raises NothingToChange, RegistrationClosed, TooManyPeople, NothingChosen, Overlap,
    AlreadyRegistered, DrawAhead, NotForThem, GuardianUnknown, AnswerUnfit,
    TooFewSeats, SupportNotLeft.
    """
    wanted = _timeslots(registration.event, people, now=now)
    locked, _none = lock_for_change(
        registration=registration, also=_to_lock(registration.event, wanted), now=now
    )
    if not locked.event.takes_applications_at(now):
        raise RegistrationClosed
    _refuse_doubles(locked, people)
    known = set(locked.attendees.values_list("pk", flat=True))
    chosen = _attendees(locked, people, actor=actor)
    for attendee, person in zip(chosen, people, strict=True):
        slots = [wanted[pk] for pk in sorted(person.timeslot_ids)]
        refuse_unfit(attendee, timeslots=slots, actor=actor)
    new: list[Seat] = []
    for slot_id, attendees in _by_timeslot(chosen, people).items():
        new += _seat(
            locked,
            wanted[slot_id],
            attendees,
            waits=slot_id in waits_for,
            accepts_fewer=accepts_fewer,
            now=now,
        )
    if not new:
        return []
    for attendee, person in zip(chosen, people, strict=True):
        if attendee.pk not in known:
            mine = [seat for seat in new if seat.attendee_id == attendee.pk]
            ask(
                attendee,
                person,
                registration=locked,
                seats=mine,
                actor=actor,
                now=now,
            )
    keep_support(registration=locked, wishes=wishes_of(locked), now=now)
    letters.registration_changed(
        registration=locked,
        kinds=[ChangeKind.ADDED],
        seats=seats_now(locked),
        now=now,
    )
    record(
        stream=f"event:{locked.event_id}",
        verb="registration.people_added",
        actor=actor,
        about=locked.about,
        detail={
            "people": len({seat.attendee_id for seat in new}),
            "seats": len(new),
            "waiting": sum(seat.is_waiting for seat in new),
        },
        now=now,
    )
    return new


def _timeslots(
    event: Event, people: Sequence[Person], *, now: datetime
) -> dict[int, Timeslot]:
    """The chosen timeslots of EVENT that still take applications, by id."""
    ids = set().union(*(person.timeslot_ids for person in people))
    found = {
        slot.pk: slot
        for slot in event.timeslots.filter(pk__in=ids).in_order()
        if slot.takes_applications_at(now)
    }
    for person in people:
        if not person.timeslot_ids or not person.timeslot_ids <= found.keys():
            raise NothingChosen
    return found


def _to_lock(event: Event, wanted: Mapping[int, Timeslot]) -> set[int]:
    if not any(slot.is_lottery for slot in wanted.values()):
        return set(wanted)
    lotteries = event.timeslots.filter(admission=Admission.LOTTERY)
    return {*wanted, *lotteries.values_list("pk", flat=True)}


def _refuse_doubles(registration: Registration, people: Sequence[Person]) -> None:
    """Raise AlreadyRegistered for a seat that the same contact holds elsewhere."""
    same_contact = Q()
    if registration.phone:
        same_contact |= Q(registration__phone=registration.phone)
    if registration.email:
        same_contact |= Q(registration__email__iexact=registration.email)
    wishes = {
        (Attendee.searchable(person.name), slot_id)
        for person in people
        for slot_id in person.timeslot_ids
    }
    held = (
        Seat.objects.alive()
        .filter(same_contact, timeslot_id__in={slot_id for _name, slot_id in wishes})
        .exclude(registration=registration)
        .select_related("registration", "attendee")
    )
    for seat in held:
        if (seat.attendee.search_name, seat.timeslot_id) in wishes:
            raise AlreadyRegistered(seat.registration.receipt_number)


def _attendees(
    registration: Registration, people: Sequence[Person], *, actor: str
) -> list[Attendee]:
    """A row for each of PEOPLE: the one they have in the party, or a new one."""
    living = Attendee.objects.filter(
        pk__in=registration.seats.alive().values("attendee")
    )
    by_name = {each.search_name: each for each in living.order_by("-number")}
    last = registration.attendees.aggregate(last=Max("number"))["last"] or 0
    found = []
    for person in people:
        name = Attendee.searchable(person.name)
        if name not in by_name:
            last += 1
            made = Attendee(registration=registration, number=last)
            describe(made, person, event=registration.event, actor=actor)
            made.save(force_insert=True)
            by_name[name] = made
        found.append(by_name[name])
    if len(by_name) > registration.event.party_limit:
        raise TooManyPeople
    return found


def _by_timeslot(
    attendees: Sequence[Attendee], people: Sequence[Person]
) -> dict[int, list[Attendee]]:
    """Who still needs a seat where, in ascending timeslot; refuses overlaps."""
    needed: dict[int, list[Attendee]] = {}
    for attendee, person in zip(attendees, people, strict=True):
        held = {
            seat.timeslot_id: seat.timeslot
            for seat in attendee.seats.alive().select_related("timeslot")
        }
        slots = {
            slot.pk: slot
            for slot in Timeslot.objects.filter(pk__in=person.timeslot_ids)
        }
        for slot_id, slot in slots.items():
            for other in [*held.values(), *slots.values()]:
                if other.pk != slot_id and other.overlaps(slot):
                    raise Overlap(other, slot)
            if slot_id not in held:
                needed.setdefault(slot_id, []).append(attendee)
    return dict(sorted(needed.items()))


def _seat(
    registration: Registration,
    slot: Timeslot,
    attendees: list[Attendee],
    *,
    waits: bool,
    accepts_fewer: bool,
    now: datetime,
) -> list[Seat]:
    if draw_is_ahead(slot):
        refuse_frozen(slot, event=registration.event, now=now)
        enter_draw(registration=registration, timeslot=slot, attendees=attendees)
        return write(
            registration=registration,
            timeslot=slot,
            attendees=attendees,
            status=SeatStatus.ENTERED,
            now=now,
        )
    support = {wish.kind: wish.people for wish in wishes_of(registration)}
    kinds = [
        seat_kinds(
            number=each.number,
            age_band=each.age_band,
            visit=each.visit,
            channel=registration.channel,
            support=support,
        )
        for each in attendees
    ]
    (quotas,) = lock_timeslots([slot.pk]).values()
    quota_ids = take_from(quotas, people=kinds)
    if quota_ids is not None:
        return write(
            registration=registration,
            timeslot=slot,
            attendees=attendees,
            quota_ids=quota_ids,
            status=SeatStatus.CONFIRMED,
            now=now,
        )
    somebody_waits = any(quota.line for quota in quotas)
    if not can_wait_for(slot, registration.event) or not (waits or somebody_waits):
        raise TooFewSeats(slot)
    return _wait(
        registration,
        slot,
        attendees,
        waits=waits,
        accepts_fewer=accepts_fewer,
        now=now,
    )


def _wait(
    registration: Registration,
    slot: Timeslot,
    attendees: list[Attendee],
    *,
    waits: bool,
    accepts_fewer: bool,
    now: datetime,
) -> list[Seat]:
    """Into the line, and seated at once where the published rule allows it."""
    entry, is_new = stand_in_line(
        registration=registration,
        timeslot=slot,
        attendees=attendees,
        accepts_fewer=accepts_fewer,
        now=now,
    )
    promote(timeslot_ids=[slot.pk], present=entry if is_new else None, now=now)
    still_waits = WaitingListEntry.objects.in_line().filter(pk=entry.pk).exists()
    if still_waits and not waits:
        raise TooFewSeats(slot)
    return list(
        registration.seats.alive().filter(timeslot=slot, attendee__in=attendees)
    )
