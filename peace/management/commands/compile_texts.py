"""Compiles the catalogues of translations; needs no gettext on the machine."""

from typing import Any

from django.core.management.base import BaseCommand

from peace.language.catalogue import compile_all


class Command(BaseCommand):
    help = "Compiles peace/locale/*/LC_MESSAGES/django.po to django.mo."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        for path in compile_all():
            if options["verbosity"] > 1:
                self.stdout.write(str(path))
