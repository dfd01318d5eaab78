"""Cancel many registrations at once, and undo what one click did to many."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from events.programme.models import Event
from events.programme.usecases.seats import lock_timeslots
from events.registration import letters
from events.registration.choices import BulkKind
from events.registration.models import BulkAction, Registration, Seat
from events.registration.models.bulk_action import MOST_WITHOUT_APPROVAL, UNDO_FOR
from events.registration.usecases.cancel import close, give_up_seats
from events.registration.usecases.line import promote
from peace.audit.usecases import record
from peace.outbox.models import OutboxBatch, OutboxMessage
from peace.outbox.usecases.hold import hold_letters
from peace.outbox.usecases.take_back import take_back_reminders


class NothingToCancel(Exception):
    """None of the chosen registrations has a seat that can still be cancelled."""


@transaction.atomic
def bulk_cancel(
    *, event: Event, receipt_numbers: Sequence[str], actor: str, now: datetime
) -> BulkAction:
    """Cancel what can be cancelled of these registrations of EVENT, all in one.

    A seat in a timeslot that has begun, or on which somebody sits, stays. Locks the
    quotas of all their timeslots (ascending), then the registrations, then the seats.
    Freed seats go to the line at once. Letters leave when the time to undo is over,
    by e-mail or by a call; more than 50 of them after a second person has approved.
    Reminders to those who do not come any more are taken back. An audit entry for
    each registration. Raises NothingToCancel.
    """
    parties, seats = _lock(event, receipt_numbers, now=now)
    if not seats:
        raise NothingToCancel
    kept = [_snapshot(party, seats[party.pk]) for party in parties]
    closed = [party for party in parties if _give_up(party, seats[party.pk], now=now)]
    take_back_reminders(about=[party.about for party in closed])
    freed = [seat for mine in seats.values() for seat in mine]
    promote(timeslot_ids={seat.timeslot_id for seat in freed}, now=now)
    action = BulkAction.objects.create(
        event=event,
        kind=BulkKind.CANCEL,
        registrations=[entry for entry, _seats in kept],
        seats=[seat for _entry, mine in kept for seat in mine],
        actor=actor,
        at=now,
    )
    _tell(event, parties, seats, actor=actor, now=now)
    for party in parties:
        record(
            stream=f"event:{event.pk}",
            verb="registration.cancelled",
            actor=actor,
            about=party.about,
            detail={"seats": len(seats[party.pk]), "bulk": action.pk},
            now=now,
        )
    return action


def hold_for_undo(
    *,
    event: Event,
    batch_kind: str,
    letter_kind: str = "",
    parties: Sequence[Registration],
    actor: str,
    now: datetime,
) -> OutboxBatch | None:
    """Let what was written to PARTIES at NOW wait; a batch when it is more than 50."""
    about = [party.about for party in parties]
    written = OutboxMessage.objects.filter(about__in=about, created_at=now)
    if letter_kind:
        written = written.filter(kind=letter_kind)
    count = written.count()
    batch = None
    if count > MOST_WITHOUT_APPROVAL:
        batch = OutboxBatch.objects.create(
            kind=batch_kind,
            about=f"event:{event.pk}",
            recipient_count=count,
            requested_by=actor,
            requested_at=now,
        )
    hold_letters(
        about=about,
        written_at=now,
        until=now + UNDO_FOR,
        kind=letter_kind,
        batch=batch,
    )
    return batch


def _lock(
    event: Event, receipt_numbers: Sequence[str], *, now: datetime
) -> tuple[list[Registration], dict[int, list[Seat]]]:
    """The registrations that have something to cancel, and those seats of each."""
    chosen = Registration.objects.active().filter(
        event=event, receipt_number__in=receipt_numbers
    )
    alive = Seat.objects.alive().filter(registration__in=chosen)
    lock_timeslots(set(alive.values_list("timeslot_id", flat=True)))
    parties = list(chosen.select_for_update(of=("self",)).order_by("pk"))
    found: dict[int, list[Seat]] = {}
    for seat in (
        Seat.objects.alive()
        .filter(
            registration__in=[party.pk for party in parties],
            admitted_at__isnull=True,
            timeslot__starts_at__gt=now,
        )
        .select_related("timeslot", "attendee")
        .select_for_update(of=("self",))
        .order_by("timeslot__starts_at", "attendee__number")
    ):
        found.setdefault(seat.registration_id, []).append(seat)
    return [party for party in parties if party.pk in found], found


def _snapshot(
    party: Registration, seats: Sequence[Seat]
) -> tuple[dict[str, object], list[list[object]]]:
    """What the way back needs: the access support asked for, and each seat's status."""
    support = [
        [each.offer_id, each.people, each.months]
        for each in party.support_requests.all()
    ]
    return (
        {"id": party.pk, "support": support},
        [[seat.pk, seat.status] for seat in seats],
    )


def _give_up(party: Registration, seats: list[Seat], *, now: datetime) -> bool:
    """Cancel SEATS; True when nobody of the party comes any more."""
    give_up_seats(registration=party, seats=seats, now=now)
    if party.seats.alive().exists():
        return False
    close(party, now=now)
    return True


def _tell(
    event: Event,
    parties: Sequence[Registration],
    seats: dict[int, list[Seat]],
    *,
    actor: str,
    now: datetime,
) -> None:
    for party in parties:
        party.event = event
        remaining = party.seats.alive().select_related(
            "timeslot", "attendee", "registration"
        )
        letters.cancellation(
            registration=party,
            cancelled=seats[party.pk],
            remaining=[] if party.is_cancelled else list(remaining),
            by_office=True,
            now=now,
        )
    hold_for_undo(
        event=event,
        batch_kind="bulk_cancelled",
        letter_kind="cancellation",
        parties=parties,
        actor=actor,
        now=now,
    )
