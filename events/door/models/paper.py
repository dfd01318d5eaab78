"""A paper list (紙の名簿) that is typed in after the event."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q


class PaperEntryQuerySet(models.QuerySet):
    def drafts(self) -> Self:
        return self.filter(written_at__isnull=True)

    def counted(self) -> Self:
        """Written, and not taken back."""
        return self.filter(written_at__isnull=False, undone_at__isnull=True)


class PaperEntry(models.Model):
    """What one person types in from the printed list of one timeslot.

    A draft until `written_at`: `seats` are the ids of the seats that are ticked, as on
    the paper; `heads` the tally of those who came without registering, by age band and
    visit (`"TWENTIES|FIRST"`), as the paper's total. `at` is when those people came
    in. Written once, all or nothing: `scans` and `walk_ins` are the ids that it made.
    No names.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    timeslot = models.ForeignKey(
        "programme.Timeslot", models.CASCADE, related_name="paper_entries"
    )
    actor = models.CharField(max_length=80)
    at = models.DateTimeField()
    seats = models.JSONField(default=list, blank=True)
    heads = models.JSONField(default=dict, blank=True)
    saved_at = models.DateTimeField()
    written_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    scans = models.JSONField(default=list, blank=True)
    walk_ins = models.JSONField(default=list, blank=True)

    objects = PaperEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["timeslot", "actor"],
                condition=Q(written_at__isnull=True),
                name="paper_one_draft_per_person_and_timeslot",
            ),
            models.CheckConstraint(
                name="paper_undone_after_it_was_written",
                condition=Q(undone_at__isnull=True) | Q(written_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"paper {self.pk}"
