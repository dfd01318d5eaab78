"""Hands inside the house: a process that does what it is told, one line a deed.

`python -m tests.faults.hands`: reads {"deed": name of a function in `deeds`, "with":
its arguments}, does it, and answers {"done": …} or {"fault": traceback}. Starting
Django takes a second; this process has it done once for many tests.
"""

import json
import sys
import traceback

import django
from django.db import connections

import peace  # noqa: F401 - before the settings, as in every program of the house

if __name__ == "__main__":
    django.setup()
    from tests.faults import deeds

    answers, sys.stdout = sys.stdout, sys.stderr
    for order in sys.stdin:
        asked = json.loads(order)
        connections.close_all()  # the server may have gone since
        try:
            answer = {"done": getattr(deeds, asked["deed"])(**asked["with"])}
        except BaseException:
            answer = {"fault": traceback.format_exc()}
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
