"""A bulk action: what one click did to many registrations, so that it can be undone."""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Q

from events.registration.choices import BulkKind

UNDO_FOR = timedelta(minutes=15)
# More letters than these leave only after a second person has approved.
MOST_WITHOUT_APPROVAL = 50


class BulkAction(models.Model):
    """What is needed for the way back.

    `registrations`: [{"id": …, "support": [[offer id, people, months], …]}, …];
    `seats`: what was changed, [[seat id, status], …].
    """

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

    @property
    def undo_until(self) -> datetime:
        return self.at + UNDO_FOR

    @property
    def is_import(self) -> bool:
        return self.kind == BulkKind.IMPORT

    def can_be_undone(self, now: datetime) -> bool:
        return self.undone_at is None and now < self.undo_until
