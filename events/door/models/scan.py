"""A scan (読取): one code held before one device, and what the door said."""

from django.db import models
from django.db.models import Q

from events.door.choices import ScanMode, Verdict


class Scan(models.Model):
    """One reading, never changed afterwards. Its id was made on the device.

    `answer` is the row of the API's reply: a replay of the same id returns it.
    `body_hash` tells a replay from another scan under the same id. The code itself is
    not kept, only its hash. `at` is the device's clock corrected by the offset seen
    in the same request.
    """

    id = models.UUIDField(primary_key=True)
    device = models.ForeignKey("door.ScannerDevice", models.PROTECT)
    event = models.ForeignKey("programme.Event", models.PROTECT, related_name="scans")
    timeslot = models.ForeignKey("programme.Timeslot", models.PROTECT, null=True)
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, null=True, related_name="scans"
    )
    code_hash = models.CharField(max_length=64)
    body_hash = models.CharField(max_length=64)
    mode = models.CharField(max_length=10, choices=ScanMode.choices)
    verdict = models.CharField(max_length=20, choices=Verdict.choices)
    admitted = models.PositiveSmallIntegerField(default=0)
    answer = models.JSONField()
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="scan_verdict_known", condition=Q(verdict__in=Verdict.values)
            )
        ]
        indexes = [models.Index(fields=["event", "received_at"])]

    def __str__(self) -> str:
        return f"{self.verdict} {self.pk}"
