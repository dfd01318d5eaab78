"""`manage.py seed_demo`: the demo programme, with dates around today."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone

from peace.demo.programme import load_demo, summary


class Command(BaseCommand):
    help = (
        "Loads the demo programme; safe to repeat. When its dates have passed, its "
        "events are deleted with their registrations and built again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO and connection.vendor != "sqlite":
            raise CommandError(
                "seed_demo deletes and rebuilds events: it runs only with DEMO=1 or "
                "on the embedded SQLite database."
            )
        is_new = load_demo(now=timezone.now())
        counts = ", ".join(f"{number} {name}" for name, number in summary().items())
        state = "loaded" if is_new else "is there already"
        self.stdout.write(f"The demo programme {state}: {counts}.")
