"""A city says who comes to the summit, and changes it until the deadline."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from network.cities.models import Municipality
from network.summit import letters
from network.summit.choices import GuestKind
from network.summit.models import Summit, SummitGuest, SummitReply
from network.summit.reports import CITIZENS, needed_seats
from network.summit.usecases.hall import hold
from peace.audit.usecases import record


class RepliesClosed(Exception):
    """Not open yet, or the deadline is over: the secretariat enters it."""


class TooMany(Exception):
    """More people than the city has seats of KIND; `seats` says how many it has."""

    def __init__(self, kind: str, seats: int) -> None:
        super().__init__(kind, seats)
        self.kind, self.seats = kind, seats


class ChangedMeanwhile(Exception):
    """Somebody else of the city replied since this form was opened."""


class ArrivedAlready(Exception):
    """On the day more people of the city came than this reply says."""


@dataclass(frozen=True)
class Guest:
    """Somebody on a city's seat; NEEDS are values of `Support`."""

    kind: GuestKind
    name: str
    kana: str = ""
    position: str = ""
    needs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a city says. Who stays away brings nobody."""

    comes: bool
    guests: Sequence[Guest] = ()
    citizens: int = 0
    remark: str = ""


@transaction.atomic
def reply(
    *,
    summit: Summit,
    municipality: Municipality,
    answer: Answer,
    seen: datetime | None,
    actor: str,
    now: datetime,
    by_secretariat: bool = False,
) -> SummitReply:
    """Write the ANSWER of MUNICIPALITY, the first one or another.

    SEEN is the moment of the reply that the form showed, None for none: two people of
    one city at once make one reply, and the second is told. The numbered seats of a
    kind are the judge in the database. Locks the summit. Kept: who arrived already.
    Where seats were given to the public, what this city needs more is taken back from
    it. A receipt leaves to the city's coordinators; an audit entry without names.
    Raises RepliesClosed (not for the secretariat), TooMany, ChangedMeanwhile,
    ArrivedAlready, PublicSeatsTaken.
    """
    locked = Summit.objects.select_for_update().get(pk=summit.pk)
    if not by_secretariat and not locked.takes_replies_at(now):
        raise RepliesClosed
    guests = list(answer.guests) if answer.comes else []
    citizens = answer.citizens if answer.comes else 0
    _refuse_too_many(locked, guests, citizens)
    fields = {
        "comes": answer.comes,
        "citizens": citizens,
        "remark": answer.remark,
        "replied_at": now,
        "replied_by": actor,
    }
    written = _write(locked, municipality, fields, seen=seen)
    _seat(written, guests)
    needed = needed_seats(locked)
    if needed > locked.held_seats:
        hold(summit=locked, seats=needed, actor=actor, now=now)
    letters.receipt(reply=written, now=now)
    record(
        stream="network",
        verb="summit.replied",
        actor=actor,
        about=summit.about,
        detail={
            "municipality": municipality.pk,
            "comes": answer.comes,
            "people": len(guests) + citizens,
        },
        now=now,
    )
    return written


def _refuse_too_many(summit: Summit, guests: Sequence[Guest], citizens: int) -> None:
    for kind, wanted in Counter(guest.kind for guest in guests).items():
        if wanted > summit.seats_for(kind):
            raise TooMany(kind, summit.seats_for(kind))
    if citizens > summit.citizen_seats:
        raise TooMany(CITIZENS, summit.citizen_seats)


def _write(
    summit: Summit, city: Municipality, fields: dict, *, seen: datetime | None
) -> SummitReply:
    """A conditional UPDATE, or an INSERT: the unique constraint lets one through."""
    mine = SummitReply.objects.filter(summit=summit, municipality=city)
    if seen is None:
        try:
            with transaction.atomic():
                return SummitReply.objects.create(
                    summit=summit, municipality=city, **fields
                )
        except IntegrityError as error:
            raise ChangedMeanwhile from error
    if mine.filter(citizens_arrived__gt=fields["citizens"]).exists():
        raise ArrivedAlready
    if not mine.filter(replied_at=seen).update(**fields):
        raise ChangedMeanwhile
    return mine.select_related("summit__event__venue", "municipality").get()


def _seat(written: SummitReply, guests: Sequence[Guest]) -> None:
    """Give GUESTS the seats of their kinds, 1, 2, 3; who arrived stays arrived."""
    before = list(SummitGuest.objects.select_for_update().filter(reply=written))
    by_seat = {(each.kind, each.place): each for each in before}
    arrivals = {
        (each.kind, each.name): (each.arrived_at, each.arrived_by)
        for each in before
        if each.arrived_at
    }
    places: Counter[str] = Counter()
    kept = []
    for guest in guests:
        places[guest.kind] += 1
        seat = by_seat.get((guest.kind, places[guest.kind])) or SummitGuest(
            reply=written,
            municipality_id=written.municipality_id,
            kind=guest.kind,
            place=places[guest.kind],
        )
        seat.name, seat.kana, seat.position = guest.name, guest.kana, guest.position
        seat.needs = list(guest.needs)
        arrived = arrivals.pop((guest.kind, guest.name), (None, ""))
        seat.arrived_at, seat.arrived_by = arrived
        seat.save()
        kept.append(seat.pk)
    if arrivals:
        raise ArrivedAlready
    SummitGuest.objects.filter(reply=written).exclude(pk__in=kept).delete()
