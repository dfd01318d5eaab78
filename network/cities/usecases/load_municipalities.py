"""Bring the municipalities of Tama into the database."""

import csv
from pathlib import Path

from django.db import transaction

from network.cities.models import Municipality

# Codes: 全国地方公共団体コード, check digits recomputed. Members: the 26 cities, as
# each of their own pages says; the three towns and the village are not members.
DATA = Path(__file__).resolve().parent.parent / "data" / "municipalities.csv"


@transaction.atomic
def load_municipalities() -> int:
    """Create or correct all rows of the data file; return how many it has."""
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = [
            Municipality(
                code=row["code"],
                name=row["name"],
                kana=row["kana"],
                name_en=row["name_en"],
                kind=row["kind"],
                is_member=row["is_member"] == "yes",
            )
            for row in csv.DictReader(file)
        ]
    Municipality.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "kana", "name_en", "kind", "is_member"],
    )
    return len(rows)
