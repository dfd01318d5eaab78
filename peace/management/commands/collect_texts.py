"""Brings the catalogues of translations up to the texts of the sources."""

from typing import Any

from django.core.management.base import BaseCommand

from peace.language.catalogue import PLURALS, extract, po_path, read, update
from peace.language.gaps import gaps


class Command(BaseCommand):
    help = "Collects every text into peace/locale/*/LC_MESSAGES/django.po."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        wanted = extract()
        for language in PLURALS:
            update(language)
            open_ones = gaps(language, read(language), wanted)
            self.stdout.write(f"{po_path(language)}: {len(open_ones)} to translate")
            if options["verbosity"] > 1:
                for line in open_ones:
                    self.stdout.write(f"  {line}")
