"""A year's call for one-line words (一行のコトバの募集)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse

from events.programme.models import Event
from peace.language.dates import fiscal_year_begins
from peace.language.localised import LocalisedField


class KotobaCallQuerySet(models.QuerySet):
    def public(self) -> Self:
        return self.filter(is_published=True)

    def shown(self, now: datetime) -> Self:
        return self.public().filter(shown_at__lte=now)

    def closed_in(self, begins: datetime, ends: datetime) -> Self:
        """The calls of a fiscal year: those that closed in it."""
        return self.filter(closes_at__gte=begins, closes_at__lt=ends)


class KotobaCall(models.Model):
    """A year's call (募集): theme, time, length of a line, how many are chosen."""

    slug = models.SlugField(unique=True)
    title = LocalisedField()
    theme = LocalisedField(blank=True)
    # The exhibition that shows the chosen lines.
    event = models.ForeignKey(
        "programme.Event",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="kotoba_calls",
    )
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    # Until then the committee may score; it may begin when the call has closed.
    scoring_closes_at = models.DateTimeField(null=True, blank=True)
    max_length = models.PositiveSmallIntegerField(default=40)
    places = models.PositiveSmallIntegerField(default=35)
    is_published = models.BooleanField(default=False)
    # The list of chosen lines: who put it together, and the second person who
    # confirmed it. From then on it stands still.
    proposed_by = models.CharField(max_length=80, blank=True)
    proposed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.CharField(max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # When the letters about the result were put into the outbox, for approval.
    told_at = models.DateTimeField(null=True, blank=True)
    # From then on the chosen lines are shown to everybody.
    shown_at = models.DateTimeField(null=True, blank=True)

    objects = KotobaCallQuerySet.as_manager()

    class Meta:
        ordering = ["-opens_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="kotoba_call_closes_after_it_opens",
                condition=Q(closes_at__gt=models.F("opens_at")),
            ),
            models.CheckConstraint(
                name="kotoba_call_scored_after_it_closed",
                condition=Q(scoring_closes_at=None)
                | Q(scoring_closes_at__gt=models.F("closes_at")),
            ),
            models.CheckConstraint(
                name="kotoba_call_confirmed_by_a_second_person",
                condition=Q(confirmed_at=None, confirmed_by="")
                | Q(confirmed_at__isnull=False)
                & ~Q(confirmed_by="")
                & ~Q(confirmed_by=models.F("proposed_by")),
            ),
            models.CheckConstraint(
                name="kotoba_call_shown_once_confirmed",
                condition=Q(shown_at=None) | Q(confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def about(self) -> str:
        return f"kotoba-call:{self.pk}"

    def takes_lines_at(self, now: datetime) -> bool:
        return self.is_published and self.opens_at <= now < self.closes_at

    def is_over_at(self, now: datetime) -> bool:
        return now >= self.closes_at

    def is_scored_at(self, now: datetime) -> bool:
        """Whether the committee may score: closed to residents, not yet to it."""
        ends = self.scoring_closes_at
        return ends is not None and self.closes_at <= now < ends

    def can_be_chosen_at(self, now: datetime) -> bool:
        """Nobody chooses while lines come in, or while they are scored."""
        return self.is_over_at(now) and not self.is_scored_at(now)

    def is_shown_at(self, now: datetime) -> bool:
        return self.is_published and self.shown_at is not None and self.shown_at <= now

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None

    @property
    def year(self) -> int:
        """The fiscal year to which it counts."""
        return fiscal_year_begins(self.closes_at).year

    @property
    def url(self) -> str:
        return reverse("outreach:kotoba-call", args=[self.slug])

    @property
    def public_event(self) -> Event | None:
        """The exhibition, once everybody may see its page."""
        return None if self.event is None or self.event.is_draft else self.event

    @property
    def wall_url(self) -> str:
        return reverse("outreach:kotoba-wall", args=[self.slug])

    def figures(self) -> Mapping[str, int]:
        """For the report of the year; one statement. Withdrawn lines do not count."""
        return self.kotoba.figures()
