"""The place of a run: a database, a folder and a mail sink of its own, all removed."""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

NAME = "peace_bench"
_NOT_OURS = ("DEMO", "DEBUG", "ALLOWED_HOSTS", "EMAIL_DOMAIN", "FROM_EMAIL")


@contextmanager
def place() -> Iterator[Path]:
    """Sets the environment before Django is loaded; yields the run's folder."""
    folder = Path(tempfile.mkdtemp(prefix="peace-bench-"))
    given = os.environ.get("DATABASE_URL", "")
    for name in _NOT_OURS:
        os.environ.pop(name, None)
    sink = subprocess.Popen(
        [sys.executable, "-m", "tests.load.sink"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "tests.load.settings",
            "VAR_DIR": str(folder),
            "SITE_URL": "http://localhost:8000",
            "PROXY_COUNT": "1",
            "LOG_LEVEL": "WARNING",
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.stdout.readline().strip()}",
        }
        if given.startswith("postgres"):
            _fresh_database(given)
            os.environ["DATABASE_URL"] = _named(given, NAME)
        else:
            os.environ.pop("DATABASE_URL", None)
        (folder / "queue").mkdir()
        (folder / "queue-control").mkdir()
        yield folder
    finally:
        sink.stdin.close()
        sink.wait(10)
        _tidy_redis()
        if given.startswith("postgres"):
            _drop_database(given)
        shutil.rmtree(folder, ignore_errors=True)


def conninfo() -> str:
    return os.environ["DATABASE_URL"]


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _fresh_database(url: str) -> None:
    _drop_database(url)
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as line:
        line.execute(f"CREATE DATABASE {NAME}")


def _drop_database(url: str) -> None:
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as line:
        line.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")


def _tidy_redis() -> None:
    """Only what begins with our prefix: the server may be shared."""
    if not os.environ.get("REDIS_URL"):
        return
    from redis import Redis

    with Redis.from_url(os.environ["REDIS_URL"]) as redis:
        for key in redis.scan_iter("peace-bench*"):
            redis.delete(key)
