"""A crowd: processes that do the same thing at the same moment, on the test database.

Processes, not threads: what a race breaks stands in the database, and each of these
has a connection, a transaction and a memory of its own. They are forked from a server
that has imported the project once; the database's name is handed to each.
"""

import multiprocessing
import os
import traceback
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

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
    try:
        answered = [answers.get(timeout=TOO_LONG) for _ in processes]
    finally:
        for process in processes:
            process.join(TOO_LONG)
    faults = [answer for _number, answer, is_fault in answered if is_fault]
    if faults:
        raise CrowdFault(faults[0])
    return [answer for _number, answer, _ in sorted(answered, key=lambda it: it[0])]


def _run(
    name: str, number: int, barrier: Any, answers: Any, work: Callable, each: tuple
) -> None:
    from tests import crowd_child  # noqa: PLC0415 - sets Django up in the process

    try:
        crowd_child.use_database(name)
        barrier.wait(TOO_LONG)
        answers.put((number, work(*each), False))
    except BaseException:
        barrier.abort()
        answers.put((number, f"in process {os.getpid()}:\n{traceback.format_exc()}", 1))
    finally:
        crowd_child.let_go()
