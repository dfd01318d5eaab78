"""The summit (平和サミット) of a year, and how many seats each city has."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from events.programme.models import Timeslot
from events.programme.models.event import PUBLIC
from network.summit.choices import GuestKind


class SummitQuerySet(models.QuerySet):
    def opened(self) -> Self:
        """Those that the cities see."""
        return self.filter(opened_at__isnull=False)

    def public(self) -> Self:
        """Those whose event stands on the public pages."""
        return self.filter(event__status__in=PUBLIC)


class Summit(models.Model):
    """The network's day of a fiscal year.

    `event` is the ordinary event of the site: its public seats, its door, its walk-ins.
    The numbers are seats a city; cities reply until `reply_by`. Of the hall's seats,
    `held_seats` are kept for the cities and stand in no quota; all others are the
    public's, in the quotas of the event's first timeslot (`usecases.hall`).
    """

    year = models.PositiveSmallIntegerField(unique=True)
    event = models.OneToOneField(
        "programme.Event", models.PROTECT, related_name="summit"
    )
    mayor_seats = models.PositiveSmallIntegerField(default=1)
    staff_seats = models.PositiveSmallIntegerField(default=2)
    youth_seats = models.PositiveSmallIntegerField(default=1)
    citizen_seats = models.PositiveSmallIntegerField(default=10)
    hall_seats = models.PositiveSmallIntegerField(default=1000)
    held_seats = models.PositiveSmallIntegerField(default=0)
    reply_by = models.DateTimeField()
    # The cities see it, and were told.
    opened_at = models.DateTimeField(null=True, blank=True)

    objects = SummitQuerySet.as_manager()

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                name="summit_a_mayor_at_most", condition=Q(mayor_seats__lte=1)
            ),
            models.CheckConstraint(
                name="summit_holds_no_more_than_the_hall",
                condition=Q(held_seats__lte=F("hall_seats")),
            ),
        ]

    def __str__(self) -> str:
        return f"summit {self.year}"

    @property
    def about(self) -> str:
        return f"summit:{self.year}"

    @property
    def hall(self) -> Timeslot | None:
        """The timeslot whose quotas hold the public's seats."""
        slots = self.event.timeslots.filter(cancelled_at=None)
        return slots.order_by("starts_at", "pk").first()

    @property
    def seats_a_city(self) -> int:
        """Seats of one city, of every kind (people)."""
        named = self.mayor_seats + self.staff_seats + self.youth_seats
        return named + self.citizen_seats

    def seats_for(self, kind: str) -> int:
        """How many guests of KIND one city may name."""
        return {
            GuestKind.MAYOR: self.mayor_seats,
            GuestKind.STAFF: self.staff_seats,
            GuestKind.YOUTH: self.youth_seats,
        }[GuestKind(kind)]

    def takes_replies_at(self, now: datetime) -> bool:
        return self.opened_at is not None and now <= self.reply_by
