"""Workers are killed, race each other, lose the line: what arrives, and how often."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from django.db.models import F
from django.utils import timezone

from peace.outbox.models import OutboxMessage
from peace.outbox.usecases.relay import relay
from tests.outbox.writing import (
    NOON,
    carrier_to,
    exit_of,
    in_another_process,
    write_rows,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.concurrency]

MANAGE = Path(__file__).resolve().parents[2] / "manage.py"
CRASHES = 3


def statuses() -> Counter:
    return Counter(OutboxMessage.objects.values_list("status", flat=True))


def an_hour_passes() -> None:
    """Move every row an hour into the past."""
    hour = timedelta(hours=1)
    OutboxMessage.objects.update(
        due_at=F("due_at") - hour,
        handed_at=F("handed_at") - hour,
        lease_until=F("lease_until") - hour,
    )


def crash_after_250(sink, letter_class: str) -> list[OutboxMessage]:
    """Kill three workers between the server's yes and the note of it."""
    rows = write_rows(12, letter_class=letter_class)
    for _ in range(CRASHES):
        taken = len(sink.mails)

        def work() -> None:
            relay(now=timezone.now(), carrier=carrier_to(sink))

        worker: list[int] = []

        def kill(message_id: str, after: int = taken + 2, worker: list = worker):
            if len(sink.mails) == after:
                # The server has the letter; the worker must not hear it.
                while not worker:
                    time.sleep(0.001)
                os.kill(worker[0], signal.SIGKILL)

        sink.on_taken = kill
        worker.append(in_another_process(work))
        assert exit_of(worker[0]) == -signal.SIGKILL
        an_hour_passes()
    sink.on_taken = lambda message_id: None
    for _ in range(2):
        relay(now=timezone.now(), carrier=carrier_to(sink))
        an_hour_passes()
    return rows


def test_class_a_crash_after_250_makes_one_double_for_each_crash(sink):
    rows = crash_after_250(sink, "A")

    assert statuses() == {"SENT": 12}
    assert set(sink.message_ids) == {row.message_id for row in rows}
    assert len(sink.mails) - len(rows) == CRASHES


def test_class_b_crash_after_250_makes_one_uncertain_for_each_crash(sink):
    rows = crash_after_250(sink, "B")

    assert statuses() == {"SENT": 12 - CRASHES, "UNCERTAIN": CRASHES}
    assert sink.message_ids == Counter(row.message_id for row in rows)


def race(sink, processes: int) -> None:
    pids = [
        in_another_process(lambda: relay(now=timezone.now(), carrier=carrier_to(sink)))
        for _ in range(processes)
    ]
    assert [exit_of(pid) for pid in pids] == [0] * processes


def test_workers_side_by_side_send_each_letter_once(sink):
    rows = write_rows(120, letter_class="B")

    race(sink, 3)

    assert sink.message_ids == Counter(row.message_id for row in rows)
    assert statuses() == {"SENT": 120}


def test_control_without_the_claim_the_same_race_doubles_letters(sink):
    rows = write_rows(20)

    def careless() -> None:
        """Read, pause, send: what a relay without leases does."""
        due = list(OutboxMessage.objects.due(timezone.now()))
        time.sleep(0.3)
        for message in due:
            OutboxMessage.objects.filter(pk=message.pk).update(
                status="SENDING",
                lease_token=message.uuid,
                lease_until=timezone.now() + timedelta(minutes=2),
            )
        relay_held(sink, [row.pk for row in due])

    pids = [in_another_process(careless) for _ in range(2)]
    assert [exit_of(pid) for pid in pids] == [0, 0]
    assert len(sink.mails) > len(rows)


def relay_held(sink, pks: list[int]) -> None:
    from peace.outbox.delivery import Line, build_mail  # noqa: PLC0415 - control only

    line = Line(carrier_to(sink))
    line.open()
    for message in OutboxMessage.objects.filter(pk__in=pks):
        line.send(build_mail(message, now=NOON))
    line.close()


def test_an_outage_in_the_middle_loses_nothing_and_doubles_nothing(sink):
    rows = write_rows(60, letter_class="B")

    def hang_up(message_id: str) -> None:
        if len(sink.mails) == 25:
            sink.close()

    sink.on_taken = hang_up
    relay(now=timezone.now(), carrier=carrier_to(sink))
    sink.cut_before_data = 1  # the line that was still open breaks too
    sink.on_taken = lambda message_id: None
    relay(now=timezone.now(), carrier=carrier_to(sink))
    sink.open()
    an_hour_passes()
    relay(now=timezone.now(), carrier=carrier_to(sink))

    assert statuses() == {"SENT": 60}
    assert sink.message_ids == Counter(row.message_id for row in rows)


def database_url() -> str:
    """Where another program finds the database of this test."""
    params = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{params['NAME']}"
    return (
        f"postgres://{params['USER']}:{params['PASSWORD']}@{params['HOST']}"
        f":{params['PORT'] or 5432}/{params['NAME']}"
    )


def drain(sink, *options: str) -> subprocess.Popen:
    connections.close_all()
    return subprocess.Popen(
        [sys.executable, str(MANAGE), "drain_outbox", *options],
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "peace.settings",
            "DATABASE_URL": database_url(),
            "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for(sink, mails: int, process: subprocess.Popen) -> None:
    until = time.monotonic() + 20
    while len(sink.mails) < mails and time.monotonic() < until:
        assert process.poll() is None, process.stderr.read().decode()
        time.sleep(0.002)
    assert len(sink.mails) >= mails


@pytest.mark.slow
def test_kill_9_of_the_command_loses_nothing(sink):
    rows = write_rows(150, letter_class="A")
    broken = 0

    for _ in range(2):
        process = drain(sink, "--loop")
        wait_for(sink, len(sink.mails) + 25, process)
        process.kill()
        process.communicate()
        held = OutboxMessage.objects.filter(status="SENDING")
        broken += held.exclude(handed_at=None).count()
        an_hour_passes()

    for _ in range(2):
        relay(now=timezone.now(), carrier=carrier_to(sink))
        an_hour_passes()

    doubles = len(sink.mails) - len(rows)
    assert statuses() == {"SENT": 150}
    assert set(sink.message_ids) == {row.message_id for row in rows}
    assert doubles <= broken <= 2


@pytest.mark.slow
def test_the_loop_ends_politely_on_sigterm(sink):
    write_rows(30)
    process = drain(sink, "--loop")
    wait_for(sink, 1, process)

    process.terminate()

    assert process.wait(timeout=10) == 0
    process.stderr.close()
    assert set(statuses()) <= {"SENT", "PENDING"}
    assert len(sink.mails) == statuses()["SENT"]
