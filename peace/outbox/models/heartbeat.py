"""Heartbeat: when the worker and beat were last heard."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class HeartbeatQuerySet(models.QuerySet["Heartbeat"]):
    def note(self, *names: str, now: datetime) -> None:
        """Write that each of NAMES was alive at NOW, in one statement."""
        self.bulk_create(
            [Heartbeat(name=name, beat_at=now) for name in names],
            update_conflicts=True,
            unique_fields=["name"],
            update_fields=["beat_at"],
        )


class Heartbeat(models.Model):
    """One row for "worker", one for "beat"."""

    name = models.CharField(_("名前"), max_length=20, primary_key=True)
    beat_at = models.DateTimeField(_("最後の合図"))

    objects = HeartbeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("動作の合図")
        verbose_name_plural = _("動作の合図")

    def __str__(self) -> str:
        return self.name
