"""What a delegate's city hands in (提出物), and the files of it."""

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import (
    FILE_ITEMS,
    TICKED_ITEMS,
    FileKind,
    ItemKind,
    ItemStatus,
)


class ChecklistItemQuerySet(models.QuerySet):
    def missing(self) -> Self:
        return self.exclude(status=ItemStatus.DONE)

    def late_on(self, day: date) -> Self:
        """Not done, and due before DAY (Tokyo)."""
        return self.missing().filter(due_on__lt=day)


class ChecklistItem(CityOwned):
    """One thing to hand in for one delegate: missing, a problem, or done.

    `problem` says what has to be mended; of an item that is done again it stays until
    the secretariat has looked (`is_mended`). `done_on` is the day, in Tokyo, on which
    it was handed in. `is_needed` is off where it does not apply (the guardian's
    consent of an adult): such an item is not counted.
    """

    delegate = models.ForeignKey(
        "youth.Delegate", models.CASCADE, related_name="checklist"
    )
    kind = models.CharField(max_length=20, choices=ItemKind.choices)
    status = models.CharField(
        max_length=10, choices=ItemStatus.choices, default=ItemStatus.MISSING
    )
    is_needed = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    done_on = models.DateField(null=True, blank=True)
    problem = models.CharField(max_length=300, blank=True)
    changed_by = models.CharField(max_length=80, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(ChecklistItemQuerySet)()

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["delegate", "kind"], name="checklist_item_once"
            ),
            models.CheckConstraint(
                name="checklist_item_status_known",
                condition=Q(status__in=ItemStatus.values),
            ),
            models.CheckConstraint(
                name="checklist_problem_says_what",
                condition=~Q(status=ItemStatus.PROBLEM) | ~Q(problem=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate_id} {self.kind}"

    @property
    def about(self) -> str:
        return f"item:{self.pk}"

    @property
    def is_done(self) -> bool:
        return self.status == ItemStatus.DONE

    @property
    def is_mended(self) -> bool:
        """Handed in anew since the secretariat found a problem, and not looked at."""
        return self.is_done and bool(self.problem)

    @property
    def takes_files(self) -> bool:
        return self.kind in FILE_ITEMS

    @property
    def is_ticked(self) -> bool:
        return self.kind in TICKED_ITEMS

    @property
    def slug(self) -> str:
        """How its kind stands in an address: `guardian-consent`."""
        return self.kind.lower().replace("_", "-")

    def is_late_on(self, day: date) -> bool:
        return not self.is_done and self.due_on is not None and self.due_on < day


class ChecklistFileQuerySet(models.QuerySet):
    def kept(self) -> Self:
        """Those whose file is there."""
        return self.filter(removed_at__isnull=True)


class ChecklistFile(CityOwned):
    """A file of an item, as it lies in the private store: made anew from what came.

    `stored_as` is a random name; `sent_as` is how the sender called it, only ever
    shown as text. `size` in bytes. Removed ones keep their row without the file.
    `code` is in its address, and comes with the form: the same form sent twice makes
    one file.
    """

    item = models.ForeignKey(ChecklistItem, models.CASCADE, related_name="files")
    code = models.UUIDField(unique=True, default=uuid.uuid4)
    kind = models.CharField(max_length=10, choices=FileKind.choices)
    stored_as = models.CharField(max_length=80)
    sent_as = models.CharField(max_length=120)
    size = models.PositiveIntegerField()
    pages = models.PositiveSmallIntegerField(default=1)
    sent_by = models.CharField(max_length=80)
    sent_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(ChecklistFileQuerySet)()

    class Meta(CityOwned.Meta):
        ordering = ["sent_at", "pk"]

    def __str__(self) -> str:
        return f"file {self.pk}"
