"""`manage.py erase_expired`: what has been kept long enough goes."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from events.outreach.usecases.erase_expired import count_outreach, erase_outreach
from network.summit.usecases.erase_guests import erase_guests, guests_due
from network.youth.usecases.erase_expired import count_expired, erase_expired
from network.youth.usecases.erase_orphans import lost


class Command(BaseCommand):
    help = (
        "Erases what is due; beat does it every night. With --check it only counts, "
        "looks for files without a row and rows without a file, and ends with 1 when "
        "it finds any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="count only, change nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        if not options["check"]:
            erased = erase_expired(now=now) | {"guests": erase_guests(now=now)}
            erased |= erase_outreach(now=now)
            for name, number in erased.items():
                self.stdout.write(f"{name}: {number} erased")
            return
        due = count_expired(now=now) | {"guests": guests_due(now).count()}
        due |= count_outreach(now=now)
        missing = len(lost(now))
        for name, number in due.items():
            self.stdout.write(f"{name}: {number} due")
        self.stdout.write(f"rows without a file: {missing}")
        if any(due.values()) or missing:
            sys.exit(1)
