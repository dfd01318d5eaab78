"""A support offer (参加のサポート): what a timeslot has for people who need it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import F, Q
from django.db.models.sql.compiler import SQLCompiler

from events.programme.choices import Support


class Joined(models.Aggregate):
    """Texts of a group in one, with commas between; codes hold none."""

    function = "STRING_AGG"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = models.TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> Any:
        return self.as_sql(compiler, connection, function="GROUP_CONCAT", **context)


class SupportOfferQuerySet(models.QuerySet):
    def limited(self) -> Self:
        """Those with places to count, a deadline of their own, or an age range."""
        return self.filter(
            Q(capacity__isnull=False)
            | Q(closes_at__isnull=False)
            | Q(from_months__isnull=False)
            | Q(until_months__isnull=False)
        )


class SupportOffer(models.Model):
    """One kind of access support in one timeslot.

    Without `capacity` there is enough for everybody; with it, `taken` is claimed like
    a seat, under the same kind of CHECK. Childcare (保育) closes earlier than the
    registration and takes children of certain months of age only.
    """

    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="support_offers"
    )
    kind = models.CharField(max_length=20, choices=Support.choices)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    taken = models.PositiveIntegerField(default=0)
    closes_at = models.DateTimeField(null=True, blank=True)
    from_months = models.PositiveSmallIntegerField(null=True, blank=True)
    until_months = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = SupportOfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "kind"], name="support_offer_once_per_timeslot"
            ),
            models.CheckConstraint(
                name="support_offer_kind_known", condition=Q(kind__in=Support.values)
            ),
            models.CheckConstraint(
                name="support_offer_never_oversold",
                condition=Q(capacity__isnull=True) | Q(taken__lte=F("capacity")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} × {self.timeslot_id}"

    def is_open_at(self, now: datetime) -> bool:
        return self.closes_at is None or now <= self.closes_at

    def takes_children_of(self, months: Sequence[int]) -> bool:
        """Whether children of these ages (in months, on the day) may come."""
        youngest = self.from_months or 0
        return all(
            youngest <= age and (self.until_months is None or age <= self.until_months)
            for age in months
        )

    @property
    def left(self) -> int | None:
        """Places that nobody has asked for; None where there are enough."""
        if self.capacity is None:
            return None
        return max(0, self.capacity - self.taken)

    @property
    def is_childcare(self) -> bool:
        return self.kind == Support.CHILDCARE

    @property
    def is_counted(self) -> bool:
        return Support(self.kind).is_counted
