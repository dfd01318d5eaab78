"""`manage.py load_municipalities`: the 26 cities, three towns and one village."""

from typing import Any

from django.core.management.base import BaseCommand

from network.cities.usecases.load_municipalities import load_municipalities


class Command(BaseCommand):
    help = "Loads the municipalities of the Tama area; safe to repeat."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{load_municipalities()} municipalities")
