"""A notice (お知らせ) of the secretariat to the cities, and who has read it."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from network.cities.choices import Audience
from network.cities.models.owned import CityOwned, CityOwnedManager


class Notice(models.Model):
    """One letter to all cities, to the late ones, or to chosen ones.

    It leaves through the outbox once a second person has approved its batch.
    `due_on` (a day in Tokyo) is until when the cities should have acknowledged it.
    """

    subject = models.CharField(max_length=60)
    text = models.TextField(max_length=4000)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    # The fiscal year of the youth programme whose late cities were meant.
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    asks_acknowledgement = models.BooleanField(default=True)
    due_on = models.DateField(null=True, blank=True)
    batch = models.OneToOneField(
        "outbox.OutboxBatch", models.PROTECT, null=True, blank=True, related_name="+"
    )
    written_by = models.CharField(max_length=80)
    written_at = models.DateTimeField()

    class Meta:
        ordering = ["-written_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="notice_audience_known",
                condition=Q(audience__in=Audience.values),
            )
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def about(self) -> str:
        return f"notice:{self.pk}"

    @property
    def is_waiting(self) -> bool:
        """Nobody has approved or withdrawn it yet."""
        return self.batch is not None and self.batch.is_open

    @property
    def is_sent(self) -> bool:
        return self.batch is not None and self.batch.approved_at is not None


class NoticeReceiptQuerySet(models.QuerySet):
    def sent(self) -> Self:
        """Of notices that a second person has let out: before that, nobody's."""
        return self.filter(notice__batch__approved_at__isnull=False)

    def open(self) -> Self:
        """Asked for, and not acknowledged yet."""
        return self.filter(
            acknowledged_at__isnull=True, notice__asks_acknowledgement=True
        )


class NoticeReceipt(CityOwned):
    """A notice as one city has it: seen, acknowledged, and by whom."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="receipts")
    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="notices"
    )
    seen_at = models.DateTimeField(null=True, blank=True)
    acknowledged_at = models.DateTimeField(null=True, blank=True)
    acknowledged_by = models.CharField(max_length=80, blank=True)

    objects = CityOwnedManager.from_queryset(NoticeReceiptQuerySet)()

    class Meta(CityOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "municipality"], name="notice_once_a_city"
            ),
            models.CheckConstraint(
                name="notice_acknowledged_by_somebody",
                condition=Q(acknowledged_at__isnull=True, acknowledged_by="")
                | Q(acknowledged_at__isnull=False) & ~Q(acknowledged_by=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice_id} {self.municipality_id}"

    @property
    def is_acknowledged(self) -> bool:
        return self.acknowledged_at is not None

    def is_late_on(self, day: date) -> bool:
        """Asked for, not acknowledged, and due before DAY (Tokyo)."""
        due = self.notice.due_on
        asked = self.notice.asks_acknowledgement and not self.is_acknowledged
        return asked and due is not None and due < day
