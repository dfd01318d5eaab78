"""What every test has: an empty cache, and a browser where one is installed.

The people of the tests stand in `tests/cast.py`.
"""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.core.cache import caches
from django.utils import translation

# The browser's driver runs an event loop in the thread of the test; the database is
# used from that thread only between the browser's calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


# Whoever asks for one of these, or is marked django_db, may touch the database; a
# client meets the whole site, and with it the cache, which may be Redis.
SERVER_FIXTURES = {"db", "transactional_db", "django_db_setup", "live_server", "client"}


@pytest.hookimpl(tryfirst=True)  # before -m chooses
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks who asks for no database: those need not run again on a second one.

    This keeps itself honest: whoever does not ask and touches the database all the
    same is refused by pytest-django.
    """
    for item in items:
        asked = SERVER_FIXTURES.intersection(getattr(item, "fixturenames", ()))
        marks = {mark.name for mark in item.iter_markers()}
        if not asked and marks.isdisjoint({"django_db", "postgres", "redis"}):
            item.add_marker(pytest.mark.no_database)


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Counted logins and kept pages must not leak into the next test."""
    for each in caches.all(initialized_only=True):
        each.clear()


@pytest.fixture(autouse=True)
def language_of_the_house() -> None:
    """A request leaves its language on in the thread; the next test wants Japanese."""
    translation.deactivate()


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of Chromium: $CHROMIUM, or the first found. Missing in CI is a fault."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser"]
    found = [path for name in names if name and (path := shutil.which(name))]
    if found:
        return found[0]
    if os.environ.get("CI") == "true":
        pytest.fail("Chromium is missing; .ci/run installs it")
    pytest.skip("Chromium is not installed")


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator:
    """One Chromium for the session; tests open a context of their own in it."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow to import

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-dev-shm-usage",
                "--use-fake-device-for-media-stream",
                "--use-fake-ui-for-media-stream",
            ],
        )
        yield opened
        opened.close()
