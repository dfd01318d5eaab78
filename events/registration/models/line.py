"""The waiting list (キャンセル待ち): who stands in line, and what happened there."""

from typing import Self

from django.db import models
from django.db.models import Q

from events.registration.choices import IN_LINE, LineStatus, LineStep


class LineQuerySet(models.QuerySet):
    def in_line(self) -> Self:
        return self.filter(status__in=IN_LINE)

    def waiting(self) -> Self:
        return self.filter(status=LineStatus.WAITING)

    def offered(self) -> Self:
        return self.filter(status=LineStatus.OFFERED)

    def in_order(self) -> Self:
        """As the line stands: by the moment it counts from, then by number."""
        return self.order_by("since", "number")


class WaitingListEntry(models.Model):
    """A party in the line of one timeslot.

    `number` is given once, shown and printed. The order is `since`: the moment the
    registration came in, and after an expired offer the moment it expired. `passes`
    counts how often a party behind was served first because this one did not fit;
    after two, seats gather for it (waiting-rule-1). Its people are its seats.
    """

    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="line_entries"
    )
    timeslot = models.ForeignKey(
        "programme.Timeslot", models.PROTECT, related_name="line_entries"
    )
    number = models.PositiveIntegerField()
    since = models.DateTimeField()
    status = models.CharField(
        max_length=20, choices=LineStatus.choices, default=LineStatus.WAITING
    )
    accepts_fewer = models.BooleanField(default=False)
    passes = models.PositiveSmallIntegerField(default=0)
    # How many offers ran out; a letter for each.
    expired_offers = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField(null=True, blank=True)
    answer_by = models.DateTimeField(null=True, blank=True, db_index=True)
    joined_at = models.DateTimeField()

    objects = LineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "number"], name="line_number_once"
            ),
            models.UniqueConstraint(
                fields=["registration", "timeslot"],
                condition=Q(status__in=IN_LINE),
                name="line_once_per_party",
            ),
            models.CheckConstraint(
                name="line_status_known", condition=Q(status__in=LineStatus.values)
            ),
            models.CheckConstraint(
                name="line_offer_has_an_end",
                condition=Q(
                    status=LineStatus.OFFERED,
                    offered_at__isnull=False,
                    answer_by__isnull=False,
                )
                | ~Q(status=LineStatus.OFFERED) & Q(answer_by__isnull=True),
            ),
        ]
        indexes = [models.Index(fields=["timeslot", "status", "since"])]

    def __str__(self) -> str:
        return f"{self.timeslot_id} no. {self.number}"

    @property
    def is_waiting(self) -> bool:
        return self.status == LineStatus.WAITING

    @property
    def is_offered(self) -> bool:
        return self.status == LineStatus.OFFERED

    @property
    def is_in_line(self) -> bool:
        return self.status in IN_LINE


class LineRecord(models.Model):
    """One step in a line, by number only: a citizen may read why it happened."""

    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="line_records"
    )
    number = models.PositiveIntegerField()
    step = models.CharField(max_length=20, choices=LineStep.choices)
    people = models.PositiveSmallIntegerField()
    # Seats that were free when it happened (people).
    free = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="line_step_known", condition=Q(step__in=LineStep.values)
            )
        ]
        indexes = [models.Index(fields=["timeslot", "at"])]

    def __str__(self) -> str:
        return f"{self.timeslot_id} no. {self.number} {self.step}"
