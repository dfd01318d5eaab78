"""The day of the summit at this moment: the cities, the stage, the public."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from events.door.reports import SlotCount, slot_counts
from network.summit.choices import GuestKind
from network.summit.models import Summit, SummitGuest
from network.summit.reports import CityReply, city_replies
from network.summit.reports_stage import Stage, stage


@dataclass(frozen=True)
class CityArrivals:
    """Who of one city that comes is here, and who is not (people)."""

    reply: CityReply

    @property
    def citizens_arrived(self) -> int:
        return self.reply.reply.citizens_arrived if self.reply.reply else 0

    @property
    def guests_arrived(self) -> int:
        return sum(1 for guest in self.reply.guests if guest.arrived_at)

    @property
    def arrived(self) -> int:
        return self.guests_arrived + self.citizens_arrived

    @property
    def expected(self) -> int:
        return self.reply.people

    @property
    def is_whole(self) -> bool:
        return self.arrived == self.expected

    @property
    def lacks_mayor(self) -> bool:
        """The mayor, or who comes instead, is expected and not here yet."""
        mayor = self.reply.mayor
        return mayor is not None and mayor.arrived_at is None


@dataclass(frozen=True)
class SummitBoard:
    """All that moves on the day."""

    cities: list[CityArrivals]
    stage: Stage
    public: SlotCount | None
    now: datetime

    @property
    def expected(self) -> int:
        return sum(each.expected for each in self.cities)

    @property
    def arrived(self) -> int:
        return sum(each.arrived for each in self.cities)

    @cached_property
    def missing_mayors(self) -> list[SummitGuest]:
        """In the order of the readings of their cities."""
        return [
            guest
            for each in self.cities
            for guest in each.reply.guests
            if guest.kind == GuestKind.MAYOR and guest.arrived_at is None
        ]

    @property
    def mayors(self) -> int:
        return sum(1 for each in self.cities if each.reply.mayor)

    @property
    def mayors_here(self) -> int:
        return self.mayors - len(self.missing_mayors)

    @property
    def inside(self) -> int:
        """Everybody in the hall: the public, and the cities' people."""
        return self.arrived + (self.public.inside if self.public else 0)

    def fingerprint(self, *more: object) -> str:
        """Changes when something on the board does; MORE is what else stands there."""
        said = [
            [
                (
                    each.reply.city.pk,
                    each.citizens_arrived,
                    each.expected,
                    [(guest.pk, guest.arrived_at) for guest in each.reply.guests],
                )
                for each in self.cities
            ],
            [
                (line.slot.pk, line.slot.began_at, line.slot.ended_at, line.starts_at)
                for line in self.stage.lines
            ],
            (self.stage.late, self.stage.minutes_left),
            self.public
            and (
                self.public.people,
                self.public.capacity,
                self.public.free,
                self.public.waiting,
                self.public.is_open,
                self.public.minutes_to_doors,
            ),
            more,
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def board(summit: Summit, *, now: datetime) -> SummitBoard:
    """The day of SUMMIT, the cities that come in the order of their readings."""
    replies = [each for each in city_replies(summit, now=now) if each.comes]
    hall = summit.hall
    public = next(
        (c for c in slot_counts(summit.event, now=now) if c.timeslot == hall), None
    )
    return SummitBoard(
        cities=[
            CityArrivals(each) for each in sorted(replies, key=lambda r: r.city.kana)
        ],
        stage=stage(summit, now=now),
        public=public,
        now=now,
    )
