"""The end of each chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _

NOTHING_BEFORE = "0" * 64


class AuditChain(models.Model):
    """How long a stream is and the hash of its last entry.

    The row is what writers lock, and what shows that entries at the end are missing.
    """

    stream = models.CharField(_("記録の系列"), max_length=60, unique=True)
    length = models.PositiveBigIntegerField(_("件数"), default=0)
    head_hash = models.CharField(
        _("最後のハッシュ値"), max_length=64, default=NOTHING_BEFORE
    )

    class Meta:
        verbose_name = _("記録の系列")
        verbose_name_plural = _("記録の系列")

    def __str__(self) -> str:
        return f"{self.stream} {self.length} {self.head_hash}"
