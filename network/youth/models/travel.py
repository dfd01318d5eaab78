"""The trip: what each of its timeslots is, and who printed which sheet."""

from typing import Self

from django.db import models
from django.db.models import Q

from network.youth.choices import COMPULSORY, Sheet, StopKind


class TripStop(models.Model):
    """What a timeslot of the trip's event is: a training day, a muster point, a part.

    Times, title and place (`note`) stand in the timeslot. Who misses a training or a
    muster point has missed a compulsory date.
    """

    timeslot = models.OneToOneField(
        "programme.Timeslot", models.CASCADE, related_name="trip_stop"
    )
    programme = models.ForeignKey(
        "youth.YouthProgramme", models.CASCADE, related_name="stops"
    )
    kind = models.CharField(
        max_length=10, choices=StopKind.choices, default=StopKind.PART
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="trip_stop_kind_known", condition=Q(kind__in=StopKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.timeslot_id}"

    @property
    def is_training(self) -> bool:
        return self.kind == StopKind.TRAINING

    @property
    def is_muster(self) -> bool:
        return self.kind == StopKind.MUSTER

    @property
    def is_compulsory(self) -> bool:
        return self.kind in COMPULSORY


class PrintRecordQuerySet(models.QuerySet):
    def outstanding(self) -> Self:
        """Not said to be shredded or deleted yet."""
        return self.filter(shredded_at__isnull=True)


class PrintRecord(models.Model):
    """Somebody opened a sheet of the trip to print it, or took it out as a file.

    `as_file` is the kind of file (`FileKind`), empty for paper. `shredded_*` say who
    told that paper or file is no more.
    """

    programme = models.ForeignKey(
        "youth.YouthProgramme", models.CASCADE, related_name="prints"
    )
    sheet = models.CharField(max_length=10, choices=Sheet.choices)
    as_file = models.CharField(max_length=10, blank=True)
    people = models.PositiveSmallIntegerField()
    by = models.CharField(max_length=80)
    at = models.DateTimeField()
    shredded_by = models.CharField(max_length=80, blank=True)
    shredded_at = models.DateTimeField(null=True, blank=True)

    objects = PrintRecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.pk}"

    @property
    def about(self) -> str:
        return f"print:{self.pk}"
