"""A quota (定員枠): how many seats of a timeslot a group of people may take."""

from django.db import models
from django.db.models import F, Q

from events.programme.choices import QuotaKind


class Quota(models.Model):
    """Seats of a timeslot. `taken` is written by `usecases.seats` and nowhere else.

    The CHECK is the last line: whatever goes wrong above it, the database refuses a
    seat that is not there.
    """

    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="quotas"
    )
    kind = models.CharField(
        max_length=20, choices=QuotaKind.choices, default=QuotaKind.GENERAL
    )
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)
    # Closed with the event, under the same lock that a registration takes.
    is_open = models.BooleanField(default=True)

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
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.taken}/{self.capacity}"
