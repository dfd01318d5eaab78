"""Who presides over the network, from when until when."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from network.cities.choices import Office


class OfficeTermQuerySet(models.QuerySet):
    def on(self, day: date) -> Self:
        return self.filter(starts_on__lte=day).filter(
            Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )


class OfficeTerm(models.Model):
    """A member city's term as chair or vice-chair (会長市・副会長市)."""

    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="office_terms"
    )
    office = models.CharField(max_length=20, choices=Office.choices)
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)

    objects = OfficeTermQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "municipality"],
                condition=Q(ends_on__isnull=True),
                name="office_term_once_per_city",
            ),
            models.UniqueConstraint(
                fields=["office"],
                condition=Q(ends_on__isnull=True, office=Office.CHAIR),
                name="office_term_one_chair",
            ),
            models.CheckConstraint(
                name="office_term_ends_after_the_start",
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.municipality_id}"
