"""A reminder rule (事前案内の規則): how long before, at which hour."""

from datetime import datetime, time, timedelta

from django.db import models
from django.utils import timezone

from peace.language.dates import jst


class ReminderRule(models.Model):
    """Every event of PROGRAMME is announced `days_before` its day, at `at` (Tokyo)."""

    programme = models.ForeignKey(
        "programme.Programme", models.CASCADE, related_name="reminder_rules"
    )
    days_before = models.PositiveSmallIntegerField(default=1)
    at = models.TimeField(default=time(10, 0))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "days_before", "at"], name="reminder_rule_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.programme_id}: -{self.days_before} d {self.at}"

    def due_at(self, starts_at: datetime) -> datetime:
        """When a timeslot that starts then is to be announced.

        Computed in Tokyo: between midnight and nine it is still the day before in
        UTC, and a rule in UTC would be a day off.
        """
        day = jst(starts_at).date() - timedelta(days=self.days_before)
        return datetime.combine(day, self.at, tzinfo=timezone.get_default_timezone())
