"""Figures without clients: a QR code, and the memory of the whole house."""

import os
import secrets
import subprocess
import sys
import time

from events.registration.qr import qr_path, qr_png
from tests.load.processes import pss_of, tree
from tests.load.server import ROOT, Server

WORKER = "-m celery -A peace worker -P threads -c 4 --without-gossip --without-mingle"


def qr_ms(count: int = 60) -> tuple[float, float]:
    """CPU ms of a QR as a path and as a PNG, each of a ticket never seen before."""
    codes = ["K1" + secrets.token_hex(16).upper() for _ in range(count)]
    spent = []
    for make in (qr_path, qr_png):
        started = time.process_time()
        for code in codes:
            make(code)
        spent.append((time.process_time() - started) / count * 1000)
    return spent[0], spent[1]


def memory(server: Server, *, seconds: float) -> tuple[float, float]:
    """PSS in MB of the web processes and of a worker that has sent letters."""
    from peace.outbox import bell

    worker = subprocess.Popen(
        [sys.executable, *WORKER.split()],
        cwd=ROOT,
        env=os.environ | {"C_FORCE_ROOT": "1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        bell.publish()
        time.sleep(seconds)
        return server.pss(), pss_of(tree(worker.pid))
    finally:
        worker.terminate()
        try:
            worker.wait(20)
        except subprocess.TimeoutExpired:
            worker.kill()
