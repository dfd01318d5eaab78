"""A delegate's report (報告): text and photographs, each with its own consent."""

import re
import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import translation

from network.cities.models import CityOwned, CityOwnedManager
from network.youth.choices import ReportStatus

WRITABLE = (ReportStatus.DRAFT, ReportStatus.SENT_BACK)
MOST_PHOTOS = 6


class ReportQuerySet(models.QuerySet):
    def public(self) -> Self:
        """Approved, put on the public page, and the text may be shown."""
        return self.filter(
            status=ReportStatus.APPROVED,
            published_at__isnull=False,
            may_show_text=True,
            delegate__ended_at__isnull=True,
        )


class YouthReport(CityOwned):
    """What one delegate tells of the trip. Written by them, approved by the network.

    Nothing is public by itself: text, name and school each need the delegate's own
    yes, and the secretariat's publishing. `language` is the one it is written in.
    `version` counts the times its writer saved it: what an older window sends is
    recognised by it.
    """

    delegate = models.OneToOneField(
        "youth.Delegate", models.CASCADE, related_name="report"
    )
    status = models.CharField(
        max_length=10, choices=ReportStatus.choices, default=ReportStatus.DRAFT
    )
    title = models.CharField(max_length=80, blank=True)
    text = models.TextField(max_length=4000, blank=True)
    language = models.CharField(max_length=10, default="ja")
    version = models.PositiveIntegerField(default=0)
    may_show_text = models.BooleanField(default=False)
    may_show_name = models.BooleanField(default=False)
    may_show_school = models.BooleanField(default=False)
    changed_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.CharField(max_length=80, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = CityOwnedManager.from_queryset(ReportQuerySet)()

    class Meta(CityOwned.Meta):
        constraints = [
            models.CheckConstraint(
                name="report_status_known",
                condition=Q(status__in=ReportStatus.values),
            ),
            models.CheckConstraint(
                name="report_public_once_approved",
                condition=Q(published_at__isnull=True)
                | Q(status=ReportStatus.APPROVED),
            ),
        ]

    def __str__(self) -> str:
        return f"report {self.pk}"

    @property
    def about(self) -> str:
        return f"report:{self.pk}"

    @property
    def is_writable(self) -> bool:
        return self.status in WRITABLE

    @property
    def is_approved(self) -> bool:
        return self.status == ReportStatus.APPROVED

    @property
    def paragraphs(self) -> list[str]:
        """The text, cut at empty lines."""
        parts = re.split(r"\n\s*\n", self.text.strip())
        return [part.strip() for part in parts if part.strip()]


class ReportPhoto(CityOwned):
    """A photograph of a report, made anew (no place or camera in it), in two sizes.

    Width and height, in pixels, are those of the large one; `place` is its place in
    the report, from 1.
    """

    report = models.ForeignKey(YouthReport, models.CASCADE, related_name="photos")
    code = models.UUIDField(unique=True, default=uuid.uuid4)
    stored_as = models.CharField(max_length=80)
    small_as = models.CharField(max_length=80, blank=True)
    place = models.PositiveSmallIntegerField(default=1)
    caption = models.CharField(max_length=120, blank=True)
    # The people in it agree to be seen, says who sends it.
    may_show = models.BooleanField(default=False)
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField()

    class Meta(CityOwned.Meta):
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return f"photo {self.pk}"

    @property
    def files(self) -> dict[str, str]:
        """By size, the name under which the store keeps it."""
        return {"large": self.stored_as, "small": self.small_as}

    @property
    def large_path(self) -> str:
        return self._path("large")

    @property
    def small_path(self) -> str:
        return self._path("small")

    def _path(self, size: str) -> str:
        """The public address, the same in every language."""
        with translation.override("ja"):
            return reverse("youth:photo", args=[self.code, size])


class ReportComment(CityOwned):
    """What city or secretariat asks the delegate to change, or says of the report."""

    report = models.ForeignKey(YouthReport, models.CASCADE, related_name="comments")
    text = models.TextField(max_length=1000)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta(CityOwned.Meta):
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"comment {self.pk}"
