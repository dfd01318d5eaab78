"""A real Celery worker with beat: over Redis where there is one, else over files."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connections

from peace.outbox.models import OutboxMessage
from tests.outbox.writing import database_url, write

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 40

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def environment(sink, tmp_path) -> dict[str, str]:
    """The same house in another process: test database, sink, a queue of its own."""
    redis = os.environ.get("REDIS_URL", "")
    (tmp_path / "queue").mkdir()
    (tmp_path / "queue-control").mkdir()
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "peace.settings",
        "DATABASE_URL": database_url(),
        "EMAIL_URL": f"smtp://127.0.0.1:{sink.port}",
        # Database 9: the caches of the test workers live in the first ones.
        "REDIS_URL": f"{redis.rsplit('/', 1)[0]}/9" if redis.count("/") > 2 else redis,
        "VAR_DIR": str(tmp_path),
    }


@pytest.fixture
def worker(environment) -> Iterator[subprocess.Popen]:
    connections.close_all()
    command = "celery -A peace worker -B -P threads -c 2 -l WARNING"
    process = subprocess.Popen(
        [sys.executable, "-m", *command.split(), "--without-gossip"],
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    yield process
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def wait_until(what, process: subprocess.Popen) -> bool:
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until and process.poll() is None:
        if what():
            return True
        time.sleep(0.1)
    return False


def test_beat_delivers_what_is_due_and_the_bell_does_so_at_once(
    sink, environment, worker
):
    write("confirmation:1")

    assert wait_until(lambda: len(sink.mails) == 1, worker)  # beat, within 15 s

    write("confirmation:2")
    rung = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import django; django.setup();"
            "from peace.outbox.bell import publish; publish()",
        ],
        cwd=ROOT,
        env=environment,
        check=False,
    )
    started = time.monotonic()

    assert rung.returncode == 0
    assert wait_until(lambda: len(sink.mails) == 2, worker)
    assert time.monotonic() - started < 8  # sooner than beat's next round could be
    assert wait_until(lambda: not unsent(), worker)


def unsent() -> int:
    return OutboxMessage.objects.exclude(status="SENT").count()
