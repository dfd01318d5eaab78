"""Practice (練習): codes that a phone in rehearsal answers as the door would.

They have the shape of real tickets, so the way through the camera is the real one, but
no ticket stands behind them: a phone that is not in rehearsal says `unknown`.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from events.door.choices import Verdict
from events.door.verdict import Decision, SeatState, Slot
from events.registration.token import PREFIX, hash_token

# A rehearsal is some evening before: for it the doors stand open this long around the
# timeslot. Whole days, so that the hour in a sentence stays the real one.
DOORS_OPEN = timedelta(days=365)
SOME = "admitted_some"
# A QR that is none of ours, like the one on a poster at the entrance.
POSTER = "PRACTICE - NOT A TICKET"
# People on the ticket, and those of them who come now.
_PARTY = {Verdict.ADMITTED: (2, 2), SOME: (4, 3)}


@dataclass(frozen=True)
class PracticeCard:
    """One QR of the sheet, and the words it is known by."""

    words: str  # a verdict, or `admitted_some`
    code: str


def practice_cards(event_id: int) -> list[PracticeCard]:
    """One card a verdict, in the order in which the door asks; the good ones first."""
    order = [Verdict.ADMITTED, SOME, *(v for v in Verdict if v != Verdict.ADMITTED)]
    return [PracticeCard(words, _code(event_id, words)) for words in order]


def practice_words(event_id: int) -> dict[str, str]:
    """By code hash: the words of the practice card that was read."""
    return {hash_token(card.code): card.words for card in practice_cards(event_id)}


def practice_decision(
    words: str,
    *,
    slots: dict[int, Slot],
    timeslot_id: int | None,
    people: frozenset[int] | None,
    at: datetime,
) -> Decision:
    """What the door would say to such a ticket. Its seats are nobody's."""
    in_order = sorted(slots.values(), key=lambda slot: slot.starts_at)
    here = slots.get(timeslot_id or 0) or (in_order[0] if in_order else None)
    party, coming = _PARTY.get(words, (2, 0))
    found = Decision(
        Verdict.ADMITTED if words == SOME else Verdict(words), slot=here, party=party
    )
    asked = range(1, coming + 1) if people is None else sorted(people)[:party]
    found.here = [_seat(number, here) for number in range(1, party + 1)]
    if found.verdict == Verdict.ADMITTED:
        found.seats = [seat for seat in found.here if seat.attendee in asked]
    elif found.verdict == Verdict.ALREADY_IN:
        found.first = _seat(1, here)
        found.first.admitted_at = at - timedelta(minutes=20)
    elif found.verdict == Verdict.WRONG_TIMESLOT:
        others = [slot for slot in in_order if slot != here]
        found.right_slot = others[-1] if others else here
    return found


def with_doors_open(slot: Slot) -> Slot:
    """SLOT as a rehearsal meets it: open, whenever it is practised."""
    return Slot(
        id=slot.id,
        title=slot.title,
        starts_at=slot.starts_at,
        ends_at=slot.ends_at + DOORS_OPEN,
        doors_at=slot.doors_at - DOORS_OPEN,
    )


def _code(event_id: int, words: str) -> str:
    if words == Verdict.MALFORMED:
        return POSTER
    text = f"rehearsal:{event_id}:{words}".encode()
    digest = hmac.new(settings.TICKET_KEYS[0].encode(), text, hashlib.sha256).digest()
    return PREFIX + base64.b32encode(digest[:20]).decode()


def _seat(number: int, slot: Slot | None) -> SeatState:
    return SeatState(
        id=-number,
        timeslot_id=slot.id if slot else 0,
        attendee=number,
        admitted_at=None,
        admitted_by=None,
    )
