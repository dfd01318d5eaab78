"""A party that came to another timeslot moves to this one, and goes in."""

from datetime import datetime

from django.db import IntegrityError, OperationalError, transaction

from events.door.answers import Answers
from events.door.choices import Verdict
from events.door.incoming import DoorDevice, TooBusy
from events.door.models import Scan
from events.door.reports import seats_at_door
from events.door.tickets import load_tickets
from events.door.usecases.by_hand import ByHand, admit_by_hand, stored_answer
from events.door.verdict import Decision, decide
from events.door.words.move import refusal_texts
from events.programme.models import Timeslot
from events.registration.models import Registration
from events.registration.usecases.changing import AlreadyIn, NothingToChange, Overlap
from events.registration.usecases.move import NobodyToMove, NoWayThere
from events.registration.usecases.move_at_door import move_at_door
from events.registration.usecases.newcomers import NotForThem
from events.registration.usecases.register import SupportNotLeft, TooFewSeats
from events.registration.usecases.walk_in import SomebodyWaits
from peace.audit.usecases import record

# What `move_at_door` raises; values are the API's words: stable.
_REFUSALS: dict[type[Exception], str] = {
    TooFewSeats: "full",
    SomebodyWaits: "line",
    AlreadyIn: "in_elsewhere",
    NobodyToMove: "nobody",
    Overlap: "overlap",
    NotForThem: "not_for_them",
    SupportNotLeft: "support",
    NoWayThere: "no_way",
    NothingToChange: "no_way",
}


class _Refused(Exception):
    """The move is not possible: `word` says why. Everything is as before."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


def move_here(*, device: DoorDevice, wish: ByHand, now: datetime) -> dict:
    """Move a party to the timeslot of WISH and admit it there; the answer's row.

    The door's own rule decides twice: before, it must say `wrong_timeslot` (the same
    as the scan that WISH is about, which names the timeslot to leave), and on the new
    seats it must say `admitted`. Otherwise nothing changes, and the row says why in
    `refused`. Changes what `move_at_door` changes, the new seats' admission, and
    inserts a scan; locks as it does. An audit entry; no letter. The same id again
    returns the stored answer; a device in rehearsal is answered, and nothing is
    written. Raises OtherBody, TooBusy.
    """
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
    except _Refused as refused:
        # Or it came twice, and this one had to wait: the other one has moved them.
        return stored_answer(wish, device) or _refusal(wish, refused.word)


@transaction.atomic
def _once(device: DoorDevice, wish: ByHand, *, now: datetime) -> dict:
    known = stored_answer(wish, device)
    if known is not None:
        return known
    before = _decide(device, wish, now=now)
    if before.verdict != Verdict.WRONG_TIMESLOT or before.slot is None:
        raise _Refused(before.verdict)
    registration = Registration.objects.get(pk=before.registration_id or 0)
    source = Timeslot.objects.get(pk=_source(device, wish, before))
    target = Timeslot.objects.get(pk=before.slot.id)
    try:
        moved = move_at_door(
            registration=registration,
            source=source,
            target=target,
            numbers=wish.people,
            past_the_line=wish.past_the_line,
            actor=device.actor,
            now=now,
        )
    except tuple(_REFUSALS) as error:
        raise _Refused(_REFUSALS[type(error)]) from error
    after = _decide(device, wish, now=now)
    if after.verdict != Verdict.ADMITTED:
        raise _Refused(after.verdict)
    answer = Answers(with_visitor=True).row(wish.id, after) | {"moved": len(moved)}
    if device.is_rehearsal:
        transaction.set_rollback(True)
        return answer
    admit_by_hand(wish, after, device=device, answer=answer, now=now)
    record(
        stream=f"event:{device.event_id}",
        verb="registration.moved_at_door",
        actor=device.actor,
        about=registration.about,
        detail={"people": len(moved), "source": source.pk, "target": target.pk},
        now=now,
    )
    return answer


def _decide(device: DoorDevice, wish: ByHand, *, now: datetime) -> Decision:
    tickets = load_tickets([wish.code], device.event_id)
    return decide(
        code=wish.code,
        ticket=tickets.get(wish.code.hash),
        event_id=device.event_id,
        slots=device.slots,
        timeslot_id=wish.timeslot_id,
        people=wish.people,
        at=now,
    )


def _source(device: DoorDevice, wish: ByHand, before: Decision) -> int:
    """The timeslot that the helper was told of. In rehearsal no scan was kept."""
    right = before.right_slot.id if before.right_slot else 0
    if device.is_rehearsal:
        return right
    said = Scan.objects.filter(
        pk=wish.scan_id,
        event_id=device.event_id,
        registration_id=before.registration_id or 0,
        verdict=Verdict.WRONG_TIMESLOT,
    ).first()
    if said is None:
        raise _Refused("no_scan")
    return said.answer["timeslot"] or right


def _refusal(wish: ByHand, word: str) -> dict:
    return {
        "id": str(wish.id),
        "moved": 0,
        "refused": word,
        **refusal_texts(word),
        "free": seats_at_door(wish.timeslot_id),
    }
