"""A nomination (推薦): whom a city sends, and what was decided about it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned, CityOwnedManager, Municipality
from network.youth.choices import (
    IN_REVIEW,
    OVER,
    NominationKind,
    NominationStatus,
    Step,
)


class NominationQuerySet(models.QuerySet):
    def of(self, municipality: Municipality) -> Self:
        """Those of one city: the only ones its coordinators see."""
        return self.filter(municipality=municipality)

    def active(self) -> Self:
        return self.exclude(status__in=OVER)

    def principals(self) -> Self:
        return self.filter(kind=NominationKind.PRINCIPAL)


class Nomination(CityOwned):
    """One young person whom one city nominates for one year.

    At most one active principal and one active reserve per city and year: the
    database holds it. The city owns the person's data, the secretariat the decision.
    `person_key` recognises somebody who was sent before without keeping who it was
    (an HMAC of reading and birth date under a server key).
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.PROTECT, related_name="nominations"
    )
    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="nominations"
    )
    kind = models.CharField(max_length=10, choices=NominationKind.choices)
    status = models.CharField(
        max_length=20,
        choices=NominationStatus.choices,
        default=NominationStatus.DRAFT,
    )
    name = models.CharField(max_length=80)
    kana = models.CharField(max_length=80)
    born_on = models.DateField()
    school = models.CharField(max_length=100, blank=True)
    address = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    guardian_name = models.CharField(max_length=80, blank=True)
    guardian_email = models.CharField(max_length=254, blank=True)
    guardian_phone = models.CharField(max_length=20, blank=True)
    motivation = models.TextField(blank=True)
    person_key = models.CharField(max_length=64, db_index=True)
    # The version of the rules that was in force when it was last sent in.
    rules = models.ForeignKey("youth.YouthRules", models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    # The person's columns were emptied; city, kind and status stay for the statistics.
    erased_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(NominationQuerySet)()

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "municipality", "kind"],
                condition=~Q(status__in=OVER),
                name="nomination_one_active_of_a_kind",
            ),
            models.CheckConstraint(
                name="nomination_status_known",
                condition=Q(status__in=NominationStatus.values),
            ),
        ]

    def __str__(self) -> str:
        return f"nomination {self.pk}"

    @property
    def about(self) -> str:
        return f"nomination:{self.pk}"

    @property
    def is_in_review(self) -> bool:
        return self.status in IN_REVIEW

    @property
    def is_over(self) -> bool:
        return self.status in OVER

    def is_minor_on(self, day: date) -> bool:
        return is_minor_on(self.born_on, day)


def is_minor_on(born_on: date, day: date) -> bool:
    """Under 18 (民法4条) on DAY, by the birthday as the law counts it."""
    had_birthday = (day.month, day.day) >= (born_on.month, born_on.day)
    return day.year - born_on.year - (not had_birthday) < 18


class NominationDecision(CityOwned):
    """One step of a nomination: who, when, from where to where, and why."""

    nomination = models.ForeignKey(Nomination, models.CASCADE, related_name="decisions")
    step = models.CharField(max_length=20, choices=Step.choices)
    source = models.CharField(max_length=20, choices=NominationStatus.choices)
    target = models.CharField(max_length=20, choices=NominationStatus.choices)
    actor = models.CharField(max_length=80)
    # What has to be corrected, or why: read by the other side, one point a line.
    reason = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta(CityOwned.Meta):
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.step} {self.nomination_id}"
