"""Make the summit of a year, say how many seats a city has, open it to the cities."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from events.programme.models import Event
from network.cities.models import Municipality
from network.summit import letters
from network.summit.models import Summit
from network.summit.reports import most_named, needed_seats
from network.summit.usecases.hall import hold, let_walk_ins_in
from peace.audit.usecases import record
from peace.language.dates import fiscal_year_begins


class YearTaken(Exception):
    """There is a summit of that fiscal year, or the event belongs to one."""


class BelowNamed(Exception):
    """A city has named more than that: KIND is a seat's kind, or CITIZEN."""

    def __init__(self, kind: str, named: int) -> None:
        super().__init__(kind, named)
        self.kind, self.named = kind, named


class DeadlineOver(Exception):
    """The cities would have no time to reply."""


class StillReplying(Exception):
    """Until the deadline a city may still name more people."""


class OpenAlready(Exception):
    """The cities were told before."""


@dataclass(frozen=True)
class Seats:
    """Seats of one city by kind, and of the whole hall (people)."""

    mayor_seats: int
    staff_seats: int
    youth_seats: int
    citizen_seats: int
    hall_seats: int


@transaction.atomic
def plan_summit(
    *, event: Event, seats: Seats, reply_by: datetime, actor: str, now: datetime
) -> Summit:
    """The summit of the fiscal year in which EVENT begins, with SEATS a city.

    Changes: one row; the cities' seats leave the public's quota (`hall.hold`), and
    from the doors on walk-ins are counted. An audit entry; the cities hear of it only
    when it is opened. Raises YearTaken, NoHall, HallTooSmall, PublicSeatsTaken.
    """
    summit = Summit(
        year=fiscal_year_begins(event.starts_at).year,
        event=event,
        reply_by=reply_by,
        **asdict(seats),
    )
    try:
        with transaction.atomic():
            summit.save(force_insert=True)
    except IntegrityError as error:
        raise YearTaken from error
    hold(summit=summit, seats=_whole_share(summit), actor=actor, now=now)
    let_walk_ins_in(summit=summit, actor=actor, now=now)
    _record("summit.planned", summit, actor=actor, now=now)
    return summit


@transaction.atomic
def change_plan(
    *, summit: Summit, seats: Seats, reply_by: datetime, actor: str, now: datetime
) -> Summit:
    """Other SEATS a city, or another deadline.

    Locks the summit, so that no city names anybody meanwhile. The seats that are kept
    follow: all of each city's, as long as none were given to the public; after that
    those that are needed. Nothing leaves. Raises BelowNamed, and what `hall.hold` does.
    """
    locked = Summit.objects.select_for_update().get(pk=summit.pk)
    for kind, named in most_named(locked).items():
        if getattr(seats, f"{kind.lower()}_seats") < named:
            raise BelowNamed(kind, named)
    gave_away = locked.held_seats < _whole_share(locked)
    for name, value in asdict(seats).items():
        setattr(locked, name, value)
    locked.reply_by = reply_by
    wanted = needed_seats(locked) if gave_away else _whole_share(locked)
    hold(summit=locked, seats=wanted, actor=actor, now=now)
    locked.save()
    _record("summit.changed", locked, actor=actor, now=now)
    return locked


@transaction.atomic
def open_to_cities(*, summit: Summit, actor: str, now: datetime) -> None:
    """Ask the cities who comes.

    Changes: `opened_at`, once (one conditional UPDATE). A letter leaves to every
    coordinator of every city; an audit entry. Raises DeadlineOver, OpenAlready.
    """
    if summit.reply_by <= now:
        raise DeadlineOver
    opened = Summit.objects.filter(pk=summit.pk, opened_at=None).update(opened_at=now)
    if not opened:
        raise OpenAlready
    summit.opened_at = now
    letters.opened(summit=summit, now=now)
    _record("summit.opened", summit, actor=actor, now=now)


@transaction.atomic
def give_to_public(*, summit: Summit, actor: str, now: datetime) -> int:
    """The seats that no city needs go to the public; how many (people).

    A city that has not replied keeps all of its seats. Locks the summit and the hall's
    quotas; whoever waits for a seat comes first. An audit entry. Raises StillReplying
    before the deadline.
    """
    if now <= summit.reply_by:
        raise StillReplying
    locked = Summit.objects.select_for_update().get(pk=summit.pk)
    before = locked.held_seats
    needed = min(before, needed_seats(locked))
    if needed < before:
        hold(summit=locked, seats=needed, actor=actor, now=now)
        _record("summit.seats_given", locked, actor=actor, now=now)
    return before - needed


def _whole_share(summit: Summit) -> int:
    return summit.seats_a_city * Municipality.objects.members().count()


def _record(verb: str, summit: Summit, *, actor: str, now: datetime) -> None:
    record(
        stream="network",
        verb=verb,
        actor=actor,
        about=summit.about,
        detail={"a_city": summit.seats_a_city, "held": summit.held_seats},
        now=now,
    )
