"""Programme: what is offered."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "events.programme"
    label = "programme"
    verbose_name = "催し"
