"""The youth programme of a year (派遣年度), and its one published record of rules.

In 2025 the same rule was printed with different birth dates by different cities. Here
it exists once, in versions; every page, form and check reads the newest.
"""

from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q

from network.youth.choices import StopKind
from peace.language.dates import jst
from peace.language.localised import LocalisedField

# After the trip; told to the guardians with the form.
KEPT_DAYS = 30


class YouthProgramme(models.Model):
    """多摩地域平和ユース研修事業 of one fiscal year.

    `trip` is the event whose timeslots are the training days and muster points.
    `packing` (持ち物), one thing a line, is read by the delegates and their guardians.
    """

    year = models.PositiveSmallIntegerField(unique=True)
    title = LocalisedField()
    trip = models.OneToOneField(
        "programme.Event",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="youth_programme",
    )
    packing = LocalisedField(blank=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.year} {self.title}"

    @property
    def about(self) -> str:
        return f"youth:{self.year}"

    @property
    def last_day(self) -> date:
        """The last day away (Tokyo), trainings afterwards left out; while no trip is
        planned, the last compulsory date of the rules, or the end of the year."""
        if self.trip:
            slots = self.trip.timeslots.filter(cancelled_at=None).order_by("-ends_at")
            away = slots.exclude(trip_stop__kind=StopKind.TRAINING).first()
            last = away or slots.first() or self.trip
            return jst(last.ends_at).date()
        rules = self.rules
        days = [date.fromisoformat(each["on"]) for each in rules.dates] if rules else []
        return max(days, default=date(self.year + 1, 3, 31))

    @property
    def erase_on(self) -> date:
        """On this day what is kept encrypted goes, and every sheet is shredded."""
        return self.last_day + timedelta(days=KEPT_DAYS)

    @property
    def rules(self) -> "YouthRules | None":
        """The version in force: the newest that was published."""
        return self.versions.published().order_by("-version").first()


class YouthRulesQuerySet(models.QuerySet):
    def published(self) -> Self:
        return self.filter(published_at__isnull=False)


class YouthRules(models.Model):
    """One version of a year's rules. A published one never changes.

    Dates are days in Tokyo; `fee` in yen; `deadline` is the last moment at which a
    city can submit. `dates` are the compulsory ones:
    `[{"on": "2025-07-12", "what": {"ja": …}}]`; `criteria` are the points by which
    cities choose: `[{"name": {"ja": …}, "points": 10}]`; `checklist` are the kinds of
    items with their due dates: `{"CONSENT": "2025-07-01"}`.
    """

    programme = models.ForeignKey(
        YouthProgramme, models.PROTECT, related_name="versions"
    )
    version = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField(default=1)
    born_from = models.DateField()
    born_to = models.DateField()
    resident_on = models.DateField()
    fee = models.PositiveIntegerField(default=0)
    deadline = models.DateTimeField()
    guideline = LocalisedField()
    dates = models.JSONField(default=list, blank=True)
    criteria = models.JSONField(default=list, blank=True)
    checklist = models.JSONField(default=dict, blank=True)
    change_note = models.CharField(max_length=200, blank=True, default="")
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.CharField(max_length=80, blank=True, default="")

    objects = YouthRulesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "version"], name="youth_rules_version_once"
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=Q(published_at__isnull=True),
                name="youth_rules_one_draft",
            ),
            models.CheckConstraint(
                name="youth_rules_birth_window",
                condition=Q(born_from__lte=F("born_to")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme_id} v{self.version}"

    def fits(self, born_on: date) -> bool:
        """Was somebody born within the window, both days included?"""
        return self.born_from <= born_on <= self.born_to

    def is_open_at(self, now: datetime) -> bool:
        """Can a city still submit?"""
        return self.published_at is not None and now <= self.deadline
