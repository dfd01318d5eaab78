"""Many writers, one unbroken chain."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections, transaction

from peace.audit.models import AuditChain, AuditEntry
from peace.audit.usecases.verify import verify_chains
from tests.audit.streams import NOON, write

WRITERS = 4
EACH = 10


def all_at_once(work: Callable[[], None]) -> list[Exception]:
    """WORK in every writer's own connection, started together; what went wrong."""
    barrier = threading.Barrier(WRITERS)
    faults: list[Exception] = []

    def run() -> None:
        try:
            barrier.wait()
            for _ in range(EACH):
                work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(WRITERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_parallel_writers_make_one_unbroken_chain() -> None:
    assert all_at_once(lambda: write()) == []
    assert AuditChain.objects.get().length == WRITERS * EACH
    assert AuditEntry.objects.count() == WRITERS * EACH
    assert verify_chains() == []


@pytest.mark.concurrency
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
def test_without_the_lock_the_writers_collide() -> None:
    """The control: the same writers, without FOR UPDATE, must fail."""

    def careless() -> None:
        with transaction.atomic():
            chain, _ = AuditChain.objects.get_or_create(stream="desk")
            entry = AuditEntry(
                stream="desk",
                number=chain.length + 1,
                at=NOON,
                actor="user:1",
                verb="registered",
                previous_hash=chain.head_hash,
            )
            entry.hash = entry.compute_hash()
            entry.save()
            chain.length, chain.head_hash = entry.number, entry.hash
            chain.save()

    assert all_at_once(careless) != []
