"""kill -9 of workers in the middle of their work, at no chosen moment."""

import os
import signal
import time
from collections.abc import Callable

from tests.faults.clock import LEASE_S
from tests.faults.conftest import on_postgres
from tests.faults.house import House
from tests.faults.processes import children, wait_until
from tests.faults.reckoning import Class
from tests.faults.size import only_whole, size

KILLS = size(short=2, whole=15)
EACH = size(short=75, whole=750)  # letters of each class


def judge(house: House, record: Callable, name: str, kills: int) -> None:
    """What every run of kills has to fulfil."""
    found = house.until_settled()
    record(f"{name}, {kills}×", found.a, found.b)

    with house.telling():
        assert found.a.statuses == {"SENT": EACH}
        assert not found.a.lost
        assert not found.b.lost
        assert found.a.doubles <= kills
        assert not found.a.changed
        assert found.b.doubles == 0
        assert found.b.statuses["UNCERTAIN"] <= kills
        assert set(found.b.statuses) <= {"SENT", "UNCERTAIN"}
        assert found.a.doubles + found.b.statuses["UNCERTAIN"] <= kills
        assert found.strangers == 0


def kill_evenly(house: House, kill: Callable[[], None]) -> None:
    """Call KILL at even distances in the stream of letters."""
    for number in range(1, KILLS + 1):
        house.until_arrived(number * 2 * EACH // (KILLS + 1))
        kill()


def test_workers_of_the_command_are_killed(house, record):
    house.temper(seconds=0.01)
    house.do("write", count=EACH, letter_class="A")
    house.do("write", count=EACH, letter_class="B")
    workers = [house.drain(), house.drain()]

    def kill() -> None:
        house.working.kill(workers.pop(0))
        workers.append(house.drain())

    kill_evenly(house, kill)

    judge(house, record, "kill -9 of drain_outbox", KILLS)


@on_postgres
@only_whole
def test_processes_of_a_celery_worker_are_killed(house, redis, record):
    house.temper(seconds=0.01)
    house.do("write", count=EACH, letter_class="A")
    house.do("write", count=EACH, letter_class="B")
    parent = house.worker_with_beat(redis=redis.url, name="forks", pool="prefork")
    wait_until(lambda: len(children(parent.pid)) == 3, about="two workers and a beat")
    spared = {min(children(parent.pid))}  # the beat, which is forked first

    def busy() -> list[int]:
        return [pid for pid in children(parent.pid) if pid not in spared]

    def kill() -> None:
        wait_until(busy, about="the worker has forked again")
        victim = busy()[0]
        spared.add(victim)
        os.kill(victim, signal.SIGKILL)

    kill_evenly(house, kill)

    judge(house, record, "kill -9 in a Celery worker", KILLS)


def test_a_worker_that_freezes_finds_its_letters_taken(busy, record):
    """As a machine that sleeps: it goes on later and believes it holds its lease."""
    busy.temper(seconds=0.01)
    busy.do("write", count=EACH, letter_class="A")
    busy.do("write", count=EACH, letter_class="B")
    frozen = busy.drainers[0]
    busy.until_arrived(EACH // 2)
    os.kill(frozen.pid, signal.SIGSTOP)
    time.sleep(LEASE_S + 2)
    os.kill(frozen.pid, signal.SIGCONT)

    judge(busy, record, "a worker frozen for longer than its lease", 1)


@on_postgres
def test_a_worker_that_freezes_with_rows_locked_is_thrown_out(house, record):
    """Or its machine is cut off: PostgreSQL would wait for it for hours."""
    found = freeze_in_the_claim(house)
    record("a worker frozen within the claim", found)

    assert found.statuses == {"SENT": 30}
    assert found.doubles == 0


@on_postgres
def test_control_without_the_idle_limit_its_letters_stay(house):
    found = freeze_in_the_claim(house, off="idle limit")

    assert found.statuses == {"SENT": 10, "PENDING": 20}


def freeze_in_the_claim(house: House, off: str = "") -> Class:
    house.do("write", count=30, letter_class="B")
    frozen = house.do("freeze_in_the_claim", off=off)
    time.sleep(4)
    house.do("send")
    found = house.reckon().b
    house.do("thaw_and_kill", pid=frozen)
    return found


def test_a_worker_that_is_asked_to_stop_finishes_the_letter_in_hand(house):
    house.temper(seconds=0.02)
    house.do("write", count=EACH, letter_class="B")
    worker = house.drain()
    house.until_arrived(1)

    worker.terminate()

    assert worker.wait(timeout=20) == 0
    found = house.reckon().b
    assert set(found.statuses) <= {"SENT", "PENDING"}
    assert house.arrived() == found.statuses["SENT"] < EACH


def test_workers_side_by_side_send_each_letter_once(busy):
    busy.do("write", count=60, letter_class="B")

    found = busy.until_settled().b

    assert found.statuses == {"SENT": 60}
    assert found.doubles == 0


def test_control_without_the_lease_workers_side_by_side_double(house):
    house.temper(seconds=0.02)
    house.do("write", count=30, letter_class="B")
    house.drain(off="lease")
    house.drain(off="lease")

    assert house.until_settled().b.doubles > 0
