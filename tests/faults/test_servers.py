"""The database and the queue go away and come back; the workers are not restarted."""

import time
from collections.abc import Callable

from tests.faults.conftest import on_postgres
from tests.faults.house import House
from tests.faults.servers import Postgres, Redis
from tests.faults.size import only_whole, size

EACH = size(short=40, whole=400)  # letters of each class
STOPPED_S = size(short=6, whole=60)
GONE_S = size(short=2, whole=10)

pytestmark = on_postgres


def write(house: House, first: int = 0) -> None:
    house.do("write", count=EACH, letter_class="A", first=first)
    house.do("write", count=EACH, letter_class="B", first=first)


def judge(
    house: House, record: Callable, name: str, *, unclear: int, each: int = EACH
) -> None:
    """Nothing lost, and at most UNCLEAR letters whose end nobody could write down."""
    found = house.until_settled()
    record(name, found.a, found.b)

    with house.telling():
        assert found.a.statuses == {"SENT": each}
        assert not found.a.lost + found.b.lost
        assert found.b.doubles == 0
        assert found.a.doubles + found.b.statuses["UNCERTAIN"] <= unclear
        assert found.strangers == 0


def test_postgresql_is_stopped_and_comes_back(busy, postgres: Postgres, record):
    busy.temper(seconds=0.01)
    write(busy)
    busy.until_arrived(EACH // 2)
    postgres.crash()
    time.sleep(STOPPED_S)
    arrived = busy.arrived()
    postgres.start()

    # One letter a worker was with the mail server when its note was lost.
    judge(busy, record, f"PostgreSQL stopped for {STOPPED_S} s", unclear=2)
    assert arrived < 2 * EACH


def test_without_redis_the_command_delivers_everything(busy, record):
    write(busy)

    judge(busy, record, "no Redis, drain_outbox --loop", unclear=0)


def test_two_celery_workers_with_a_beat_each_outlive_their_servers(
    house, redis: Redis, postgres: Postgres, record
):
    """Celery starts slowly: the same two go through one trouble after the other."""
    for name in ("one", "two"):
        house.worker_with_beat(redis=redis.url, name=name)
    two_beats_plan_each_reminder_once(house, record)
    for trouble in (
        redis_is_emptied,
        redis_is_killed_and_comes_back_empty,
        postgresql_crashes,
    ):
        house.fresh(keep=True)
        house.temper(seconds=0.01)
        write(house)
        house.until_arrived(EACH // 2)
        trouble(house, redis, postgres, record)


def two_beats_plan_each_reminder_once(house: House, record: Callable) -> None:
    house.do("invite_for_tomorrow", parties=EACH)
    house.until_arrived(EACH)
    time.sleep(2)  # both beats ring again
    found = house.until_settled().b
    record("two beats, two workers", found)

    assert found.statuses == {"SENT": EACH}
    assert found.doubles == 0


def redis_is_emptied(
    house: House, redis: Redis, postgres: Postgres, record: Callable
) -> None:
    redis.flush()

    judge(house, record, "Redis FLUSHALL", unclear=0)


def redis_is_killed_and_comes_back_empty(
    house: House, redis: Redis, postgres: Postgres, record: Callable
) -> None:
    redis.kill()
    try:
        write(house, first=EACH)  # nobody can ring for these
        time.sleep(GONE_S)
    finally:
        redis.start()

    judge(house, record, f"Redis killed for {GONE_S} s", unclear=0, each=2 * EACH)


def postgresql_crashes(
    house: House, redis: Redis, postgres: Postgres, record: Callable
) -> None:
    postgres.crash()
    time.sleep(GONE_S)
    postgres.start()

    # Two workers of two threads.
    judge(house, record, "PostgreSQL crashed under Celery", unclear=4)


@only_whole
def test_control_what_lies_only_in_redis_is_lost(house, redis: Redis):
    """Without beat and without a new ring nothing comes back by itself."""
    write(house)
    house.do("ring_at", redis=redis.url)
    redis.flush()
    house.celery(
        *("worker", "-P", "threads", "-c", "2", "-n", "deaf", "--without-gossip"),
        redis=redis.url,
    )
    time.sleep(GONE_S)
    assert house.arrived() == 0

    house.do("ring_at", redis=redis.url)

    house.until_settled()
    assert house.arrived() == 2 * EACH
