"""A venue (会場): where people go, and how they get there."""

from django.db import models

from peace.language.localised import LocalisedField


class Venue(models.Model):
    slug = models.SlugField(unique=True)
    name = LocalisedField()
    address = LocalisedField()
    access = LocalisedField()

    def __str__(self) -> str:
        return str(self.name)
