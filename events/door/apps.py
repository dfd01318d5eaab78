"""Door: who came."""

from django.apps import AppConfig


class DoorConfig(AppConfig):
    name = "events.door"
    label = "door"
    verbose_name = "受付"
