"""A phrase (文例): a text of the office's library, in three languages."""

from django.db import models
from django.db.models import Q

from events.programme.choices import PhraseKind
from peace.language.localised import LocalisedField


class Phrase(models.Model):
    """A text that the event editor puts into a field by one click."""

    kind = models.CharField(max_length=20, choices=PhraseKind.choices)
    name = models.CharField(max_length=60)
    text = LocalisedField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "name"], name="phrase_once"),
            models.CheckConstraint(
                name="phrase_kind_known", condition=Q(kind__in=PhraseKind.values)
            ),
        ]

    def __str__(self) -> str:
        return self.name
