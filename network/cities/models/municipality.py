"""A municipality (連携自治体) of the Tama area."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from network.cities.choices import MunicipalityKind


class MunicipalityQuerySet(models.QuerySet):
    def members(self) -> Self:
        """The 26 cities; the three towns and the village are not members."""
        return self.filter(is_member=True).order_by("code")


class Municipality(models.Model):
    """One of the 30 municipalities of Tama, by its 全国地方公共団体コード."""

    code = models.CharField(max_length=6, primary_key=True)
    name = models.CharField(max_length=20, unique=True)
    kana = models.CharField(max_length=40)
    name_en = models.CharField(max_length=40)
    kind = models.CharField(max_length=10, choices=MunicipalityKind.choices)
    is_member = models.BooleanField(default=False)

    objects = MunicipalityQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="municipality_only_cities_are_members",
                condition=Q(is_member=False) | Q(kind=MunicipalityKind.CITY),
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def display_name(self) -> str:
        """The name in the language in force; easy Japanese brings its reading."""
        if get_language() == "en":
            return self.name_en
        if get_language() == "ja-easy":
            return f"｜{self.name}《{self.kana}》"
        return self.name

    @property
    def reading(self) -> str:
        """What helps to say or to write the name."""
        return self.name if get_language() == "en" else self.kana
