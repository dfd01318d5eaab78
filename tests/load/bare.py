"""The check-in as bare SQL: what the database alone can do."""

import os
import time
from collections.abc import Sequence
from datetime import datetime
from multiprocessing import get_context
from typing import Any

import psycopg

from tests.load.processes import cpu_of

# One statement, durable: the seats of a ticket are admitted and the scan is written.
_POSTGRESQL = """
WITH admitted AS (
  UPDATE registration_seat seat SET admitted_at = %(at)s, admitted_by = %(id)s
  FROM registration_ticket ticket
  WHERE ticket.token_hash = %(code_hash)s AND ticket.revoked_at IS NULL
    AND seat.registration_id = ticket.registration_id
    AND seat.status = 'CONFIRMED' AND seat.admitted_at IS NULL
  RETURNING seat.id
)
INSERT INTO door_scan (id, device_id, event_id, code_hash, body_hash, mode, verdict,
                       admitted, answer, at, received_at)
SELECT %(id)s, %(device)s, %(event)s, %(code_hash)s, %(code_hash)s, 'online',
       'admitted', (SELECT count(*) FROM admitted), '{}', %(at)s, %(at)s
"""
# SQLite knows no UPDATE inside WITH: the admission without the scan.
_SQLITE = """
UPDATE registration_seat SET admitted_at = %(at)s, admitted_by = %(id)s
WHERE status = 'CONFIRMED' AND admitted_at IS NULL AND registration_id =
  (SELECT registration_id FROM registration_ticket WHERE token_hash = %(code_hash)s)
"""
ADMIT = {"postgresql": _POSTGRESQL, "sqlite": _SQLITE}


def admission(scan: dict[str, Any], *, code_hash: str, now: datetime) -> dict[str, Any]:
    """The values of ADMIT."""
    return {
        "id": scan["id"],
        "device": scan["device"],
        "event": scan["event"],
        "code_hash": code_hash,
        "at": now,
    }


def bare_rate(
    *, conninfo: str, shares: Sequence[Sequence[dict[str, Any]]], seconds: float
) -> tuple[float, float]:
    """Check-ins a second over one connection per share, and CPU ms of the database."""
    context = get_context("fork")
    barrier = context.Barrier(len(shares))
    results = context.SimpleQueue()
    workers = [
        context.Process(target=_loop, args=(conninfo, share, seconds, barrier, results))
        for share in shares
    ]
    for worker in workers:
        worker.start()
    rows = [results.get() for _ in workers]
    for worker in workers:
        worker.join()
    done = sum(row[0] for row in rows)
    span = max(row[2] for row in rows) - min(row[1] for row in rows)
    return done / span, sum(row[3] for row in rows) / max(done, 1) * 1000


def _loop(conninfo, share, seconds, barrier, results) -> None:
    with psycopg.connect(conninfo, autocommit=True) as line:
        backend = [line.info.backend_pid]
        for values in share[:1]:
            line.execute(_POSTGRESQL, values, prepare=True)
        barrier.wait(20)
        spent, started, done = cpu_of(backend), time.monotonic(), 0
        for values in share[1:]:
            if time.monotonic() - started > seconds:
                break
            line.execute(_POSTGRESQL, values, prepare=True)
            done += 1
        ended = time.monotonic()
        results.put((done, started, ended, cpu_of(backend) - spent))
    os._exit(0)
