"""Reminders: written and sent by one worker to a local mail sink, beside smtplib.

Runs as a process of its own (`python -m tests.load.letters`), so that its CPU and
its memory are a worker's; it prints one JSON object.
"""

import json
import resource
import smtplib
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import django

LOT = 250
LONGEST = 40.0  # seconds of sending; a busy machine stops before all are sent


def reminders() -> dict[str, float]:
    """Run the worker and read its figures."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.letters"],
        capture_output=True,
        text=True,
        check=False,
        timeout=180,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    return json.loads(done.stdout.splitlines()[-1])


def _work() -> dict[str, float]:
    from django.conf import settings
    from django.utils import timezone

    from events.reminders.usecases.write_due import (
        write_due_reminders,
    )
    from peace.outbox.delivery import build_mail
    from peace.outbox.models import OutboxMessage
    from peace.outbox.usecases.relay import relay
    from tests.load.processes import peak_of

    OutboxMessage.objects.all().delete()
    plan = _timed(lambda: write_due_reminders(now=timezone.now()))
    first = OutboxMessage.objects.order_by("pk").first()
    mail = build_mail(first, now=timezone.now()).message().as_bytes()
    sent, bare = [], []
    relay(now=timezone.now(), limit=50)
    until = time.monotonic() + LONGEST
    while time.monotonic() < until:
        turn = _timed(lambda: relay(now=timezone.now(), limit=LOT).sent)
        if turn["count"] < LOT:
            break
        sent.append(turn)
        bare.append(_timed(lambda: _bare(settings.EMAIL_PORT, mail)))
    return {
        "planned": plan["count"],
        "planned_per_second": plan["count"] / plan["seconds"],
        "plan_cpu_ms": plan["cpu"] / plan["count"] * 1000,
        "plan_db_ms": plan["db"] / plan["count"] * 1000,
        "sent": sum(turn["count"] for turn in sent),
        "mail_bytes": len(mail),
        "peak_mb": peak_of(),
        **_medians("relay", sent),
        **_medians("smtplib", bare),
    }


def _bare(port: int, mail: bytes) -> int:
    with smtplib.SMTP("127.0.0.1", port) as line:
        for _ in range(LOT):
            line.sendmail("from@example.jp", ["to@example.jp"], mail)
    return LOT


def _timed(work: Callable[[], int]) -> dict[str, float]:
    started, cpu, db = time.monotonic(), _cpu(), _backend_cpu()
    count = work()
    return {
        "count": count,
        "seconds": time.monotonic() - started,
        "cpu": _cpu() - cpu,
        "db": _backend_cpu() - db,
    }


def _medians(name: str, turns: list[dict[str, float]]) -> dict[str, float]:
    return {
        f"{name}_per_second": median(it["count"] / it["seconds"] for it in turns),
        f"{name}_cpu_ms": median(it["cpu"] / it["count"] for it in turns) * 1000,
        f"{name}_db_ms": median(it["db"] / it["count"] for it in turns) * 1000,
    }


def _cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def _backend_cpu() -> float:
    """CPU seconds of our own connection's process in PostgreSQL."""
    from django.db import connection

    from tests.load.processes import cpu_of

    if connection.vendor != "postgresql":
        return 0.0
    connection.ensure_connection()
    return cpu_of([connection.connection.info.backend_pid])


if __name__ == "__main__":
    django.setup()
    sys.stdout.write(json.dumps(_work()) + "\n")
