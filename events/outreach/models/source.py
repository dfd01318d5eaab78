"""A source (広報経路): one poster, one post, one school; and how often it was used."""

from datetime import date, datetime
from typing import Any, Self

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q
from django.urls import reverse

from events.outreach.choices import SourceKind
from events.outreach.link_state import LinkState
from events.programme.choices import EventStatus

# Read aloud and typed from paper: small letters, digits, hyphens.
CODE = r"[a-z0-9](?:[a-z0-9-]{0,18}[a-z0-9])?"


class SourceQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(is_active=True)

    def with_target(self) -> Self:
        return self.select_related("event", "programme")

    def of_event(self, event: models.Model) -> Self:
        """Those that lead to EVENT itself."""
        return self.filter(event=event)

    def for_event(self, event: Any) -> Self:
        """Those through which somebody may hear of EVENT: its own and general ones."""
        return self.filter(
            Q(event=event)
            | Q(programme=event.programme_id)
            | Q(event=None, programme=None)
        )


class Source(models.Model):
    """What stands behind the short link `/s/<code>`, and where it leads.

    EVENT or PROGRAMME, or neither: then the home page. A code that was printed once
    is never given to something else, so a source is switched off, not removed.
    """

    code = models.CharField(
        max_length=20, unique=True, validators=[RegexValidator(rf"^{CODE}$")]
    )
    kind = models.CharField(max_length=12, choices=SourceKind.choices)
    # For staff: "1階の掲示板", "第三中学校 2年生".
    place = models.CharField(max_length=80, blank=True)
    event = models.ForeignKey(
        "programme.Event",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
    )
    programme = models.ForeignKey(
        "programme.Programme",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sources",
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=80)

    objects = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="source_kind_known", condition=Q(kind__in=SourceKind.values)
            ),
            models.CheckConstraint(
                name="source_leads_to_one",
                condition=Q(event__isnull=True) | Q(programme__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def name(self) -> str:
        """For staff, with its kind: ポスター 1階の掲示板."""
        kind = str(self.get_kind_display())
        return f"{kind} {self.place}" if self.place else kind

    @property
    def target(self) -> models.Model | None:
        """The event or programme it leads to; None: the home page."""
        return self.event or self.programme

    @property
    def is_open(self) -> bool:
        """Whether it leads a visitor anywhere: switched on, and not to a draft."""
        return self.is_active and self.state not in {
            LinkState.DRAFT,
            LinkState.INTERNAL,
        }

    @property
    def state(self) -> "LinkState":
        """What stands behind it now, without a clock."""
        if not self.is_active:
            return LinkState.OFF
        if self.event is None:
            return LinkState.OPEN
        return {
            EventStatus.DRAFT: LinkState.DRAFT,
            EventStatus.INTERNAL: LinkState.INTERNAL,
            EventStatus.CANCELLED: LinkState.CANCELLED,
        }.get(EventStatus(self.event.status), LinkState.OPEN)

    def state_at(self, now: datetime) -> "LinkState":
        """What an anonymous visitor finds behind it at NOW."""
        if self.state == LinkState.OPEN and self.event and self.event.ends_at <= now:
            return LinkState.PAST
        return self.state

    @property
    def path(self) -> str:
        return reverse("source", args=[self.code])

    @property
    def url(self) -> str:
        """What the QR holds."""
        return settings.SITE_URL + self.path


class SourceVisitQuerySet(models.QuerySet):
    def count_one(self, source: Source, day: date) -> None:
        """One more visit on DAY (Tokyo): one atomic UPDATE, so none is lost.

        Only the first visit of a day inserts; whoever loses that race updates.
        """
        row = {"source": source, "day": day}
        if self._one_more(row):
            return
        try:
            with transaction.atomic():
                self.create(**row, visits=1)
        except IntegrityError:
            self._one_more(row)

    def _one_more(self, row: dict[str, Any]) -> int:
        return self.filter(**row).update(visits=F("visits") + 1)


class SourceVisit(models.Model):
    """How often a short link was opened on a day (Tokyo). Nobody is told apart."""

    source = models.ForeignKey(
        "outreach.Source", models.CASCADE, related_name="visits_by_day"
    )
    day = models.DateField()
    visits = models.PositiveIntegerField(default=0)

    objects = SourceVisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "day"], name="source_visits_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.day}: {self.visits}"
