"""A crowd: processes that do the same thing at the same moment, on the test database.

Processes, not threads: what a race breaks stands in the database, and each of these
has a connection, a transaction and a memory of its own. They are forked from a server
that has imported the project once; the database's name is handed to each.
"""

import multiprocessing
import os
import queue
import time
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, connections

_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.crowd_child"])

TOO_LONG = 60


class CrowdFault(AssertionError):
    """One of the crowd ended with an exception."""


def crowd(work: Callable[..., Any], arguments: Sequence[tuple]) -> list[Any]:
    """What WORK(*arguments) returned in a process for each of ARGUMENTS, in order.

    All begin at the same moment. WORK is a function of a module, so that a process
    can find it. Raises CrowdFault with the traceback of whoever failed.
    """
    answers = _context.Queue()
    barrier = _context.Barrier(len(arguments))
    name = str(connection.settings_dict["NAME"])
    processes = [
        _context.Process(target=_run, args=(name, number, barrier, answers, work, each))
        for number, each in enumerate(arguments)
    ]
    for process in processes:
        process.start()
    answered = _collect(answers, processes)
    for process in processes:
        process.join(TOO_LONG)
    faults = [answer for _number, answer, is_fault in answered if is_fault]
    if faults:
        raise CrowdFault(faults[0])
    return [answer for _number, answer, _ in sorted(answered, key=lambda it: it[0])]


def _collect(answers: Any, processes: Sequence[Any]) -> list[tuple]:
    """One answer of each process; does not wait for one that died without."""
    answered: list[tuple] = []
    end = time.monotonic() + TOO_LONG
    while len(answered) < len(processes):
        try:
            answered.append(answers.get(timeout=0.5))
        except queue.Empty:
            dead = [each.exitcode for each in processes if each.exitcode]
            if dead or time.monotonic() > end:
                for process in processes:
                    process.kill()
                raise CrowdFault(f"no answer; exit codes {dead}") from None
    return answered


def _run(
    name: str, number: int, barrier: Any, answers: Any, work: Callable, each: tuple
) -> None:
    try:
        from tests import crowd_child  # noqa: PLC0415 - sets Django up in the process

        crowd_child.use_database(name)
        barrier.wait(TOO_LONG)
        answers.put((number, work(*each), False))
    except BaseException:
        barrier.abort()
        fault = f"in process {os.getpid()}:\n{traceback.format_exc()}"
        answers.put((number, fault, True))
    finally:
        connections.close_all()
