"""A reminder rule (事前案内の規則): what is sent to whom, when, and how."""

from datetime import datetime, time, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from events.reminders.choices import (
    BEFORE,
    CONSENT_WAYS,
    THANKS_WAYS,
    Audience,
    Only,
    RuleKind,
    Ways,
)
from peace.language.dates import jst
from peace.outbox.choices import Channel

# What makes two rules the same one, beside where they apply.
_SAME = ["kind", "days", "at", "audience", "only"]


class ReminderRuleQuerySet(models.QuerySet):
    def in_order(self) -> Self:
        """As the days come: the longest before first, thanks last."""
        return self.order_by(
            models.Case(models.When(kind=RuleKind.THANKS, then=1), default=0),
            models.Case(
                models.When(kind=RuleKind.THANKS, then=F("days")),
                default=-1 * F("days"),
                output_field=models.IntegerField(),
            ),
            "at",
            "pk",
        )

    def for_event(self, event: models.Model) -> list["ReminderRule"]:
        """The rules that hold for EVENT, those that are off too, in order.

        Its own rules of a kind replace all of the programme's of that kind, even when
        they are switched off: that is how one event goes without.
        """
        mine = Q(event=event) | Q(programme=event.programme_id)  # type: ignore[attr-defined]
        found: list[ReminderRule] = list(self.filter(mine).in_order())  # type: ignore[arg-type]
        own = {rule.kind for rule in found if rule.event_id}
        return [rule for rule in found if rule.event_id or rule.kind not in own]


class ReminderRule(models.Model):
    """For every event of a programme, or for one event only.

    Before the event: `days` before its day, at `at` in Tokyo, until `latest_hours`
    before the first timeslot of that day begins. Thanks: `days` after its last day, at
    `at`, but not before the last timeslot has ended, and until `latest_hours` after
    that end. `timeslot` narrows an event's own rule to one timeslot.
    """

    programme = models.ForeignKey(
        "programme.Programme",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_rules",
    )
    event = models.ForeignKey(
        "programme.Event",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_rules",
    )
    timeslot = models.ForeignKey(
        "programme.Timeslot",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_rules",
    )
    kind = models.CharField(
        max_length=20, choices=RuleKind.choices, default=RuleKind.REMINDER
    )
    days = models.PositiveSmallIntegerField(default=1)
    at = models.TimeField(default=time(10, 0))
    latest_hours = models.PositiveSmallIntegerField(default=0)
    audience = models.CharField(
        max_length=20, choices=Audience.choices, default=Audience.CONFIRMED
    )
    only = models.CharField(
        max_length=20, choices=Only.choices, default=Only.ALL, blank=True
    )
    ways = models.CharField(
        max_length=20, choices=Ways.choices, default=Ways.EMAIL_PHONE
    )
    is_on = models.BooleanField(default=True)

    objects = ReminderRuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reminder_rule_for_one_thing",
                condition=Q(programme__isnull=False, event__isnull=True)
                | Q(programme__isnull=True, event__isnull=False),
            ),
            models.CheckConstraint(
                name="reminder_rule_timeslot_of_an_event",
                condition=Q(timeslot__isnull=True) | Q(event__isnull=False),
            ),
            models.CheckConstraint(
                name="reminder_rule_kind_fits_audience",
                condition=Q(
                    kind=RuleKind.THANKS,
                    audience__in=[Audience.CAME, Audience.ABSENT],
                    only=Only.ALL,
                    ways__in=THANKS_WAYS,
                )
                | Q(
                    kind=RuleKind.CONSENT,
                    audience=Audience.CONFIRMED,
                    only=Only.LACKS_CONSENT,
                    ways__in=CONSENT_WAYS,
                )
                | Q(
                    kind=RuleKind.COMING,
                    audience=Audience.CONFIRMED,
                    only=Only.NOT_CONFIRMED,
                    ways__in=Ways.values,
                )
                | Q(
                    kind=RuleKind.REMINDER,
                    audience__in=[Audience.CONFIRMED, Audience.WAITING],
                    only__in=Only.values,
                    ways__in=Ways.values,
                ),
            ),
            models.CheckConstraint(
                name="reminder_rule_within_reach",
                condition=Q(days__lte=60, latest_hours__lte=1440),
            ),
            models.UniqueConstraint(
                fields=["programme", *_SAME],
                condition=Q(programme__isnull=False),
                name="reminder_rule_once",
            ),
            models.UniqueConstraint(
                fields=["event", *_SAME],
                condition=Q(event__isnull=False, timeslot__isnull=True),
                name="reminder_rule_once_an_event",
            ),
            models.UniqueConstraint(
                fields=["event", "timeslot", *_SAME],
                condition=Q(timeslot__isnull=False),
                name="reminder_rule_once_a_timeslot",
            ),
        ]

    def __str__(self) -> str:
        sign = "+" if self.is_thanks else "-"
        return f"{self.kind} {sign}{self.days} d {self.at:%H:%M}"

    @property
    def is_before(self) -> bool:
        return self.kind in BEFORE

    @property
    def is_thanks(self) -> bool:
        return self.kind == RuleKind.THANKS

    @property
    def asks_guardian(self) -> bool:
        return self.kind == RuleKind.CONSENT

    @property
    def asks_whether_they_come(self) -> bool:
        return self.kind == RuleKind.COMING

    @property
    def order(self) -> list[Channel]:
        """The channels in the order in which they are tried."""
        return Ways(self.ways).order

    @property
    def latest(self) -> timedelta:
        return timedelta(hours=self.latest_hours)

    def due_at(self, moment: datetime) -> datetime:
        """When a timeslot that starts (thanks: ended) at MOMENT is to be spoken of.

        Computed in Tokyo: between midnight and nine it is still the day before in
        UTC, and a rule in UTC would be a day off.
        """
        days = timedelta(days=self.days if self.is_thanks else -self.days)
        day = jst(moment).date() + days
        due = datetime.combine(day, self.at, tzinfo=timezone.get_default_timezone())
        return max(due, moment) if self.is_thanks else due
