"""A coordinator (担当者): who acts for a city in the network, from when until when."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from network.cities.choices import CoordinatorLevel


class CoordinatorQuerySet(models.QuerySet):
    def acting_at(self, now: datetime) -> Self:
        """Those who act for their city at this moment."""
        return self.filter(began_at__lte=now).filter(
            Q(ends_at__isnull=True) | Q(ends_at__gt=now)
        )


class Coordinator(models.Model):
    """One term of one person for one city. A term that is over stays, as a record.

    A substitute (代行) stands in during a leave, beside the coordinator, with an end.
    """

    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="coordinators"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="coordinator_terms"
    )
    level = models.CharField(max_length=10, choices=CoordinatorLevel.choices)
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)
    is_substitute = models.BooleanField(default=False)
    invited_by = models.CharField(max_length=80)

    objects = CoordinatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(ends_at__isnull=True),
                name="coordinator_of_one_city_at_a_time",
            ),
            models.CheckConstraint(
                name="coordinator_ends_after_the_start",
                condition=Q(ends_at__isnull=True) | Q(ends_at__gte=F("began_at")),
            ),
            models.CheckConstraint(
                name="coordinator_substitute_has_an_end",
                condition=Q(is_substitute=False) | Q(ends_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality_id} {self.user_id}"

    @property
    def about(self) -> str:
        return f"coordinator:{self.pk}"

    def may(self, level: CoordinatorLevel) -> bool:
        """Does the level of this term include LEVEL?"""
        return CoordinatorLevel(self.level).includes(level)
