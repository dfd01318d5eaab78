"""The settings of the tests: the real ones, with a folder and a database of their own.

The environment of the person who runs them does not leak in; only DATABASE_URL and
REDIS_URL choose what the tests run on.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

for _name in (
    "ALLOWED_HOSTS",
    "DEBUG",
    "DEMO",
    "EMAIL_DOMAIN",
    "EMAIL_URL",
    "FROM_EMAIL",
    "PROXY_COUNT",
    "SITE_URL",
):
    os.environ.pop(_name, None)
# The workers of xdist and the processes of the race tests share the folder of the
# process that started them, and with it the keys.
if "TESTS_FOLDER" not in os.environ:
    os.environ["TESTS_FOLDER"] = tempfile.mkdtemp(prefix="peace-tests-")
    atexit.register(shutil.rmtree, os.environ["TESTS_FOLDER"], ignore_errors=True)
os.environ["VAR_DIR"] = os.environ["TESTS_FOLDER"]

from peace.settings import *  # noqa: E402, F403
from peace.settings import (  # noqa: E402
    CACHES,
    DATABASES,
    REDIS_URL,
    STORAGES,
    VAR_DIR,
)

_worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, so that other processes can open it; what a power cut does to it is
    # not what the tests ask.
    DATABASES["default"]["TEST"] = {"NAME": str(Path(VAR_DIR) / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=OFF;PRAGMA foreign_keys=ON;"
    )
if REDIS_URL:
    # Clearing a cache empties its whole Redis database: one for each worker.
    _number = int(_worker[2:]) + 1 if _worker.startswith("gw") else 0
    for _cache in CACHES.values():
        _cache["LOCATION"] = urlsplit(REDIS_URL)._replace(path=f"/{_number}").geturl()
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {
    "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
}
# Otherwise whitenoise reads the whole static folder again for every test client.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
MAIL_FOLDER = Path(VAR_DIR) / "mail" / _worker
CELERY_BROKER_URL = "memory://"
CELERY_BROKER_TRANSPORT_OPTIONS = {}
OUTBOX_BELL = False

# Each worker puts its files into a folder of its own, and can count them.
PRIVATE_STORE = VAR_DIR / f"private-{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}"
