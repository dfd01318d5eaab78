"""A programme (事業): what the city does year after year."""

from django.db import models

from events.programme.choices import ProgrammeKind
from peace.language.localised import LocalisedField


class Programme(models.Model):
    """A standing programme such as the testimony talks; its events come and go."""

    slug = models.SlugField(unique=True)
    kind = models.CharField(max_length=20, choices=ProgrammeKind.choices)
    title = LocalisedField()
    summary = LocalisedField()
    # Where it stands in lists; small numbers first.
    position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.title)
