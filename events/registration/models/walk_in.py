"""A walk-in (当日入場): one person who came without registering."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.choices import AgeBand, Visit


class WalkInQuerySet(models.QuerySet):
    def counted(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def over(self) -> Self:
        """Inside without a seat."""
        return self.counted().filter(is_over=True)


class WalkIn(models.Model):
    """One head, counted at the door. The id is made where the tap is made.

    It takes a seat of `quota` where seats are counted; free entry has none. `name` is
    written down only where a slot is booked at the venue (当日会場で予約).

    `is_over`: a device without signal counted somebody in for whom no seat was left.
    The person is inside, so the head counts; it holds no seat.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    timeslot = models.ForeignKey(
        "programme.Timeslot", models.PROTECT, related_name="walk_ins"
    )
    quota = models.ForeignKey(
        "programme.Quota", models.PROTECT, null=True, related_name="walk_ins"
    )
    name = models.CharField(max_length=80, blank=True)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    visit = models.CharField(max_length=10, choices=Visit.choices, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    is_over = models.BooleanField(default=False)
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = WalkInQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(
                fields=["timeslot", "at"],
                condition=Q(undone_at__isnull=True),
                name="walk_in_counted",
            )
        ]

    def __str__(self) -> str:
        return f"walk-in {self.pk}"
