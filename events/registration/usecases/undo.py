"""Undo what one click did to many registrations, while nobody has been told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from events.programme.models import Event, Quota, SupportOffer
from events.programme.usecases.seats import (
    change_line,
    lock_quotas,
    lock_timeslots,
    take_from,
)
from events.programme.usecases.support import SupportGone, take_support
from events.registration.choices import (
    DrawResult,
    LineStatus,
    LineStep,
    RegistrationStatus,
    SeatStatus,
)
from events.registration.models import (
    BulkAction,
    Lottery,
    LotteryEntry,
    Registration,
    Seat,
    SupportRequest,
)
from events.registration.usecases.cancel import close, give_up_seats
from events.registration.usecases.line import kinds_in_line, promote, write_step
from peace.audit.usecases import record
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.approve import withdraw
from peace.outbox.usecases.hold import bring_back_reminders, take_back_letters


class UndoneAlready(Exception):
    """Somebody has undone this before."""


class UndoTooLate(Exception):
    """The time to undo is over: people have been told."""


class _Gone(Exception):
    """The way back is closed for one registration; it stays as it is."""


@dataclass(frozen=True)
class Undone:
    """Registrations that are as they were before, and those that cannot be."""

    back: Sequence[Registration]
    stay: Sequence[Registration]


@transaction.atomic
def undo_bulk(*, action: BulkAction, actor: str, now: datetime) -> Undone:
    """Take ACTION back: cancelled registrations live again, imported ones are gone.

    A cancelled registration comes back as a whole or not at all: not when a seat or
    an access support of it has been given to somebody else, a timeslot has begun or
    its lottery is closed. Who waited waits again with the same number; who had an
    offer waits for the next one. Changes the action, seats, quotas, line, lottery,
    support and registrations; locks the quotas of all timeslots (ascending), then the
    registrations, then the seats. Letters that the action wrote are taken back,
    reminders wait again. An audit entry for each registration.

    Raises UndoTooLate or UndoneAlready.
    """
    if now >= action.undo_until:
        raise UndoTooLate
    open_one = BulkAction.objects.filter(pk=action.pk, undone_at=None)
    if not open_one.update(undone_at=now, undone_by=actor):
        raise UndoneAlready
    done = (_take_out if action.is_import else _bring_back)(action, now=now)
    about = [party.about for party in done.back]
    kind = "" if action.is_import else "cancellation"
    take_back_letters(about=about, written_at=action.at, kind=kind)
    _withdraw_empty_batches(action, actor=actor, now=now)
    for party in done.back:
        record(
            stream=f"event:{action.event_id}",
            verb="registration.cancelled"
            if action.is_import
            else "registration.restored",
            actor=actor,
            about=party.about,
            detail={"bulk": action.pk},
            now=now,
        )
    return done


def _take_out(action: BulkAction, *, now: datetime) -> Undone:
    """Cancel imported registrations; who is in already stays."""
    parties, seats = _lock(action)
    back, stay, slots = [], [], set()
    for party in parties:
        mine = [seat for seat in seats if seat.registration_id == party.pk]
        if party.is_cancelled:
            continue
        if any(seat.is_admitted for seat in mine):
            stay.append(party)
            continue
        give_up_seats(
            registration=party, seats=[s for s in mine if s.is_alive], now=now
        )
        close(party, now=now)
        slots |= {seat.timeslot_id for seat in mine}
        back.append(party)
    promote(timeslot_ids=slots, now=now)
    return Undone(back, stay)


def _bring_back(action: BulkAction, *, now: datetime) -> Undone:
    parties, seats = _lock(action)
    event = Event.objects.get(pk=action.event_id)
    was = dict(action.seats)
    support = {entry["id"]: entry["support"] for entry in action.registrations}
    back, stay = [], []
    for party in parties:
        mine = [s for s in seats if s.registration_id == party.pk and s.pk in was]
        party.event = event
        try:
            with transaction.atomic():
                _restore(party, mine, was, support[party.pk], action=action, now=now)
        except (_Gone, SupportGone):
            stay.append(party)
        else:
            back.append(party)
    bring_back_reminders(about=[party.about for party in back], now=now)
    promote(timeslot_ids={seat.timeslot_id for seat in seats}, now=now)
    return Undone(back, stay)


def _lock(action: BulkAction) -> tuple[list[Registration], list[Seat]]:
    ids = [entry["id"] for entry in action.registrations]
    seats = Seat.objects.filter(registration__in=ids)
    lock_timeslots(set(seats.values_list("timeslot_id", flat=True)))
    parties = Registration.objects.filter(pk__in=ids).select_for_update()
    locked = list(parties.order_by("pk"))
    found = (
        seats.select_related("timeslot", "attendee")
        .select_for_update(of=("self",))
        .order_by("timeslot_id", "attendee__number", "pk")
    )
    return locked, list(found)


def _restore(
    party: Registration,
    seats: list[Seat],
    was: dict[int, str],
    support: list[list[Any]],
    *,
    action: BulkAction,
    now: datetime,
) -> None:
    """All of the party as it was; raises _Gone or SupportGone."""
    untouched = all(
        seat.is_cancelled and seat.cancelled_at == action.at for seat in seats
    )
    begun = any(seat.timeslot.starts_at <= now for seat in seats)
    if not untouched or begun or not party.event.is_published:
        raise _Gone
    if party.is_cancelled:
        if party.cancelled_at != action.at:
            raise _Gone
        _reopen(party, support)
    for slot_id in sorted({seat.timeslot_id for seat in seats}):
        mine = [seat for seat in seats if seat.timeslot_id == slot_id]
        held = [s for s in mine if was[s.pk] == SeatStatus.CONFIRMED]
        waited = [
            s for s in mine if was[s.pk] in (SeatStatus.WAITING, SeatStatus.OFFERED)
        ]
        entered = [s for s in mine if was[s.pk] == SeatStatus.ENTERED]
        _seat_again(party, held, slot_id)
        _wait_again(party, waited, slot_id, now=now)
        _enter_again(party, entered, slot_id)
    for seat in seats:
        seat.cancelled_at = None
    Seat.objects.bulk_update(seats, ["status", "quota", "cancelled_at"])


def _reopen(party: Registration, support: list[list[Any]]) -> None:
    offers = SupportOffer.objects.in_bulk([offer_id for offer_id, *_rest in support])
    for offer_id, people, months in sorted(support, key=lambda each: each[0]):
        take_support(offer=offers[offer_id], people=people)
        SupportRequest.objects.create(
            registration=party, offer_id=offer_id, people=people, months=months
        )
    party.status = RegistrationStatus.ACTIVE
    party.cancelled_at = None
    party.save(update_fields=["status", "cancelled_at"])


def _seat_again(party: Registration, seats: list[Seat], slot_id: int) -> None:
    """Confirmed seats, in whatever quota has room for these people now."""
    if not seats:
        return
    quotas = lock_quotas(Quota.objects.filter(timeslot_id=slot_id))
    kinds = kinds_in_line(party, seats)
    chosen = take_from(quotas, people=kinds, from_the_line=True)
    if chosen is None:
        raise _Gone
    for seat, quota_id in zip(seats, chosen, strict=True):
        seat.quota_id = quota_id
        seat.status = SeatStatus.CONFIRMED


def _wait_again(
    party: Registration, seats: list[Seat], slot_id: int, *, now: datetime
) -> None:
    """At the old place in the line, under the old number."""
    if not seats:
        return
    left = party.line_entries.filter(timeslot=slot_id, status=LineStatus.LEFT)
    entry = left.order_by("-pk").first()
    if entry is None:
        raise _Gone
    entry.status = LineStatus.WAITING
    entry.save(update_fields=["status"])
    change_line(timeslot_id=slot_id, by=1)
    write_step(entry, LineStep.JOINED, people=len(seats), free=0, now=now)
    for seat in seats:
        seat.quota_id = None
        seat.status = SeatStatus.WAITING


def _enter_again(party: Registration, seats: list[Seat], slot_id: int) -> None:
    if not seats:
        return
    lottery = Lottery.objects.for_event(party.event).first()
    if lottery and lottery.is_frozen:
        raise _Gone
    LotteryEntry.objects.filter(registration=party, timeslot=slot_id).update(
        people=len(seats), result=DrawResult.ENTERED
    )
    for seat in seats:
        seat.status = SeatStatus.ENTERED


def _withdraw_empty_batches(action: BulkAction, *, actor: str, now: datetime) -> None:
    """A batch of this action from which nothing is left to send needs no approval."""
    for batch in OutboxBatch.objects.filter(
        about=f"event:{action.event_id}",
        requested_at=action.at,
        approved_at=None,
        withdrawn_at=None,
    ):
        waits = OutboxMessage.objects.filter(batch=batch, status="AWAITING_APPROVAL")
        if not waits.exists():
            withdraw(batch=batch, by=actor, now=now)
