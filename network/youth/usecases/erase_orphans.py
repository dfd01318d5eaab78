"""Finds files of the private store that no row knows, and rows whose file is gone."""

from datetime import datetime, timedelta

from django.apps import apps

from network.youth import store

# A file is put before its row is written: a fresh one is nobody's yet.
FRESH = timedelta(days=1)
# How columns are called that name a file of the store.
STORED = ("stored_as", "small_as")


def known_names() -> set[str]:
    """Every name that a row of this room refers to (`STORED`)."""
    names: set[str] = set()
    for model in apps.get_app_config("youth").get_models():
        columns = {field.name for field in model._meta.get_fields()}
        for column in columns.intersection(STORED):
            rows = model._default_manager.all()
            if "removed_at" in columns:
                rows = rows.filter(removed_at__isnull=True)
            names |= set(rows.values_list(column, flat=True))
    return names - {""}


def orphans(now: datetime) -> list[str]:
    """Files older than a day that no row knows: nobody can reach or erase them."""
    known = known_names()
    return [name for name in store.names(before=now - FRESH) if name not in known]


def lost(now: datetime) -> list[str]:
    """Names that a row knows and the store does not have."""
    return sorted(known_names() - set(store.names(before=now + FRESH)))


def erase_orphans(now: datetime) -> int:
    """Remove the orphans; how many. Changes the store alone."""
    found = orphans(now)
    for name in found:
        store.remove(name)
    return len(found)
