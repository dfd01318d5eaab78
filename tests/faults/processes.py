"""Processes of a run: started in a group of their own, and gone afterwards."""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


class TooLong(AssertionError):
    """What was waited for did not happen in the time that was given."""


def wait_until(
    what: Callable[[], object], *, about: str, seconds: float = PATIENCE_S
) -> None:
    """Return as soon as WHAT says yes; TooLong after SECONDS."""
    until = time.monotonic() + seconds
    while not what():
        if time.monotonic() > until:
            raise TooLong(about)
        time.sleep(0.05)


class Processes:
    """All that one house or server has started; `close` ends exactly those."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started: list[subprocess.Popen] = []

    def start(
        self,
        name: str,
        command: Sequence[str],
        *,
        env: Mapping[str, str] | None = None,
        user: str | None = None,
        **pipes: int,
    ) -> subprocess.Popen:
        """Run COMMAND; what it says goes to a log of NAME in the folder."""
        # When the test run itself is killed, nothing of it stays behind.
        setpriv = shutil.which("setpriv")
        fate = [setpriv, "--pdeathsig", "KILL"] if setpriv else []
        with (self._folder / f"{name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*fate, *command],
                cwd=ROOT,
                env=env,
                user=user,
                group=user,
                extra_groups=[] if user else None,
                start_new_session=True,
                stderr=log,
                **{"stdout": log, **pipes},
            )
        self._started.append(process)
        return process

    def kill(self, process: subprocess.Popen) -> None:
        """kill -9 of PROCESS and its children."""
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)

    def close(self) -> None:
        for process in self._started:
            self.kill(process)
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
        self._started.clear()

    def said(self) -> str:
        """The ends of all logs, for whoever reads a failure."""
        return "\n".join(
            f"--- {path.name}\n{path.read_text(errors='replace')[-1500:]}"
            for path in sorted(self._folder.glob("*.log"))
            if path.stat().st_size
        )


def children(pid: int) -> list[int]:
    """The processes that PID has started and that still run."""
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        found += [int(child) for child in task.read_text().split()]
    return found
