"""A seat (席): one person in one timeslot, with its own status."""

from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.choices import SeatStatus


class SeatQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(status=SeatStatus.CONFIRMED)

    def admitted(self) -> Self:
        return self.filter(admitted_at__isnull=False)


class Seat(models.Model):
    """One person's place in one timeslot.

    `admitted_at` and `admitted_by` (the scan's id) are set by the door in one
    conditional UPDATE: a seat is admitted once, by one scan.
    """

    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="seats"
    )
    attendee = models.ForeignKey(
        "registration.Attendee", models.CASCADE, related_name="seats"
    )
    timeslot = models.ForeignKey(
        "programme.Timeslot", models.PROTECT, related_name="seats"
    )
    quota = models.ForeignKey("programme.Quota", models.PROTECT, related_name="seats")
    status = models.CharField(
        max_length=20, choices=SeatStatus.choices, default=SeatStatus.CONFIRMED
    )
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    admitted_at = models.DateTimeField(null=True, blank=True)
    admitted_by = models.UUIDField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "timeslot"],
                condition=~Q(status=SeatStatus.CANCELLED),
                name="seat_once_per_person_and_timeslot",
            ),
            models.CheckConstraint(
                name="seat_status_known", condition=Q(status__in=SeatStatus.values)
            ),
            models.CheckConstraint(
                name="seat_admitted_by_a_scan",
                condition=Q(admitted_at__isnull=True, admitted_by__isnull=True)
                | Q(admitted_at__isnull=False, admitted_by__isnull=False),
            ),
        ]
        indexes = [models.Index(fields=["timeslot", "status"])]

    def __str__(self) -> str:
        return f"{self.attendee_id} × {self.timeslot_id}"

    @property
    def is_confirmed(self) -> bool:
        return self.status == SeatStatus.CONFIRMED

    @property
    def is_cancelled(self) -> bool:
        return self.status == SeatStatus.CANCELLED

    @property
    def is_admitted(self) -> bool:
        return self.admitted_at is not None
