"""One thing that happened; written once."""

import hashlib
import hmac
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class AppendOnly(Exception):
    """An entry can be neither changed nor removed."""


class AuditEntryQuerySet(models.QuerySet["AuditEntry"]):
    """Reading only; the database has a trigger for whoever goes past this."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> NoReturn:
        """Entries are chained one after another: `usecases.record` writes them."""
        raise AppendOnly

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class AuditEntry(models.Model):
    """Who did what to what, and when; no personal data in any column.

    `actor` and `about` name rows ("user:7", "registration:12"). Each hash covers the
    row and the hash before it, under a key that the database does not hold.
    """

    stream = models.CharField(_("記録の系列"), max_length=60)
    number = models.PositiveBigIntegerField(_("番号"))
    at = models.DateTimeField(_("日時"))
    actor = models.CharField(_("操作した人"), max_length=60)
    verb = models.CharField(_("操作"), max_length=60)
    about = models.CharField(_("対象"), max_length=80, blank=True, db_index=True)
    detail = models.JSONField(_("内容"), default=dict, blank=True)
    previous_hash = models.CharField(_("直前のハッシュ値"), max_length=64)
    hash = models.CharField(_("ハッシュ値"), max_length=64)

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("記録")
        verbose_name_plural = _("記録")
        constraints = [
            models.UniqueConstraint(
                fields=["stream", "number"], name="audit_entry_place_in_stream"
            )
        ]

    def __str__(self) -> str:
        return f"{self.stream}#{self.number} {self.verb} {self.about}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Inserts; AppendOnly for a row that exists."""
        if not self._state.adding:
            raise AppendOnly
        super().save(*args, **kwargs | {"force_insert": True})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def compute_hash(self) -> str:
        """HMAC-SHA256 under AUDIT_KEY of this row's canonical JSON."""
        row = [
            self.previous_hash,
            self.stream,
            self.number,
            self.at.astimezone(UTC).isoformat(timespec="microseconds"),
            self.actor,
            self.verb,
            self.about,
            self.detail,
        ]
        text = json.dumps(
            row, ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        key = settings.AUDIT_KEY.encode()
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()
