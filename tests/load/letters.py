"""Reminders: planned, rendered and handed to a local mail sink by one worker.

Beside it, in turn, the sink's own ceiling: smtplib alone, with a mail that is ready.
Runs as a process of its own (`python -m tests.load.letters`), so that its CPU and
its memory are a worker's; it prints one JSON object.
"""

import itertools
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
LONGEST = 200.0  # seconds of sending; a busy machine stops before all are sent
WARM = 1_000  # letters after which memory has to be flat


def reminders() -> dict[str, float]:
    """Run the worker and read its figures."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.load.letters"],
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
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
    from tests.load.processes import peak_of, rss_of

    OutboxMessage.objects.all().delete()
    now = timezone.now()
    first_plan = _timed(lambda: write_due_reminders(now=now, limit=WARM))
    plan_warm = rss_of()
    rest = _timed(lambda: write_due_reminders(now=now))
    plan = {name: first_plan[name] + rest[name] for name in rest}
    after_plan = rss_of()
    first = OutboxMessage.objects.order_by("pk").first()
    mail = build_mail(first, now=timezone.now()).message().as_bytes()
    sent, bare, memory = [], [], []
    began = time.monotonic()
    while time.monotonic() < began + LONGEST:
        turn = _timed(lambda: relay(now=timezone.now(), limit=LOT).sent)
        if not turn["count"]:
            break
        sent.append(turn)
        memory.append(rss_of())
        bare.append(_timed(lambda: _bare(settings.EMAIL_PORT, mail)))
    whole = [turn for turn in sent[1:] if turn["count"] == LOT] or sent
    count = sum(turn["count"] for turn in sent)
    return {
        "planned": plan["count"],
        "planned_in_s": plan["seconds"],
        "planned_per_second": plan["count"] / plan["seconds"],
        "plan_cpu_ms": plan["cpu"] / plan["count"] * 1000,
        "plan_db_ms": plan["db"] / plan["count"] * 1000,
        "plan_sql": plan["sql"] / plan["count"],
        "sent": count,
        "sent_in_s": sum(turn["seconds"] for turn in sent),
        "relay_sql": sum(turn["sql"] for turn in sent) / count,
        "mail_bytes": len(mail),
        "sent_warm": min(WARM, count),
        "memory_plan_warm_mb": plan_warm,
        "memory_planned_mb": after_plan,
        "memory_sent_warm_mb": memory[min(WARM // LOT, len(memory)) - 1],
        "memory_sent_mb": memory[-1],
        "peak_mb": peak_of(),
        **_medians("relay", whole),
        **_medians("smtplib", bare),
        "relay_of_smtplib": _rate(whole) / _rate(bare),
    }


def _bare(port: int, mail: bytes) -> int:
    with smtplib.SMTP("127.0.0.1", port) as line:
        for _ in range(LOT):
            line.sendmail("from@example.jp", ["to@example.jp"], mail)
    return LOT


def _timed(work: Callable[[], int]) -> dict[str, float]:
    from django.db import connection

    statements = itertools.count()

    def counting(execute, sql, params, many, context):
        next(statements)
        return execute(sql, params, many, context)

    started, cpu, db = time.monotonic(), _cpu(), _backend_cpu()
    with connection.execute_wrapper(counting):
        count = work()
    return {
        "count": count,
        "seconds": time.monotonic() - started,
        "cpu": _cpu() - cpu,
        "db": _backend_cpu() - db,
        "sql": next(statements),
    }


def _rate(turns: list[dict[str, float]]) -> float:
    return median(it["count"] / it["seconds"] for it in turns)


def _medians(name: str, turns: list[dict[str, float]]) -> dict[str, float]:
    return {
        f"{name}_per_second": _rate(turns),
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
