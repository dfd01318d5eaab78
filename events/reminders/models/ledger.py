"""The ledger: one row per party (consent: per minor), rule and day: nothing twice."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from events.reminders.choices import LedgerStatus, RuleKind, SkipReason
from peace.outbox.choices import Status
from peace.outbox.models import OutboxMessage

TAKEN_BACK = "taken back"
# The kind of a rule's letter in the outbox; its keys begin with it.
LETTER_KINDS = {
    RuleKind.REMINDER: "reminder",
    RuleKind.COMING: "coming",
    RuleKind.CONSENT: "consent_missing",
    RuleKind.THANKS: "thank_you",
}


class LedgerEntryQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that are settled."""
        return self.exclude(models.Exists(_unsent()), status=LedgerStatus.WRITTEN)

    def taken_back(self) -> Self:
        """Those whose letter was taken back before it left: nothing is settled."""
        return self.filter(models.Exists(_unsent()), status=LedgerStatus.WRITTEN)


def _unsent() -> models.QuerySet[OutboxMessage]:
    return OutboxMessage.objects.filter(
        key=models.OuterRef("key"), status=Status.SKIPPED, last_error=TAKEN_BACK
    )


class LedgerEntry(models.Model):
    """What was done about one party for one day of a rule, and why not if not.

    Where guardians are asked, each minor of the party has a row: `attendee`. Their
    guardians are written to one by one, and each letter has a fate of its own.
    `key` is that of the letter in the outbox, which knows how it travels; empty when
    none was written. `revision` is the event's when the letter was written.
    """

    # A rule that has sent something stays on record: it is switched off instead.
    rule = models.ForeignKey(
        "reminders.ReminderRule", models.PROTECT, related_name="entries"
    )
    registration = models.ForeignKey(
        "registration.Registration", models.CASCADE, related_name="reminder_entries"
    )
    attendee = models.ForeignKey(
        "registration.Attendee",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="reminder_entries",
    )
    day = models.DateField()
    status = models.CharField(max_length=20, choices=LedgerStatus.choices)
    reason = models.CharField(
        max_length=20, choices=SkipReason.choices, default="", blank=True
    )
    key = models.CharField(max_length=190, default="", blank=True, db_index=True)
    revision = models.PositiveIntegerField(default=0)
    written_at = models.DateTimeField()

    objects = LedgerEntryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "registration", "day"],
                condition=Q(attendee__isnull=True),
                name="ledger_once_per_day",
            ),
            models.UniqueConstraint(
                fields=["rule", "attendee", "day"],
                condition=Q(attendee__isnull=False),
                name="ledger_once_per_minor_and_day",
            ),
            models.CheckConstraint(
                name="ledger_skipped_says_why",
                condition=Q(status=LedgerStatus.WRITTEN, reason="") & ~Q(key="")
                | Q(status=LedgerStatus.SKIPPED) & ~Q(reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.registration_id} {self.day}"

    @property
    def is_written(self) -> bool:
        return self.status == LedgerStatus.WRITTEN

    @staticmethod
    def outbox_key(
        kind: str,
        rule_id: int,
        registration_id: int,
        day: date,
        attendee_id: int | None = None,
    ) -> str:
        one = f"/{attendee_id}" if attendee_id else ""
        return (
            f"{LETTER_KINDS[RuleKind(kind)]}:{rule_id}:{registration_id}"
            f":{day.isoformat()}{one}"
        )
