"""What belongs to one city."""

from typing import Any

from django.db import models

from network.cities.scope import city_in_force


class CityOwnedManager(models.Manager):
    """Reads and writes only rows of the city that is acted for, where one is.

    Use it with the QuerySet of the model: `CityOwnedManager.from_queryset(…)()`.
    """

    def get_queryset(self) -> Any:
        found = super().get_queryset()
        code = city_in_force()
        return found if code is None else found.filter(municipality=code)


class CityOwned(models.Model):
    """A row of one city.

    Rows that hang on another (an item on its delegate) carry their city too, always
    the same: so each can be held back by itself, also in a count or an export.
    """

    municipality = models.ForeignKey(
        "cities.Municipality", models.PROTECT, related_name="+"
    )

    objects: Any = CityOwnedManager()

    class Meta:
        abstract = True
        # Foreign keys, `save` and `refresh_from_db` go through it as well.
        base_manager_name = "objects"
