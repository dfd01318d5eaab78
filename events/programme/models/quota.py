"""A quota (定員枠): how many seats of a timeslot a group of people may take."""

from django.db import models
from django.db.models import F, Q

from events.programme.choices import QuotaKind


class Quota(models.Model):
    """Seats of a timeslot. `taken` is written by `usecases.seats` and nowhere else.

    The CHECK is the last line: whatever goes wrong above it, the database refuses a
    seat that is not there. A special quota gives what is left to the general one at
    `releases_at`; `released_at` says that it has.
    """

    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="quotas"
    )
    kind = models.CharField(
        max_length=20, choices=QuotaKind.choices, default=QuotaKind.GENERAL
    )
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    # Parties that wait for this timeslot, on the general quota only. While it is not
    # 0, nobody takes a general seat past the line: the same UPDATE that takes asks it.
    line = models.PositiveIntegerField(default=0)
    # Closed with the event, under the same lock that a registration takes.
    is_open = models.BooleanField(default=True)
    releases_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "kind"], name="quota_once_per_timeslot"
            ),
            models.CheckConstraint(
                name="quota_kind_known", condition=Q(kind__in=QuotaKind.values)
            ),
            models.CheckConstraint(
                name="quota_never_oversold",
                condition=Q(taken__gte=0) & Q(taken__lte=F("capacity")),
            ),
            models.CheckConstraint(
                name="quota_line_on_the_general_one",
                condition=Q(line=0) | Q(kind=QuotaKind.GENERAL),
            ),
            models.CheckConstraint(
                name="quota_general_is_not_released",
                condition=~Q(kind=QuotaKind.GENERAL)
                | Q(releases_at__isnull=True, released_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.taken}/{self.capacity}"

    @property
    def is_general(self) -> bool:
        return self.kind == QuotaKind.GENERAL

    @property
    def left(self) -> int:
        """Seats that nobody holds (people)."""
        return max(0, self.capacity - self.taken)
