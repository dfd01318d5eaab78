"""Starts a few processes together and stops them together. Nothing but the stdlib."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType

PATIENCE_S = 10
# A child may end by itself this often within so many seconds, and is started again:
# the file broker can hand the worker half a bell, and nothing of worth is lost.
MOST_ENDS, WITHIN_S = 3, 60
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C or SIGTERM."""


class ChildDied(Exception):
    """One of the processes ended by itself, again and again or before all were up."""


class Supervisor:
    """Processes that live and die together.

    `run` blocks until Ctrl-C or SIGTERM; then all are asked to stop, and what still
    runs after ten seconds is killed. A child that ends by itself is started again, but
    not for ever. If this process itself is killed, the kernel passes SIGTERM on to the
    children (Linux).
    """

    def __init__(self, commands: dict[str, list[str]], env: dict[str, str]) -> None:
        self.commands = commands
        self.env = env
        self.children: dict[str, subprocess.Popen] = {}
        self.ends: dict[str, list[float]] = {}

    def run(self, *, is_up: Callable[[], bool], when_up: Callable[[], None]) -> None:
        """Starts all, calls `when_up` once `is_up` says so, waits for the end.

        Raises `ChildDied` after all the others have been stopped.
        """
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, _stop)
        try:
            for name, command in self.commands.items():
                self.children[name] = self._start(command)
            while not is_up():
                self._look_after()
            when_up()
            while True:
                self._look_after(restart=True)
        except Stopped:
            pass
        finally:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_IGN)
            self._stop_all()

    def _start(self, command: list[str]) -> subprocess.Popen:
        return subprocess.Popen(
            command,
            env=self.env,
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C reaches only us; we stop them in order
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
        )

    def _look_after(self, *, restart: bool = False) -> None:
        for name, child in self.children.items():
            if child.poll() is None:
                continue
            if not restart or self._ends_often(name):
                raise ChildDied(f"{name} ended with code {child.returncode}")
            sys.stderr.write(f"{name} ended with code {child.returncode}; again\n")
            self.children[name] = self._start(self.commands[name])
        time.sleep(0.2)

    def _ends_often(self, name: str) -> bool:
        now = time.monotonic()
        recent = [end for end in self.ends.get(name, []) if now - end < WITHIN_S]
        self.ends[name] = [*recent, now]
        return len(self.ends[name]) > MOST_ENDS

    def _stop_all(self) -> None:
        running = [child for child in self.children.values() if child.poll() is None]
        for child in running:
            child.terminate()
        end = time.monotonic() + PATIENCE_S
        for child in running:
            try:
                child.wait(max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                with suppress(ProcessLookupError):
                    os.killpg(child.pid, signal.SIGKILL)
                child.wait()


def _stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _die_with_parent() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
