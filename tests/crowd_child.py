"""What a process of the crowd needs: Django, set up once, and the test database."""

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.conf import settings
from django.db import connections
from django.test.utils import setup_test_environment
from django.urls import get_resolver


def use_database(name: str) -> None:
    """Work on the database NAME from now on, and on no other."""
    connections.close_all()
    for values in (settings.DATABASES["default"], connections["default"].settings_dict):
        values["NAME"] = name
    if not hasattr(settings, "_crowd"):
        settings._crowd = True
        setup_test_environment()
    get_resolver().url_patterns  # noqa: B018 - imported before the race, not in it


def let_go() -> None:
    connections.close_all()
