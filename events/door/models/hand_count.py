"""A hand count (来場者の記録): one head at an event without timeslots or seats."""

import uuid
from typing import Self

from django.db import models

from events.registration.choices import AgeBand, Visit


class HandCountQuerySet(models.QuerySet):
    def counted(self) -> Self:
        """Those that were not taken back."""
        return self.filter(undone_at__isnull=True)

    def by_helpers(self) -> Self:
        return self.filter(is_by_visitor=False)

    def by_visitors(self) -> Self:
        return self.filter(is_by_visitor=True)


class HandCount(models.Model):
    """One head of an event where nobody registers and no seat is counted.

    The id is made where the tap is made. A helper taps at the door of an exhibition
    (a timeslot has `WalkIn` for it), or visitors count themselves with the QR on the
    wall: the two are never added up, as the same person may be in both.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    event = models.ForeignKey(
        "programme.Event", models.PROTECT, related_name="hand_counts"
    )
    is_by_visitor = models.BooleanField(default=False)
    age_band = models.CharField(max_length=20, choices=AgeBand.choices, blank=True)
    visit = models.CharField(max_length=10, choices=Visit.choices, blank=True)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = HandCountQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["event", "is_by_visitor", "at"])]

    def __str__(self) -> str:
        return f"head {self.pk}"
