"""A bulk action: what one click did to many registrations, so that it can be undone."""

from datetime import timedelta

from django.db import models
from django.db.models import Q

from events.registration.choices import BulkKind

UNDO_FOR = timedelta(minutes=15)


class BulkAction(models.Model):
    """`seats` holds what was changed, for the way back: [[seat id, status], …]."""

    event = models.ForeignKey(
        "programme.Event", models.CASCADE, related_name="bulk_actions"
    )
    kind = models.CharField(max_length=20, choices=BulkKind.choices)
    registrations = models.JSONField(default=list)
    seats = models.JSONField(default=list)
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="bulk_kind_known", condition=Q(kind__in=BulkKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
