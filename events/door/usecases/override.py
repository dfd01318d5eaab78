"""A supervisor lets somebody in whom the rules keep outside, and says why."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from events.door.answers import Answers
from events.door.choices import ConflictKind, DeviceRole, Verdict
from events.door.conflicts import conflict_kinds
from events.door.incoming import DoorDevice, TooBusy
from events.door.models import Conflict, Scan
from events.door.tickets import load_tickets
from events.door.usecases.by_hand import ByHand, admit_by_hand, stored_answer
from events.door.usecases.settle import lock_seats
from events.door.verdict import Decision, SeatState, TicketState, decide, slot_at_door
from events.door.words.override import override_texts
from events.door.words.verdicts import welcome
from peace.audit.usecases import record

OVERRIDABLE = {
    Verdict.CONSENT_MISSING,
    Verdict.TOO_EARLY,
    Verdict.CLOSED,
    Verdict.REPLACED,
    Verdict.ALREADY_IN,
    # What kept them outside has been settled meanwhile.
    Verdict.ADMITTED,
}


class NotASupervisor(Exception):
    """Only a device in the role of a supervisor decides against the rules."""


def override(*, device: DoorDevice, wish: ByHand, now: datetime) -> dict:
    """Let in the people of WISH at its timeslot, with its reason; the answer's row.

    Changes: the seats that are free are admitted, a scan with the reason is inserted,
    and a card for each thing that speaks against it, closed with that reason: the
    supervisor has judged already. Whoever is counted as in goes in again and is
    counted once. Locks the party's seats. An audit entry without the reason; nothing
    leaves. The same id again returns the stored answer; a device in rehearsal is
    answered, and nothing is written. Where the door says a word that nobody can
    override, the row says so in `refused`, and nothing changes. Raises
    NotASupervisor, OtherBody, TooBusy.
    """
    if device.role != DeviceRole.SUPERVISOR:
        raise NotASupervisor
    try:
        return _once(device, wish, now=now)
    except IntegrityError:
        # The same id came twice at once: the other one was faster.
        known = stored_answer(wish, device)
        if known is None:
            raise TooBusy from None
        return known
    except OperationalError as error:
        raise TooBusy from error


@transaction.atomic
def _once(device: DoorDevice, wish: ByHand, *, now: datetime) -> dict:
    known = stored_answer(wish, device)
    if known is not None:
        return known
    ticket = load_tickets([wish.code], device.event_id).get(wish.code.hash)
    if ticket and ticket.event_id == device.event_id:
        lock_seats([ticket.registration_id])
        ticket = load_tickets([wish.code], device.event_id).get(wish.code.hash)
    said = decide(
        code=wish.code,
        ticket=ticket,
        event_id=device.event_id,
        slots=device.slots,
        timeslot_id=wish.timeslot_id,
        people=wish.people,
        at=now,
    )
    asked = _asked(device, wish, said, ticket, now=now)
    if ticket is None or not asked:
        return Answers(with_visitor=True).row(wish.id, said) | {
            "refused": str(said.verdict)
        }
    found = _against_the_rules(device, wish, said, ticket, asked, now=now)
    answer = Answers(with_visitor=True).row(wish.id, found) | {
        **override_texts(len(found.seats)),
        **({} if found.seats else {"visitor": welcome()}),
        "overrode": str(said.verdict),
    }
    if device.is_rehearsal:
        return answer
    let_in = [seat.attendee for seat in found.seats or asked]
    scan = admit_by_hand(
        wish, found, device=device, answer=answer, let_in=let_in, now=now
    )
    _close_cards(scan, device, ticket, found, let_in=let_in, now=now)
    record(
        stream=f"event:{device.event_id}",
        verb="scan.overridden",
        actor=device.actor,
        about=f"scan:{scan.pk}",
        detail={"people": len(let_in), "verdict": str(said.verdict)},
        now=now,
    )
    return answer


def _asked(
    device: DoorDevice,
    wish: ByHand,
    said: Decision,
    ticket: TicketState | None,
    *,
    now: datetime,
) -> list[SeatState]:
    """The seats at this door of those who are to go in; nobody where no rule bends."""
    if ticket is None or said.verdict not in OVERRIDABLE:
        return []
    slot = slot_at_door(ticket, device.slots, wish.timeslot_id, now)
    return [
        seat
        for seat in ticket.seats
        if slot
        and seat.timeslot_id == slot.id
        and (wish.people is None or seat.attendee in wish.people)
    ]


def _against_the_rules(
    device: DoorDevice,
    wish: ByHand,
    said: Decision,
    ticket: TicketState,
    asked: list[SeatState],
    *,
    now: datetime,
) -> Decision:
    """What SAID becomes: admitted, with whoever is not counted yet."""
    slot = slot_at_door(ticket, device.slots, wish.timeslot_id, now)
    here = [seat for seat in ticket.seats if slot and seat.timeslot_id == slot.id]
    return replace(
        said,
        verdict=Verdict.ADMITTED,
        slot=slot,
        seats=[seat for seat in asked if seat.admitted_at is None],
        here=here,
        party=len(here),
        lacks_consent=ticket.lacks_consent,
    )


def _close_cards(
    scan: Scan,
    device: DoorDevice,
    ticket: TicketState,
    found: Decision,
    *,
    let_in: Collection[int],
    now: datetime,
) -> None:
    kinds = conflict_kinds(
        ticket=ticket,
        slot=found.slot,
        let_in=let_in,
        at=now,
        stopped_at=device.stops_at or device.expires_at,
    )
    if not found.seats:
        kinds.add(ConflictKind.DOUBLE)
    Conflict.objects.bulk_create(
        Conflict(
            scan=scan,
            kind=kind,
            event_id=scan.event_id,
            opened_at=now,
            closed_at=now,
            closed_by=device.actor,
            word=scan.reason,
        )
        for kind in sorted(kinds)
    )
