"""Reads tickets with their party's seats, as the door decides on them."""

from collections.abc import Iterable
from typing import Any

from events.door.code import Code
from events.door.verdict import SeatState, TicketState
from events.registration.choices import RegistrationStatus, SeatStatus
from events.registration.models import Ticket
from events.registration.token import hash_token
from peace.compiled import CompiledSelect

_COLUMNS = (
    "token_hash",
    "revoked_at",
    "registration_id",
    "registration__event_id",
    "registration__status",
    "registration__receipt_number",
    "registration__seats__id",
    "registration__seats__status",
    "registration__seats__timeslot_id",
    "registration__seats__attendee__number",
    "registration__seats__attendee__lacks_consent",
    "registration__seats__admitted_at",
    "registration__seats__admitted_by",
    "registration__seats__attendee__age_band",
)
# No seat yet; NOT_DRAWN too, so that the door can say what became of the lottery.
WAITING = {
    SeatStatus.OFFERED,
    SeatStatus.WAITING,
    SeatStatus.ENTERED,
    SeatStatus.NOT_DRAWN,
}
_ONE_TICKET = CompiledSelect(
    lambda: Ticket.objects.filter(token_hash="").values_list(*_COLUMNS)
)


def load_tickets(codes: Iterable[Code], event_id: int) -> dict[str, TicketState]:
    """By code hash: the tickets that CODES name, each in one row per seat.

    One statement for QR codes, one more only when receipt numbers were typed; those
    are looked for in this event alone.
    """
    tokens = {code.hash for code in codes if code.is_token}
    receipts = {code.receipt_number for code in codes if code.receipt_number}
    found: dict[str, TicketState] = {}
    # A QR and a typed number of one party share their seats, also within a batch.
    seats: dict[int, SeatState] = {}
    if tokens:
        _read(_rows_of(tokens), found, seats, by_receipt=False)
    if receipts:
        tickets = Ticket.objects.valid().filter(
            registration__receipt_number__in=receipts,
            registration__event_id=event_id,
        )
        _read(tickets.values_list(*_COLUMNS), found, seats, by_receipt=True)
    return found


def _rows_of(tokens: set[str]) -> Iterable[tuple[Any, ...]]:
    if len(tokens) == 1:  # a person stands at the door
        return _ONE_TICKET.rows(*tokens)
    return Ticket.objects.filter(token_hash__in=tokens).values_list(*_COLUMNS)


def _read(
    rows: Iterable[tuple[Any, ...]],
    found: dict[str, TicketState],
    seats: dict[int, SeatState],
    *,
    by_receipt: bool,
) -> None:
    for (
        token_hash,
        revoked_at,
        registration_id,
        event_id,
        status,
        receipt_number,
        seat_id,
        seat_status,
        timeslot_id,
        attendee,
        lacks_consent,
        admitted_at,
        admitted_by,
        age_band,
    ) in rows:
        key = hash_token(f"receipt:{receipt_number}") if by_receipt else token_hash
        state = found.get(key)
        if state is None:
            state = found[key] = TicketState(
                registration_id=registration_id,
                event_id=event_id,
                is_revoked=revoked_at is not None,
                is_cancelled=status == RegistrationStatus.CANCELLED,
            )
        if seat_status in WAITING:
            state.is_waiting = True
        if lacks_consent:
            state.lacks_consent.add(attendee)
        if seat_id is not None and seat_status == SeatStatus.CONFIRMED:
            seat = seats.get(seat_id) or SeatState(
                id=seat_id,
                timeslot_id=timeslot_id,
                attendee=attendee,
                admitted_at=admitted_at,
                admitted_by=str(admitted_by) if admitted_by else None,
                age_band=age_band,
            )
            state.seats.append(seats.setdefault(seat_id, seat))
