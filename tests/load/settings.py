"""The real settings, with two addresses more and a corner of Redis of their own."""

from peace.settings import *  # noqa: F403
from peace.settings import CACHES, CELERY_BROKER_TRANSPORT_OPTIONS, REDIS_URL

ROOT_URLCONF = "tests.load.urls"
PREFIX = "peace-bench"
if REDIS_URL:
    CACHES["default"]["KEY_PREFIX"] = PREFIX
    CELERY_BROKER_TRANSPORT_OPTIONS["global_keyprefix"] = f"{PREFIX}:"
