"""The bell may be lost; it may never hold up a request."""

import socket
import time

import pytest
from celery import current_app

from peace.outbox import bell
from tests.outbox.writing import exit_of, in_another_process


@pytest.fixture
def queue(settings):
    """Ring a broker at this address, from a bell of its own."""
    settings.OUTBOX_BELL = True
    before = {
        name: current_app.conf[name]
        for name in ("broker_url", "broker_write_url", "broker_transport_options")
    }

    def at(url: str) -> None:
        current_app.conf.broker_url = current_app.conf.broker_write_url = url
        current_app.conf.broker_transport_options = {}
        bell._renew()

    yield at
    for name, value in before.items():
        current_app.conf[name] = value
    bell._renew()


def ring_time(count: int = 100) -> float:
    """Seconds for COUNT rings: the best of three, as other tests share the cores."""
    times = []
    for _ in range(3):
        started = time.perf_counter()
        for _ in range(count):
            bell.ring()
        times.append(time.perf_counter() - started)
    return min(times)


def closed_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


# These two ring in a process of their own: their threads go on asking for the broker
# and would answer in the middle of the next test.


def test_a_broker_that_is_gone_costs_a_request_nothing(queue, caplog):
    def work() -> None:
        queue(f"redis://127.0.0.1:{closed_port()}/0")
        assert ring_time() < 0.05
        until = time.monotonic() + 8
        while not caplog.records and time.monotonic() < until:
            time.sleep(0.02)
        (complaint,) = caplog.records
        assert "OperationalError" in complaint.getMessage()

    assert exit_of(in_another_process(work)) == 0


def test_a_broker_that_hangs_costs_a_request_nothing(queue):
    def work() -> None:
        with socket.socket() as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            queue(f"redis://127.0.0.1:{silent.getsockname()[1]}/0")
            assert ring_time() < 0.05

    assert exit_of(in_another_process(work)) == 0


def tasks_in_the_queue() -> list[str]:
    told = []
    with current_app.connection_for_read() as connection:
        box = connection.SimpleQueue("celery")
        for _ in range(box.qsize()):
            message = box.get(timeout=1)
            message.ack()
            told.append(message.headers["task"])
    return told


def told_within(seconds: float) -> list[str]:
    """The tasks that come until the first has come, or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        told = tasks_in_the_queue()
        if told:
            return told
        time.sleep(0.02)
    return []


def test_many_rings_are_few_tasks(queue):
    queue("memory://")
    tasks_in_the_queue()

    started = time.monotonic()
    for _ in range(40):
        bell.ring()
        time.sleep(0.02)
    told = told_within(5)
    pauses = (time.monotonic() - started) / bell.PAUSE

    assert 1 <= len(told) <= pauses + 1
    assert len(told) < 40


def test_a_ring_during_the_pause_is_told_after_it(queue):
    queue("memory://")
    tasks_in_the_queue()
    bell.ring()
    assert told_within(5) == ["outbox.relay"]

    bell.ring()

    assert told_within(5) == ["outbox.relay"]


def test_a_forked_worker_has_a_bell_of_its_own(queue):
    queue("memory://")
    bell.ring()

    def ring_in_the_child() -> None:
        assert bell._bell._thread is None
        bell.ring()
        assert bell._bell._thread.is_alive()

    assert exit_of(in_another_process(ring_in_the_child)) == 0


def test_the_bell_is_silent_when_switched_off(settings):
    settings.OUTBOX_BELL = False
    bell._renew()

    bell.ring()

    assert bell._bell._thread is None
