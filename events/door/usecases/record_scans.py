"""Record scans of one device and answer each with a verdict.

One path serves a single scan and a batch of 500: read the tickets, decide in memory,
admit the seats and insert the scans. Nobody is locked beforehand: where another device
was faster, nothing is written, and the door looks again.

A scan that the device decided by itself has let people in, whatever the rules say.
Where the rules say the same and the seats are free it goes the same way; otherwise its
party is settled from all of its scans (`settle`), and a supervisor gets a card.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction

from events.door.admission import Admission, Overtaken, admit_and_record
from events.door.answers import Answers, refusal
from events.door.choices import ConflictKind, Verdict
from events.door.conflicts import conflict_kinds, people_let_in
from events.door.incoming import DoorDevice, IncomingScan, TooBusy
from events.door.models import Conflict, Scan, Undo
from events.door.rehearsal import practice_decision, practice_words
from events.door.tickets import load_tickets
from events.door.usecases.settle import lock_seats, settle
from events.door.verdict import (
    Decision,
    Slot,
    TicketState,
    decide,
    slot_at_door,
)

# Each look-again means that another device admitted somebody in between.
TRIES = 8


def record_scans(
    *, device: DoorDevice, scans: Sequence[IncomingScan], now: datetime
) -> list[dict]:
    """Answer SCANS in the order sent; each row as the door API publishes it.

    Changes seats (admitted once, by one scan) and inserts the scans and the cards they
    deserve, in one transaction; locks those seats while it writes. A scan id that is
    known returns its stored answer, also to another device of this event: a phone that
    was paired again sends what it still holds. Where the device had to decide because
    that answer did not reach it, what it did is added to the scan, once. With another
    body, or from another event, a known id is answered with `"error": "conflict"`.
    A tick by hand counts where the event calls a roll, and nowhere else. A device in
    rehearsal is answered, also to practice codes, and nothing is written. A
    stopped device may hand over what it decided; its questions are refused
    (`"error": "stopped"`). Nothing leaves. Raises TooBusy.
    """
    known: dict[UUID, Scan] = {}
    asked = scans
    if device.stops_at is not None and now >= device.stops_at:
        scans = [scan for scan in scans if scan.is_decided]
    for _ in range(TRIES):
        fresh = _without_repeats(scans, known)
        late = _told_later(scans, known, device)
        try:
            answers = _decide_and_write(device=device, scans=fresh, late=late, now=now)
        except Overtaken:
            continue
        except IntegrityError:
            known = Scan.objects.in_bulk([scan.id for scan in scans])
            continue
        except OperationalError as error:  # A lock that did not come in time.
            raise TooBusy from error
        if not device.is_rehearsal:
            _heed_undos(scans, now=now)
        return [_answer(device, scan, answers, known, fresh) for scan in asked]
    raise TooBusy


def _without_repeats(
    scans: Sequence[IncomingScan], known: dict[UUID, Scan]
) -> dict[UUID, IncomingScan]:
    """The scans that are new, each once; with what its device did, where it says so."""
    fresh: dict[UUID, IncomingScan] = {}
    for scan in scans:
        if scan.id in known:
            continue
        before = fresh.setdefault(scan.id, scan)
        is_same = scan.body_hash == before.body_hash
        if is_same and scan.is_decided and not before.is_decided:
            fresh[scan.id] = scan
    return fresh


def _told_later(
    scans: Sequence[IncomingScan], known: dict[UUID, Scan], device: DoorDevice
) -> dict[UUID, IncomingScan]:
    """Scans that the server answered and the device, not hearing it, decided."""
    return {
        scan.id: scan
        for scan in scans
        if (stored := known.get(scan.id))
        and scan.is_decided
        and not stored.said
        and stored.event_id == device.event_id
        and stored.body_hash == scan.body_hash
    }


def _heed_undos(scans: Iterable[IncomingScan], *, now: datetime) -> None:
    """Settle the parties of SCANS that were taken back before they came.

    Looked for after the scans are written, as `undo` looks for a scan after it is
    written: where the two meet, one of them sees the other.
    """
    decided = [scan.id for scan in scans if scan.is_decided]
    if not decided:
        return
    taken_back = list(Undo.objects.filter(of__in=decided).values_list("of", flat=True))
    if not taken_back:
        return
    parties = Scan.objects.filter(pk__in=taken_back, registration__isnull=False)
    try:
        with transaction.atomic():
            settle(
                registration_ids=set(parties.values_list("registration_id", flat=True)),
                now=now,
            )
    except OperationalError as error:
        raise TooBusy from error


def _answer(
    device: DoorDevice,
    scan: IncomingScan,
    answers: dict[UUID, dict],
    known: dict[UUID, Scan],
    fresh: dict[UUID, IncomingScan],
) -> dict:
    stored = known.get(scan.id)
    if stored is None and scan.id not in fresh:
        return refusal(str(scan.id), error="stopped")
    body_hash = stored.body_hash if stored else fresh[scan.id].body_hash
    foreign = stored is not None and stored.event_id != device.event_id
    if foreign or body_hash != scan.body_hash:
        return Answers.conflict(scan.id)
    return stored.answer if stored else answers[scan.id]


@dataclass
class _Batch:
    """What one request is going to write."""

    admissions: list[Admission] = field(default_factory=list)
    rows: list[Scan] = field(default_factory=list)
    cards: list[Conflict] = field(default_factory=list)
    # Parties whose seats have to be merged from all of their scans.
    parties: set[int] = field(default_factory=set)


def _decide_and_write(
    *,
    device: DoorDevice,
    scans: dict[UUID, IncomingScan],
    late: dict[UUID, IncomingScan],
    now: datetime,
) -> dict[UUID, dict]:
    codes = [scan.code for scan in (*scans.values(), *late.values())]
    tickets = load_tickets(codes, device.event_id)
    practice = practice_words(device.event_id) if device.is_rehearsal else {}
    words = Answers(with_visitor=len(scans) == 1)
    batch = _Batch()
    for scan in scans.values():
        ticket = tickets.get(scan.code.hash)
        decision = _decision(device, scan, ticket, practice)
        row = _row(device, scan, decision, words, now=now)
        batch.rows.append(row)
        if scan.is_decided:
            _let_in(batch, row, scan, decision, ticket, device)
        else:
            _admit(batch, row, decision)
    if not device.is_rehearsal:
        # In one order, as the seats: the same scans in two requests at once wait for
        # each other in a line.
        batch.rows.sort(key=lambda row: row.pk)
        _write(batch, late, tickets, device, now=now)
    return {row.id: row.answer for row in batch.rows}


def _decision(
    device: DoorDevice,
    scan: IncomingScan,
    ticket: TicketState | None,
    practice: dict[str, str],
) -> Decision:
    if scan.code.hash in practice:
        return practice_decision(
            practice[scan.code.hash],
            slots=device.slots,
            timeslot_id=scan.timeslot_id,
            people=scan.people,
            at=scan.at,
        )
    if scan.by_hand and not device.has_roll_call:
        return Decision(Verdict.MALFORMED)
    return decide(
        code=scan.code,
        ticket=ticket,
        event_id=device.event_id,
        slots=device.slots,
        timeslot_id=scan.timeslot_id,
        people=scan.people,
        at=scan.at,
        by=str(scan.id) if scan.is_decided else None,
    )


def _admit(batch: _Batch, row: Scan, decision: Decision) -> None:
    """The people of DECISION go in with ROW, also for the rest of the batch."""
    row.let_in = [seat.attendee for seat in decision.seats]
    for seat in decision.seats:
        seat.admitted_at, seat.admitted_by = row.at, str(row.pk)
        batch.admissions.append(Admission(seat.id, row.at, row.pk))


def _let_in(
    batch: _Batch,
    row: Scan,
    scan: IncomingScan,
    decision: Decision,
    ticket: TicketState | None,
    device: DoorDevice,
) -> None:
    """What the device did by itself: the short way where nothing speaks against it."""
    row.said = scan.said
    if scan.said != Verdict.ADMITTED or decision.registration_id is None:
        return
    if ticket is None:  # pragma: no cover - a registration has a ticket
        return
    claim = _claim(scan, ticket, device)
    claim.write(row)
    batch.cards += [_card(row, kind) for kind in claim.kinds]
    agreed = {seat.attendee for seat in decision.seats} == set(claim.people)
    free = all(seat.admitted_at is None for seat in decision.seats)
    if (
        agreed
        and free
        and not claim.kinds
        and ticket.registration_id not in batch.parties
    ):
        _admit(batch, row, decision)
    else:
        batch.parties.add(ticket.registration_id)


@dataclass(frozen=True)
class _Claim:
    """Whom a device let in, where, and what a supervisor should look at."""

    slot: Slot | None
    people: list[int]
    is_whole: bool
    kinds: set[ConflictKind]

    def write(self, row: Scan) -> None:
        row.timeslot_id = self.slot.id if self.slot else None
        row.let_in, row.is_whole = self.people, self.is_whole


def _claim(scan: IncomingScan, ticket: TicketState, device: DoorDevice) -> _Claim:
    slot = slot_at_door(ticket, device.slots, scan.timeslot_id, scan.at)
    named = scan.let_in if scan.let_in is not None else scan.people
    people = people_let_in(ticket=ticket, slot=slot, named=named)
    kinds = conflict_kinds(
        ticket=ticket,
        slot=slot,
        let_in=people,
        at=scan.at,
        stopped_at=device.stops_at or device.expires_at,
    )
    return _Claim(slot, people, named is None, kinds)


def _card(row: Scan, kind: ConflictKind) -> Conflict:
    return Conflict(
        scan=row, kind=kind, event_id=row.event_id, opened_at=row.received_at
    )


def _write(
    batch: _Batch,
    late: dict[UUID, IncomingScan],
    tickets: dict[str, TicketState],
    device: DoorDevice,
    *,
    now: datetime,
) -> None:
    if not (batch.cards or batch.parties or late):
        admit_and_record(batch.admissions, batch.rows)
        return
    with transaction.atomic():
        # All seats first and in one order: two batches never wait in a circle.
        told = {
            tickets[scan.code.hash].registration_id
            for scan in late.values()
            if scan.code.hash in tickets
        }
        settled = batch.parties | told
        written = {row.registration_id for row in batch.rows if row.registration_id}
        lock_seats(settled | written)
        admit_and_record(batch.admissions, batch.rows)
        cards = batch.cards + _add_what_was_told(late, tickets, device, now=now)
        Conflict.objects.bulk_create(cards, ignore_conflicts=True)
        settle(registration_ids=settled, now=now)


def _add_what_was_told(
    late: dict[UUID, IncomingScan],
    tickets: dict[str, TicketState],
    device: DoorDevice,
    *,
    now: datetime,
) -> list[Conflict]:
    """The scans LATE with what their device did; the cards that follow.

    The reading is the device's, so is its time: the same as if it had come first.
    """
    cards: list[Conflict] = []
    for row in (
        Scan.objects.select_for_update().filter(pk__in=late, said="").order_by("pk")
    ):
        scan = late[row.pk]
        row.said, row.at, row.let_in = scan.said, scan.at, []
        ticket = tickets.get(scan.code.hash)
        if scan.said == Verdict.ADMITTED and ticket and row.registration_id:
            claim = _claim(scan, ticket, device)
            claim.write(row)
            cards += [_card(row, kind) for kind in claim.kinds]
        row.save(update_fields=["said", "at", "timeslot", "let_in", "is_whole"])
    return cards


def _row(
    device: DoorDevice,
    scan: IncomingScan,
    decision: Decision,
    words: Answers,
    *,
    now: datetime,
) -> Scan:
    return Scan(
        id=scan.id,
        device_id=device.id,
        event_id=device.event_id,
        timeslot_id=decision.slot.id if decision.slot else None,
        registration_id=decision.registration_id,
        code_hash=scan.code.hash,
        body_hash=scan.body_hash,
        mode=scan.mode,
        verdict=decision.verdict,
        admitted=len(decision.seats),
        by_hand=scan.by_hand,
        answer=words.row(scan.id, decision),
        at=scan.at,
        received_at=now,
    )
