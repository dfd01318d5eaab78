"""Find a party at the door by what its people say: a name, a number, a telephone."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Prefetch, Subquery

from events.door.incoming import DoorDevice
from events.registration.choices import SeatStatus
from events.registration.models import Attendee, Registration, Seat
from peace.audit.usecases import record
from peace.language.names import fold

MOST_FOUND = 10
_WAITING = {SeatStatus.OFFERED, SeatStatus.WAITING, SeatStatus.ENTERED}


@dataclass
class Standing:
    """How a party stands in one timeslot, in people."""

    people: int = 0
    inside: int = 0
    waiting: int = 0


@dataclass
class Hit:
    """One party. `name` is the person whom the words fit, else the applicant."""

    receipt_number: str
    name: str
    kana: str
    people: int
    is_cancelled: bool
    timeslots: dict[int, Standing] = field(default_factory=dict)


@dataclass(frozen=True)
class Found:
    """At most ten, and whether there are more."""

    hits: list[Hit]
    more: bool


@transaction.atomic
def search_parties(
    *, device: DoorDevice, words: str, timeslot_id: int | None, now: datetime
) -> Found:
    """Parties of the device's event whom WORDS fit, those of TIMESLOT_ID first.

    Changes: one audit entry that somebody looked, by which kind of words and how many
    were shown, never the words. Locks: the chain of the event. Leaves: nothing.
    """
    here = Seat.objects.confirmed().filter(
        registration=OuterRef("pk"), timeslot_id=timeslot_id or 0
    )
    applicant = Attendee.objects.filter(registration=OuterRef("pk"), number=1)
    seats = Seat.objects.exclude(status=SeatStatus.CANCELLED).order_by("pk")
    found = list(
        Registration.objects.filter(event_id=device.event_id)
        .found_by(words)
        .annotate(
            is_here=Exists(here), kana=Subquery(applicant.values("search_kana")[:1])
        )
        .prefetch_related("attendees", Prefetch("seats", seats))
        .order_by("-is_here", "status", "kana", "pk")[: MOST_FOUND + 1]
    )
    hits = [_hit(each, words, device) for each in found[:MOST_FOUND]]
    record(
        stream=f"event:{device.event_id}",
        verb="door.searched",
        actor=device.actor,
        about=f"event:{device.event_id}",
        detail={"by": _kind(words), "found": len(hits)},
        now=now,
    )
    return Found(hits=hits, more=len(found) > MOST_FOUND)


def _hit(party: Registration, words: str, device: DoorDevice) -> Hit:
    people = sorted(party.attendees.all(), key=lambda each: each.number)
    shown = next((each for each in people if _fits(each, words)), people[0])
    standings: dict[int, Standing] = defaultdict(Standing)
    for seat in party.seats.all():
        standing = standings[seat.timeslot_id]
        standing.people += seat.status == SeatStatus.CONFIRMED
        standing.inside += seat.admitted_at is not None
        standing.waiting += seat.status in _WAITING
    return Hit(
        receipt_number=party.receipt_number,
        name=shown.name,
        kana=shown.kana,
        people=len(people),
        is_cancelled=party.is_cancelled or not standings,
        timeslots={
            slot_id: standings[slot_id]
            for slot_id in sorted(
                standings, key=lambda slot_id: device.slots[slot_id].starts_at
            )
        },
    )


def _fits(person: Attendee, words: str) -> bool:
    folded = fold(words)
    return person.search_kana.startswith(folded) or folded in person.search_name


def _kind(words: str) -> str:
    """What was typed, without telling it."""
    plain = fold(words).replace("-", "")
    if plain.isdigit():
        return "number"
    kana = all("ぁ" <= sign <= "ゖ" or sign == "ー" for sign in plain)
    return "kana" if kana else "name"
