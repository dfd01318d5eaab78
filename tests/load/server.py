"""The server under test: gunicorn as in production, on a free port."""

import os
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from types import TracebackType
from typing import Self

from django.db import connection

from tests.load.processes import cpu_of, pss_of, tree
from tests.ports import free_port

ROOT = Path(__file__).resolve().parents[2]


class Server:
    """gunicorn with the project's own `gunicorn.conf.py`, stopped on leaving."""

    def __init__(self, log: Path) -> None:
        self.port = free_port()
        self._log = log
        self._process: subprocess.Popen | None = None

    def __enter__(self) -> Self:
        bind = f"127.0.0.1:{self.port}"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "--bind", bind],
            cwd=ROOT,
            env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"},
            stdout=self._log.open("wb"),
            stderr=subprocess.STDOUT,
        )
        try:
            self._wait()
        except BaseException:
            self._stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._stop()

    @property
    def pids(self) -> list[int]:
        return tree(self._process.pid)

    def pss(self) -> float:
        return pss_of(self.pids)

    def cpu(self) -> tuple[float, float]:
        """CPU seconds so far: of the web processes, and of their database backends."""
        return cpu_of(self.pids), cpu_of(backends())

    def _wait(self) -> None:
        until = time.monotonic() + 30
        url = f"http://127.0.0.1:{self.port}/healthz"
        while time.monotonic() < until:
            if self._process.poll() is not None:
                break
            try:
                with urllib.request.urlopen(url, timeout=2):
                    return
            except OSError:
                time.sleep(0.1)
        raise RuntimeError(
            f"gunicorn does not answer:\n{self._log.read_text()[-3000:]}"
        )

    def _stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def backends() -> list[int]:
    """The processes PostgreSQL runs for this database; none on SQLite.

    What its writers do in the background is not counted.
    """
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid()"
        )
        return [row[0] for row in cursor.fetchall()]
