"""What a delegate did afterwards, as dated rows."""

from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import FollowUpKind


class FollowUpQuerySet(models.QuerySet):
    def kept(self) -> Self:
        return self.filter(removed_at__isnull=True)


class FollowUp(CityOwned):
    """One visit, talk, stage or help of a former delegate; `heads` listened.

    A removed one stays, so that it can be put back. Stays when the person's data is
    erased: it says what became of the year's 26.
    """

    delegate = models.ForeignKey(
        "youth.Delegate", models.CASCADE, related_name="follow_ups"
    )
    kind = models.CharField(max_length=20, choices=FollowUpKind.choices)
    on = models.DateField()
    place = models.CharField(max_length=100, blank=True)
    note = models.CharField(max_length=300, blank=True)
    heads = models.PositiveIntegerField(null=True, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(FollowUpQuerySet)()

    class Meta(CityOwned.Meta):
        ordering = ["on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="follow_up_kind_known",
                condition=Q(kind__in=FollowUpKind.values),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.on}"
