"""Turns a decision into the row that the door API publishes."""

from datetime import datetime
from uuid import UUID

from events.door.choices import Verdict
from events.door.models import Scan
from events.door.reports import seats_at_door
from events.door.verdict import Decision, Slot
from events.door.words import VISITOR_LANGUAGES, VerdictTexts, verdict_texts
from peace.language.dates import staff_time
from peace.language.localised import Localised


class Answers:
    """Answers for one request. WITH_VISITOR adds what the helper says, in three
    languages, the people of the party, the first admission's gate and scan, and the
    seats left for a move: for a person who stands there, not for a batch that comes in
    later. It costs one statement at most."""

    def __init__(self, *, with_visitor: bool) -> None:
        self.with_visitor = with_visitor
        self._said: dict[tuple[object, ...], VerdictTexts] = {}

    def row(self, scan_id: UUID, decision: Decision) -> dict:
        """One row of `results`: what the door does, says, and shows the helper."""
        admitted = len(decision.seats)
        first = decision.first
        texts = self._texts(decision)
        row = {
            "id": str(scan_id),
            "verdict": str(decision.verdict),
            "admitted": admitted,
            "party": decision.party,
            "first_at": _iso(first.admitted_at) if first else None,
            "timeslot": _slot_id(decision),
            "message": texts["message"],
            "next": texts["next"],
        }
        if self.with_visitor:
            row |= {"visitor": texts["visitor"], "remaining": decision.to_come}
            row |= _about_party(decision)
        return row

    def _texts(self, decision: Decision) -> VerdictTexts:
        """A batch says the same few things over and over: once in words is enough."""
        slot, right, first = decision.slot, decision.right_slot, decision.first
        key = (
            *(decision.verdict, len(decision.seats), decision.party),
            decision.to_come,
            *(slot and slot.id, right and right.id, first and first.admitted_at),
        )
        if key not in self._said:
            self._said[key] = verdict_texts(_words_for(decision), _values(decision))
        return self._said[key]

    @staticmethod
    def conflict(scan_id: UUID) -> dict:
        """A known id with another body: nothing was done."""
        return refusal(str(scan_id), error="conflict")


def refusal(scan_id: str | None, *, error: str) -> dict:
    """A row for a scan that could not be taken: the batch around it goes on."""
    texts = verdict_texts(Verdict.MALFORMED, {})
    return {
        "id": scan_id,
        "verdict": str(Verdict.MALFORMED),
        "admitted": 0,
        "party": 0,
        "first_at": None,
        "timeslot": None,
        "message": texts["message"],
        "next": texts["next"],
        "error": error,
    }


def _slot_id(decision: Decision) -> int | None:
    """The timeslot of the verdict; for `wrong_timeslot` the ticket's own."""
    slot = decision.right_slot or decision.slot
    return slot.id if slot else None


def _words_for(decision: Decision) -> str:
    if decision.verdict == Verdict.ADMITTED and decision.to_come:
        return "admitted_some"
    return decision.verdict


def _values(decision: Decision) -> dict:
    slot = decision.slot
    first_at = decision.first.admitted_at if decision.first else None
    right = decision.right_slot
    return {
        "admitted": len(decision.seats),
        "n": decision.to_come,
        "first_at": staff_time(first_at) if first_at else "",
        "right_timeslot": _slot_names(right) if right else "",
        "doors_time": staff_time(slot.doors_at) if slot else "",
        "closed_at": staff_time(slot.ends_at) if slot else "",
    }


def _slot_names(slot: Slot) -> dict[str, str]:
    title = Localised(slot.title)
    return {
        language: f"{staff_time(slot.starts_at)} {title.in_language(language)}"
        for language in VISITOR_LANGUAGES
    }


def _about_party(decision: Decision) -> dict:
    """What a helper needs to know of a party. Numbers and age bands, never a name."""
    first = decision.first
    if decision.verdict == Verdict.WRONG_TIMESLOT:
        return {
            "people": [],
            "free": seats_at_door(decision.slot.id) if decision.slot else 0,
            "movable": sum(seat.admitted_at is None for seat in decision.here),
        }
    going = {seat.id for seat in decision.seats}
    found: dict = {
        "people": [
            {
                "number": seat.attendee,
                "age": seat.age_band,
                "in": seat.admitted_at is not None or seat.id in going,
                "here": seat.id in going,
                "lacks_consent": seat.attendee in decision.lacks_consent,
            }
            for seat in sorted(decision.here, key=lambda seat: seat.attendee)
        ]
    }
    if first and first.admitted_by:
        found |= {"gate": _gate(first.admitted_by), "first_scan": first.admitted_by}
    return found


def _gate(scan_id: str) -> str:
    names = Scan.objects.filter(pk=scan_id).values_list("device__name", flat=True)
    return names.first() or ""


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
