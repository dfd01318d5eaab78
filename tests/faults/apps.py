"""What is different in a process of the fault suite, put in when it starts."""

import os

from django.apps import AppConfig


class FaultsConfig(AppConfig):
    name = "tests.faults"
    label = "faults"

    def ready(self) -> None:
        from tests.faults import clock, guards

        clock.install(os.environ["FAULTS_CLOCK"])
        if haste := os.environ.get("FAULTS_HASTE"):
            clock.hurry(float(haste))
        for name in filter(None, os.environ.get("FAULTS_OFF", "").split(",")):
            guards.switch_off(name)
