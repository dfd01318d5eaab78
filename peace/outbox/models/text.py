"""LetterText: a letter as the office words it, in place of the file."""

from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

BLOCKS = "blocks/"
LIBRARY = ""


class LetterTextQuerySet(models.QuerySet["LetterText"]):
    def for_letter(self, name: str, language: str) -> "LetterTextQuerySet":
        """What may count for a letter: its own texts, and those of shared blocks."""
        return self.filter(
            Q(name=name) | Q(name__startswith=BLOCKS),
            language=language,
            in_use=True,
        )


class LetterText(models.Model):
    """One letter in one language, for everything or for one scope.

    `name` is the file's ("registration/confirmation"). `scope` is "" for the library,
    or what the letter is about: "event:12", "programme:3"; the narrowest one counts,
    and without any the file under `templates/letters/`. Subject and body hold the
    same `{placeholders}` as the file. A row that is not `in_use` remembers that the
    office went back to the original, so that this can be undone too.
    """

    name = models.CharField(_("手紙"), max_length=80)
    scope = models.CharField(_("対象"), max_length=40, blank=True, default=LIBRARY)
    language = models.CharField(_("言語"), max_length=10)
    subject = models.CharField(_("件名"), max_length=250, blank=True)
    body = models.TextField(_("本文"))
    in_use = models.BooleanField(_("使用中"), default=True)
    # Raised with every save: who saves an older one is told.
    version = models.PositiveIntegerField(_("版"), default=1)
    # Subject, body, in_use as they were before the last save; none: nothing was.
    before = models.JSONField(null=True, blank=True)
    edited_by = models.CharField(_("直した人"), max_length=100)
    edited_at = models.DateTimeField(_("直した日時"))

    objects = LetterTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("手紙の文面")
        verbose_name_plural = _("手紙の文面")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "scope", "language"], name="outbox_text_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.scope} {self.language}".strip()

    @property
    def now_as_before(self) -> dict[str, Any]:
        """What the next save must remember to be undone."""
        return {"subject": self.subject, "body": self.body, "in_use": self.in_use}

    @property
    def can_be_undone(self) -> bool:
        return self.before is not None

    def replace(self, *, version: int, by: str, at: datetime, **values: Any) -> bool:
        """Write VALUES over VERSION, in one conditional UPDATE.

        False when somebody else has written meanwhile.
        """
        changes = {
            **values,
            "before": self.now_as_before,
            "version": version + 1,
            "edited_by": by,
            "edited_at": at,
        }
        rows = LetterText.objects.filter(pk=self.pk, version=version)
        if not rows.update(**changes):
            return False
        for field, value in changes.items():
            setattr(self, field, value)
        return True
