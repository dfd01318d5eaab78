"""A seat (席): one person in one timeslot, with its own status."""

from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.choices import ALIVE, HOLDING, OVER, SeatStatus


class SeatQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(status=SeatStatus.CONFIRMED)

    def holding(self) -> Self:
        """Those that count in `Quota.taken`."""
        return self.filter(status__in=HOLDING)

    def alive(self) -> Self:
        """Those that are, or may become, a place to sit."""
        return self.filter(status__in=ALIVE)

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
    # Where the seat is counted; nothing while somebody waits or a lottery is ahead.
    quota = models.ForeignKey(
        "programme.Quota", models.PROTECT, null=True, blank=True, related_name="seats"
    )
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
                condition=~Q(status__in=OVER),
                name="seat_once_per_person_and_timeslot",
            ),
            models.CheckConstraint(
                name="seat_status_known", condition=Q(status__in=SeatStatus.values)
            ),
            models.CheckConstraint(
                name="seat_that_holds_has_a_quota",
                condition=~Q(status__in=HOLDING) | Q(quota__isnull=False),
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
    def is_offered(self) -> bool:
        return self.status == SeatStatus.OFFERED

    @property
    def is_waiting(self) -> bool:
        return self.status == SeatStatus.WAITING

    @property
    def is_entered(self) -> bool:
        return self.status == SeatStatus.ENTERED

    @property
    def is_not_drawn(self) -> bool:
        return self.status == SeatStatus.NOT_DRAWN

    @property
    def is_alive(self) -> bool:
        return self.status in ALIVE

    @property
    def is_cancelled(self) -> bool:
        return self.status == SeatStatus.CANCELLED

    @property
    def is_admitted(self) -> bool:
        return self.admitted_at is not None
