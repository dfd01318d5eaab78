"""LetterDecision: what a person decided about a letter that did not simply arrive."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from peace.outbox.choices import Decision, Status


class LetterDecision(models.Model):
    """Somebody had it called instead, or found that nothing is to be done.

    It holds while the letter is in `status`: one that comes back later, after it was
    settled as unclear, is to be decided on again.
    """

    message = models.ForeignKey(
        "outbox.OutboxMessage",
        verbose_name=_("発信"),
        on_delete=models.CASCADE,
        related_name="decisions",
    )
    decision = models.CharField(_("対応"), max_length=10, choices=Decision)
    # What the letter was before, and what the decision made of it.
    status_before = models.CharField(_("前の状態"), max_length=20, choices=Status)
    status = models.CharField(_("状態"), max_length=20, choices=Status)
    word = models.CharField(_("ひとこと"), max_length=200, blank=True)
    by = models.CharField(_("決めた人"), max_length=100)
    at = models.DateTimeField(_("日時"))

    class Meta:
        verbose_name = _("お知らせへの対応")
        verbose_name_plural = _("お知らせへの対応")
        constraints = [
            models.UniqueConstraint(
                fields=["message", "status"], name="outbox_decided_once"
            ),
            models.CheckConstraint(
                condition=models.Q(decision__in=Decision.values),
                name="outbox_decision_known",
            ),
        ]
        indexes = [models.Index(fields=["at"], name="outbox_decided_at")]

    def __str__(self) -> str:
        return f"{self.decision} {self.message_id}"
