"""Processes that live and die together: real ones, in a process of their own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUBBORN = "import signal, time; signal.signal(15, signal.SIG_IGN); time.sleep(60)"
PROGRAM = """
import os, sys
from peace.demo import supervisor
supervisor.PATIENCE_S = 1
children = dict(enumerate([[sys.executable, "-c", code] for code in sys.argv[1:]]))
one = supervisor.Supervisor(children, dict(os.environ))
def up():
    print(*[child.pid for child in one.children.values()], flush=True)
one.run(is_up=lambda: True, when_up=up)
print("stopped", flush=True)
"""


Started = tuple[subprocess.Popen, list[int]]


@pytest.fixture
def start() -> Iterator[Callable[..., Started]]:
    """Starts a supervisor over one Python process for each CODE."""
    with ExitStack() as pipes:

        def _start(*codes: str) -> Started:
            parent = subprocess.Popen(
                [sys.executable, "-c", PROGRAM, *codes],
                cwd=ROOT,
                env=os.environ | {"PYTHONPATH": str(ROOT)},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            pipes.enter_context(parent.stdout)
            pipes.enter_context(parent.stderr)
            return parent, [int(pid) for pid in parent.stdout.readline().split()]

        yield _start


def test_ctrl_c_stops_all_of_them(start):
    parent, children = start(
        "import time; time.sleep(60)", "import time; time.sleep(60)"
    )

    parent.send_signal(signal.SIGINT)

    assert parent.wait(30) == 0
    assert parent.stdout.read() == "stopped\n"
    assert not any(_runs(pid) for pid in children)


def test_one_that_will_not_stop_is_killed(start):
    parent, children = start(STUBBORN)
    time.sleep(0.5)

    parent.terminate()

    assert parent.wait(30) == 0
    assert not any(_runs(pid) for pid in children)


def test_one_that_dies_is_started_again(start, tmp_path):
    """The second time it stays."""
    mark = tmp_path / "was here"
    code = (
        f"import pathlib, sys, time; mark = pathlib.Path({str(mark)!r});"
        "known = mark.exists(); mark.touch(); known or sys.exit(7); time.sleep(60)"
    )
    parent, [first] = start(code)

    line = parent.stderr.readline()

    assert line == "0 ended with code 7; again\n"
    time.sleep(0.5)
    assert parent.poll() is None
    assert not _runs(first)
    parent.send_signal(signal.SIGINT)
    assert parent.wait(30) == 0


def test_one_that_dies_again_and_again_brings_all_down_and_is_named(start):
    parent, children = start("import time; time.sleep(60)", "import sys; sys.exit(7)")

    assert parent.wait(30) == 1
    assert "ChildDied: 1 ended with code 7" in parent.stderr.read()
    assert not any(_runs(pid) for pid in children)


def test_children_do_not_outlive_a_killed_parent(start):
    parent, children = start("import time; time.sleep(60)")

    parent.kill()
    parent.wait(30)

    end = time.monotonic() + 5
    while any(_runs(pid) for pid in children) and time.monotonic() < end:
        time.sleep(0.05)
    assert not any(_runs(pid) for pid in children)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
