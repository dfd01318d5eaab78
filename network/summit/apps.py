"""Summit: the network's public day, with the seats of each city."""

from django.apps import AppConfig


class SummitConfig(AppConfig):
    name = "network.summit"
    label = "summit"
    verbose_name = "平和サミット"
