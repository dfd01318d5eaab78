"""OutboxBatch: letters to many, which two people let out together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OutboxBatch(models.Model):
    """Letters that wait until a second person has seen how many they are."""

    kind = models.CharField(_("種類"), max_length=50)
    about = models.CharField(_("対象"), max_length=100, blank=True)
    recipient_count = models.PositiveIntegerField(_("宛先の数"))
    requested_by = models.CharField(_("依頼した人"), max_length=100)
    requested_at = models.DateTimeField(_("依頼日時"))
    approved_by = models.CharField(_("承認した人"), max_length=100, blank=True)
    approved_at = models.DateTimeField(_("承認日時"), null=True, blank=True)
    withdrawn_by = models.CharField(_("取り下げた人"), max_length=100, blank=True)
    withdrawn_at = models.DateTimeField(_("取下げ日時"), null=True, blank=True)

    class Meta:
        verbose_name = _("一括発信")
        verbose_name_plural = _("一括発信")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(approved_at=None) | models.Q(withdrawn_at=None),
                name="outbox_batch_decided_once",
            ),
            models.CheckConstraint(
                condition=models.Q(approved_at=None)
                | ~models.Q(approved_by=models.F("requested_by")),
                name="outbox_batch_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.about}".strip()

    @property
    def is_open(self) -> bool:
        """Nobody has approved or withdrawn it yet."""
        return self.approved_at is None and self.withdrawn_at is None
