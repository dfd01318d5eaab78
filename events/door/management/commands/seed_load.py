"""`manage.py seed_load`: an event with any number of registrations, for load tests."""

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_slug
from django.db import connection
from django.utils import timezone

from events.door.usecases.load_in_bulk import NotALoadEvent, load_in_bulk


class Command(BaseCommand):
    help = (
        "Fills a load-test event with registrations and prints one JSON object. "
        "Running it again replaces that event."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--registrations", type=int, required=True)
        parser.add_argument("--event", default="load", metavar="SLUG")

    def handle(self, *args: Any, **options: Any) -> None:
        slug, number = options["event"], options["registrations"]
        if not 1 <= number <= 10_000_000:
            raise CommandError("--registrations: from 1 to 10,000,000")
        try:
            validate_slug(slug)
        except ValidationError:
            raise CommandError("--event: letters, digits, hyphens only") from None
        folder = settings.VAR_DIR / "load"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        path = folder / f"{slug}-tokens.txt"
        draft = path.with_suffix(f".{os.getpid()}")
        try:
            # Whoever reads the file reads whole lines of the event that is there.
            with open(draft, "w", encoding="ascii", opener=_private) as tokens:
                event, slots, device_token = load_in_bulk(
                    slug=slug, registrations=number, tokens=tokens, now=timezone.now()
                )
            draft.replace(path)
        except NotALoadEvent:
            message = (
                f"The event {slug} was not made by seed_load; choose another name."
            )
            raise CommandError(message) from None
        finally:
            draft.unlink(missing_ok=True)
        if connection.vendor == "postgresql":
            # What autovacuum does a minute later; a test must not wait for it.
            with connection.cursor() as cursor:
                cursor.execute("SET statement_timeout = 0")
                cursor.execute("ANALYZE")
        answer = {
            "event": event.slug,
            "timeslots": [slot.pk for slot in slots],
            "tokens_file": str(path),
            "device_token": device_token,
        }
        self.stdout.write(json.dumps(answer))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
