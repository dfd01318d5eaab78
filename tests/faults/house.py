"""A house to break: its database, its mail sink, its clock, and its workers."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from tests.faults.processes import Processes, wait_until
from tests.faults.reckoning import Reckoning, reckon, rows, taken
from tests.faults.sink import Temper

HASTE = 600  # a minute between two tries becomes a tenth of a second
MANAGE = [sys.executable, "manage.py"]
CELERY = [sys.executable, "-m", "celery", "-A", "peace"]
_NOT_OURS = ("DEMO", "DEBUG", "ALLOWED_HOSTS", "EMAIL_DOMAIN", "FROM_EMAIL", "SITE_URL")
_OPEN = {"PENDING", "SENDING", "RETRY"}


class House:
    """What all tests of one database share; `fresh` begins each of them."""

    def __init__(self, folder: Path, database_url: str) -> None:
        self.database_url = database_url
        self._folder = folder
        self._standing = Processes(folder)
        self.working = Processes(folder)
        self.drainers: list[subprocess.Popen] = []
        self._number = 0
        self._clock = folder / "clock"
        self._clock.write_text("0")
        self.ledger = folder / "ledger-0"
        self._sink = self._program("sink", env=None)
        port = self._sink.stdout.readline().decode().strip()
        self.env = {
            **{k: v for k, v in os.environ.items() if k not in _NOT_OURS},
            "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
            "DATABASE_URL": database_url,
            "REDIS_URL": "",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "VAR_DIR": str(folder),
            "LOG_LEVEL": "WARNING",
            "FAULTS_CLOCK": str(self._clock),
            "FAULTS_HASTE": str(HASTE),
            "C_FORCE_ROOT": "1",
        }
        self._hands: subprocess.Popen | None = None
        self.do("make_tables")

    def _program(self, name: str, env: dict[str, str] | None) -> subprocess.Popen:
        """A program of this folder that takes a line and answers it."""
        return self._standing.start(
            name,
            [sys.executable, "-u", "-m", f"tests.faults.{name}"],
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )

    # Before and after a test

    def fresh(self, *, keep: bool = False) -> None:
        """No letters, a patient mail server, the right time.

        No workers either, unless we KEEP those of before.
        """
        if not keep:
            self.working.close()
            self.drainers.clear()
        self._number += 1
        self.ledger = self._folder / f"ledger-{self._number}"
        self.temper()
        self.jump_to(0)
        self.do("empty")

    def close(self) -> None:
        self.working.close()
        self._standing.close()

    # The world around it

    def temper(self, **changes: Any) -> None:
        """How the mail server behaves from now on."""
        temper = Temper(ledger=str(self.ledger), **changes)
        self._say(self._sink, asdict(temper))

    def jump_to(self, seconds: float) -> None:
        """The clock of the house is off by so many seconds from now on."""
        new = self._clock.with_suffix(".new")
        new.write_text(str(seconds))
        new.replace(self._clock)

    # What is done in it

    def do(self, deed: str, **arguments: Any) -> Any:
        """A function of `deeds`, run inside the house."""
        if self._hands is None:
            self._hands = self._program("hands", self.env)
        answer = json.loads(self._say(self._hands, {"deed": deed, "with": arguments}))
        if "fault" in answer:
            raise AssertionError(answer["fault"])
        return answer["done"]

    @staticmethod
    def _say(process: subprocess.Popen, words: dict[str, Any]) -> bytes:
        process.stdin.write(json.dumps(words).encode() + b"\n")
        process.stdin.flush()
        return process.stdout.readline()

    # Who works in it

    def drain(self, *, off: str = "") -> subprocess.Popen:
        """`manage.py drain_outbox --loop`: a worker without Redis."""
        command = [*MANAGE, "drain_outbox", "--loop"]
        return self.working.start("drain", command, env=self._env(off))

    def keep_draining(self, number: int) -> None:
        """So many workers of the command, those of the last test if they live."""
        self.drainers = [it for it in self.drainers if it.poll() is None]
        while len(self.drainers) < number:
            self.drainers.append(self.drain())

    def celery(
        self, *options: str, redis: str, off: str = "", name: str = "celery"
    ) -> subprocess.Popen:
        env = self._env(off) | {"REDIS_URL": redis}
        return self.working.start(name, [*CELERY, *options, "-l", "WARNING"], env=env)

    def worker_with_beat(
        self, *, redis: str, name: str, pool: str = "threads"
    ) -> subprocess.Popen:
        """A real Celery worker with a real beat in it."""
        schedule = str(self._folder / f"schedule-{name}")
        options = ["worker", "-B", "-s", schedule, "-P", pool, "-c", "2"]
        return self.celery(
            *options, "-n", name, "--without-gossip", redis=redis, name=name
        )

    def _env(self, off: str) -> dict[str, str]:
        return self.env | {"FAULTS_OFF": off}

    # What one sees from outside

    def arrived(self) -> int:
        """Letters that the mail server took, doubles counted."""
        return sum(
            entry["end"] != "cut"
            for entries in taken(self.ledger).values()
            for entry in entries
        )

    def last_arrival(self) -> float:
        """When the mail server took the last one, by its own clock."""
        entries = taken(self.ledger).values()
        return max((it["at"] for each in entries for it in each), default=0.0)

    def left(self) -> int:
        """Letters that still wait or are in somebody's hands."""
        return sum(status in _OPEN for _, _, status in rows(self.database_url))

    def until_arrived(self, count: int, *, seconds: float = 60) -> None:
        with self.telling():
            wait_until(
                lambda: self.arrived() >= count,
                about=f"{count} letters arrived ({self.arrived()} so far)",
                seconds=seconds,
            )

    def until_settled(self, *, seconds: float = 90) -> Reckoning:
        """Wait until no letter is on its way any more, and count."""
        with self.telling():
            wait_until(
                lambda: not self.left(), about="all letters settled", seconds=seconds
            )
        return self.reckon()

    def reckon(self) -> Reckoning:
        return reckon(self.database_url, self.ledger)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """A failure says what the processes said."""
        try:
            yield
        except AssertionError as error:
            error.add_note(f"{self.reckon()}\n{self.working.said()}")
            raise
