"""Cities: the members of the Tama Peace Network."""

from django.apps import AppConfig


class CitiesConfig(AppConfig):
    name = "network.cities"
    label = "cities"
    verbose_name = "連携自治体"
