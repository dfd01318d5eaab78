"""`make demo` as a user starts it: a process of its own, with its own folder."""

import fcntl
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from functools import cached_property
from pathlib import Path

from tests.journeys.beside import BesideDemo
from tests.ports import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
# What the person who runs the tests has set must not reach the demo.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "DEMO", "SITE_URL", "ALLOWED_HOSTS")
PATIENCE_S = 90


class DemoStack:
    """Web, worker and beat on a free port, with an embedded database in FOLDER."""

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self._options = options
        self.lines: list[str] = []
        self._printed: queue.Queue[str | None] = queue.Queue()
        self.process: subprocess.Popen | None = None

    @property
    def environment(self) -> dict[str, str]:
        """For whatever runs on the demo's database."""
        kept = {name: text for name, text in os.environ.items() if name not in FOREIGN}
        return kept | {
            "VAR_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "peace.settings",
            # Another origin than the demo's own, for the list in a frame.
            "EMBED_ALLOWED": "http://127.0.0.1:*",
        }

    @cached_property
    def beside(self) -> BesideDemo:
        """Runs scripts on the demo's database; started when first asked."""
        return BesideDemo(self.environment)

    def with_tables(self) -> "DemoStack":
        """Begin with empty tables: making them takes longer than to fill them.

        They are made once a run, by the first who asks, as `manage.py demo` makes them.
        """
        made = Path(os.environ["TESTS_FOLDER"]) / "demo-tables"
        with open(f"{made}.lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not made.exists():
                making = made.with_suffix(".new")
                shutil.rmtree(making, ignore_errors=True)
                subprocess.run(
                    [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
                    cwd=ROOT,
                    env=self.environment | {"DEMO": "1", "VAR_DIR": str(making)},
                    check=True,
                )
                making.rename(made)
        shutil.copytree(made, self.folder, dirs_exist_ok=True)
        return self

    def start(self) -> "DemoStack":
        """Returns when the doors have been printed."""
        self.process = subprocess.Popen(
            [
                *[sys.executable, "manage.py", "demo", "--port", str(self.port)],
                *self._options,
            ],
            cwd=ROOT,
            env=self.environment | {"PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()
        self.wait_for("Ctrl-C stops everything")
        return self

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        assert self.process
        if "beside" in self.__dict__:
            self.beside.stop()
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        code = self.process.wait(timeout=30)
        self._reader.join(timeout=5)
        return code

    def wait_for(self, words: str) -> None:
        """Until a line with WORDS was printed."""
        while True:
            line = self._printed.get(timeout=PATIENCE_S)
            assert line is not None, "the demo ended:\n" + "".join(self.lines[-30:])
            if words in line:
                return

    @property
    def printed(self) -> str:
        return "".join(self.lines)

    def _read(self) -> None:
        assert self.process
        assert self.process.stdout
        with self.process.stdout as printed:
            for line in printed:
                self.lines.append(line)
                self._printed.put(line)
        self._printed.put(None)
