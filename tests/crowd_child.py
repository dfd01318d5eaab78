"""What a process of the crowd needs: Django, set up once, and the test database."""

import importlib

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.db import connections
from django.test.utils import setup_test_environment
from django.urls import get_resolver

# Imported once, before the race, and not in each process during it.
importlib.import_module("tests.registration.racing")
assert get_resolver().url_patterns


def use_database(name: str) -> None:
    """Work on the database NAME from now on, and on no other."""
    connections.close_all()
    for values in (settings.DATABASES["default"], connections["default"].settings_dict):
        values["NAME"] = name
    if not hasattr(settings, "_crowd"):
        settings._crowd = True
        setup_test_environment()
