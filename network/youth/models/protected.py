"""What is kept encrypted of a delegate, and the two who may read health data."""

import json
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from network.cities.models import CityOwned
from network.youth.choices import ProtectedKind
from peace.encryption import decrypt, encrypt


class ProtectedRecord(CityOwned):
    """Health and diet, emergency contacts, or insurance data of one delegate.

    `sealed` is encrypted under the newest key of the site (`peace.encryption`), in a
    table of its own. `erase_on`, a day in Tokyo: the whole row goes on that day.
    """

    delegate = models.ForeignKey(
        "youth.Delegate", models.CASCADE, related_name="protected"
    )
    kind = models.CharField(max_length=10, choices=ProtectedKind.choices)
    sealed = models.TextField()
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    erase_on = models.DateField(db_index=True)

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "kind"], name="protected_record_once"
            )
        ]

    def __str__(self) -> str:
        return f"protected {self.pk}"

    @property
    def about(self) -> str:
        return f"protected:{self.pk}"

    @sensitive_variables()
    def seal(self, answers: dict[str, Any]) -> None:
        """Put ANSWERS in, encrypted; in memory, the use case saves it."""
        self.sealed = encrypt(json.dumps(answers, ensure_ascii=False))

    @sensitive_variables()
    def unseal(self) -> dict[str, Any]:
        """What was put in. Who may ask is decided in `access`. Raises CannotDecrypt."""
        return json.loads(decrypt(self.sealed))


class HealthReaderQuerySet(models.QuerySet):
    def reading(self) -> Self:
        """Those who may read now."""
        return self.filter(ended_at__isnull=True)


class HealthReader(models.Model):
    """One of the two people who may read health data in one year, and since when.

    A change ends the row and begins another one, each with its reason: who could read
    when can be told afterwards.
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.CASCADE, related_name="health_readers"
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    named_by = models.CharField(max_length=80)
    named_at = models.DateTimeField()
    ended_by = models.CharField(max_length=80, blank=True)
    end_reason = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = HealthReaderQuerySet.as_manager()

    class Meta:
        ordering = ["-named_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "place"],
                condition=Q(ended_at__isnull=True),
                name="health_reader_one_a_place",
            ),
            models.UniqueConstraint(
                fields=["programme", "user"],
                condition=Q(ended_at__isnull=True),
                name="health_reader_named_once",
            ),
            models.CheckConstraint(
                name="health_reader_two_places", condition=Q(place__in=[1, 2])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} {self.place}"

    @property
    def about(self) -> str:
        return f"health_reader:{self.pk}"
