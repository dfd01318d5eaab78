"""The ledger: one row per party, rule and day, so that nothing is said twice."""

from datetime import date

from django.db import models

from events.reminders.choices import LedgerStatus, SkipReason


class LedgerEntry(models.Model):
    """What was done about one party's reminder for one day, and why not if not."""

    rule = models.ForeignKey("reminders.ReminderRule", models.CASCADE)
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="reminder_entries"
    )
    day = models.DateField()
    status = models.CharField(max_length=20, choices=LedgerStatus.choices)
    reason = models.CharField(
        max_length=20, choices=SkipReason.choices, default="", blank=True
    )
    written_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "registration", "day"], name="ledger_once_per_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.registration_id} {self.day}"

    @staticmethod
    def outbox_key(rule_id: int, registration_id: int, day: date) -> str:
        return f"reminder:{rule_id}:{registration_id}:{day.isoformat()}"
