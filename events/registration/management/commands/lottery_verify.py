"""`manage.py lottery_verify FILE`: is a published draw what it says it is?"""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from events.registration.proof import differences, drawn


class Command(BaseCommand):
    help = (
        "Recomputes a published draw from its JSON; exit 1 and a line per difference."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the JSON file of the lottery's page")

    def handle(self, file: str, **options: Any) -> None:
        try:
            proof = json.loads(Path(file).read_text("utf-8"))
        except (OSError, ValueError) as fault:
            raise CommandError(f"{file} cannot be read: {fault}") from None
        found = differences(proof)
        for each in found:
            self.stdout.write(each)
        if found:
            raise CommandError(f"{len(found)} differences.")
        if not drawn(proof):
            self.stdout.write("OK so far: sealed, not drawn yet.")
            return
        self.stdout.write(f"OK: {drawn(proof)} of {len(proof['draws'])} draws agree.")
