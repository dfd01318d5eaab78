"""DeliveryAttempt: a try that did not simply succeed, or one made by a person."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peace.outbox.choices import Outcome


class DeliveryAttempt(models.Model):
    """One try. An e-mail that went out has none: its `sent_at` says it all."""

    message = models.ForeignKey(
        "outbox.OutboxMessage",
        verbose_name=_("発信"),
        on_delete=models.CASCADE,
        related_name="tries",
    )
    outcome = models.CharField(_("結果"), max_length=20, choices=Outcome)
    code = models.CharField(_("応答"), max_length=100, blank=True)
    by = models.CharField(_("行った人"), max_length=100, blank=True)
    tried_at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("発信の試み")
        verbose_name_plural = _("発信の試み")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(outcome__in=Outcome.values),
                name="outbox_attempt_outcome_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.code}".strip()
