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
PR_SET_PDEATHSIG = 1


class Stopped(Exception):
    """Somebody asked for the end: Ctrl-C or SIGTERM."""


class ChildDied(Exception):
    """One of the processes ended by itself."""


class Supervisor:
    """Processes that live and die together.

    `run` blocks until Ctrl-C, SIGTERM, or the end of any child; then all are asked
    to stop, and what still runs after ten seconds is killed. If this process itself
    is killed, the kernel passes SIGTERM on to the children (Linux).
    """

    def __init__(self, commands: dict[str, list[str]], env: dict[str, str]) -> None:
        self.commands = commands
        self.env = env
        self.children: dict[str, subprocess.Popen] = {}

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
                self._look_after()
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

    def _look_after(self) -> None:
        for name, child in self.children.items():
            if child.poll() is not None:
                raise ChildDied(f"{name} ended with code {child.returncode}")
        time.sleep(0.2)

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
