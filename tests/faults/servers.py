"""A PostgreSQL and a Redis of our own, to be stopped, emptied and killed."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import psycopg
from redis import Redis as RedisClient
from redis import RedisError

from tests.faults.processes import Processes, wait_until
from tests.faults.size import WHOLE
from tests.ports import free_port

_DEBIAN = Path("/usr/lib/postgresql")


def postgres_binaries() -> Path | None:
    """The folder of initdb and postgres: Debian keeps it out of the PATH."""
    if path := shutil.which("postgres"):
        return Path(path).parent
    newest = sorted(_DEBIAN.glob("*/bin/postgres"), key=lambda it: it.stat().st_mtime)
    return newest[-1].parent if newest else None


def _postgres_user() -> str | None:
    """PostgreSQL refuses to run as root."""
    if os.getuid():
        return None
    try:
        return pwd.getpwnam("postgres").pw_name
    except KeyError:
        return pwd.getpwnam("nobody").pw_name


class Postgres:
    """A cluster in a folder of its own; a whole run commits as durably as production.

    (A server that stops at once loses nothing that the system has in its buffers.)
    """

    def __init__(self, folder: Path, binaries: Path) -> None:
        self._user = _postgres_user()
        self._binaries = binaries
        # Not in FOLDER: pytest's folders are closed to other users.
        self._data = Path(tempfile.mkdtemp(prefix="peace-cluster-"))
        self._processes = Processes(folder)
        self.port = free_port()
        if self._user:
            shutil.chown(self._data, self._user)
        subprocess.run(
            [
                *(binaries / "initdb", "-D", self._data, "-A", "trust", "-U", "peace"),
                *("-E", "UTF8", "--locale=C", "--no-sync"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            user=self._user,
            group=self._user,
            extra_groups=[] if self._user else None,
            cwd="/",
        )
        self.start()

    def start(self) -> None:
        self._process = self._processes.start(
            "postgres",
            [
                *(str(self._binaries / "postgres"), "-D", str(self._data)),
                *("-p", str(self.port), "-h", "127.0.0.1", "-k", ""),
                *("-c", f"fsync={'on' if WHOLE else 'off'}"),
            ],
            user=self._user,
        )
        wait_until(self._answers, about="PostgreSQL is up")

    def crash(self) -> None:
        """As `pg_ctl stop -m immediate`: nothing is written any more, no goodbye."""
        os.kill(self._process.pid, signal.SIGQUIT)
        self._process.wait(30)

    def url(self, name: str = "postgres") -> str:
        return f"postgres://peace@127.0.0.1:{self.port}/{name}"

    def create(self, name: str) -> str:
        with psycopg.connect(self.url(), autocommit=True) as line:
            line.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def close(self) -> None:
        if self._process.poll() is None:
            self.crash()
        self._processes.close()
        shutil.rmtree(self._data, ignore_errors=True)

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.url(), connect_timeout=1).close()
        except psycopg.OperationalError:
            return False
        return True


class Redis:
    """A Redis that keeps nothing on disk: what it forgets is forgotten."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._processes = Processes(folder)
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        self._process = self._processes.start(
            "redis",
            [
                *("redis-server", "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--save", "", "--appendonly", "no", "--dir", str(self._folder)),
            ],
        )
        wait_until(self._answers, about="Redis is up")

    def kill(self) -> None:
        self._processes.kill(self._process)

    def flush(self) -> None:
        with RedisClient.from_url(self.url) as client:
            client.flushall()

    def close(self) -> None:
        self._processes.close()

    def _answers(self) -> bool:
        try:
            with RedisClient.from_url(self.url) as client:
                return bool(client.ping())
        except RedisError:
            return False
