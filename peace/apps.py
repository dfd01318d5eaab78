"""The porch as an app: commands, checks, and static files of the whole house."""

from django.apps import AppConfig
from django.core.checks import Tags, register

from peace.checks import deployment


class PeaceConfig(AppConfig):
    name = "peace"
    label = "peace"

    def ready(self) -> None:
        register(deployment, Tags.security, deploy=True)
