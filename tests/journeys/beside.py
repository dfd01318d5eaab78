"""A Python beside the demo, on its database, that is ready before it is asked.

Loading the house takes longer than most of what a journey asks of it. So Django is set
up once; each script runs in a fork of that process, and leaves nothing to the next.
"""

import contextlib
import importlib
import io
import json
import os
import subprocess
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
# The addresses bring the whole house. Not what the tests build with: their counters
# begin anywhere when they are loaded, and two forks would begin at the same number.
LOADED = "peace.urls"


class BesideDemo:
    """The asking side: starts the process, and ends it."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.beside"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def run(self, script: str) -> str:
        """What SCRIPT printed. Raises AssertionError with its fault."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(script) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        assert answer, f"nothing is beside the demo: exit {self._process.wait()}"
        printed, fault = json.loads(answer)
        assert not fault, fault[-2000:]
        return printed

    def stop(self) -> None:
        self._process.communicate(timeout=30)


def main() -> None:
    """One script a line from stdin, one answer a line to stdout."""
    import django  # noqa: PLC0415 - only this side of the pipe needs it here

    django.setup()
    importlib.import_module(LOADED)
    for line in sys.stdin:
        print(_in_a_fork(json.loads(line)), flush=True)


def _in_a_fork(script: str) -> str:
    reading, writing = os.pipe()
    child = os.fork()
    if child:
        os.close(writing)
        with open(reading, encoding="utf-8") as answer:
            said = answer.read()
        os.waitpid(child, 0)
        return said or json.dumps(["", "the script ended its process"])
    os.close(reading)
    with open(writing, "w", encoding="utf-8") as answer:
        answer.write(json.dumps(_outcome(script)))
    os._exit(0)


def _outcome(script: str) -> tuple[str, str]:
    """What SCRIPT printed, and how it failed."""
    printed = io.StringIO()
    try:
        with contextlib.redirect_stdout(printed):
            exec(compile(script, "<beside the demo>", "exec"), {"json": json})  # noqa: S102
    except BaseException:
        return printed.getvalue(), traceback.format_exc()
    return printed.getvalue(), ""


if __name__ == "__main__":
    main()
