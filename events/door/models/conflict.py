"""A conflict (重複入場など): a scan that a supervisor should look at."""

from typing import Self

from django.db import models
from django.db.models import Q

from events.door.choices import ConflictKind


class ConflictQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(closed_at__isnull=True)


class Conflict(models.Model):
    """A card for the supervisor, one per scan and kind. Nobody is thrown out for it.

    For DOUBLE the scan is the later one; who was in before is read from the other
    scans of the party. Whether there is a card depends on the scans alone, not on the
    order in which they arrived. It is closed once, with a word of what was found.
    """

    scan = models.ForeignKey("door.Scan", models.CASCADE, related_name="conflicts")
    kind = models.CharField(max_length=20, choices=ConflictKind.choices)
    event = models.ForeignKey(
        "programme.Event", models.PROTECT, related_name="conflicts"
    )
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True, default="")
    word = models.CharField(max_length=200, blank=True, default="")

    objects = ConflictQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["scan", "kind"], name="conflict_once_per_scan_and_kind"
            ),
            models.CheckConstraint(
                name="conflict_closed_with_a_word",
                condition=Q(closed_at__isnull=True) | ~Q(word=""),
            ),
        ]
        indexes = [models.Index(fields=["event", "closed_at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.scan_id}"
