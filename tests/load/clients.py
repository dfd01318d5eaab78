"""The load generator: kept connections, in processes, bounded in count and time."""

import http.client
import os
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_context
from typing import Any

PROCESSES = 4


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


class Visitor:
    """One client with one connection; behind the proxy everybody has an address."""

    def __init__(self, port: int, number: int) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self._address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Reply:
        headers = {"X-Forwarded-For": self._address} | (headers or {})
        try:
            self._line.request(method, path, body, headers)
            answer = self._line.getresponse()
            return Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self._line.close()
            raise


# One turn of a visitor: returns a word for what came of it; "error…" is an error.
Flow = Callable[[Visitor, Any], str]


@dataclass
class Taken:
    """What one drive took. Latencies in seconds, sorted."""

    seconds: float = 0.0
    latencies: list[float] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    @property
    def errors(self) -> int:
        return sum(n for word, n in self.outcomes.items() if word.startswith("error"))

    def quantile(self, share: float) -> float:
        place = min(len(self.latencies) - 1, int(len(self.latencies) * share))
        return self.latencies[place] if self.latencies else 0.0


def drive(
    *, port: int, flow: Flow, items: Sequence[Any], clients: int, seconds: float
) -> Taken:
    """Let CLIENTS take their turns over ITEMS, for at most SECONDS."""
    context = get_context("fork")
    processes = min(clients, PROCESSES)
    barrier = context.Barrier(processes)
    results = context.SimpleQueue()
    shares = [items[number::clients] for number in range(clients)]
    workers = [
        context.Process(
            target=_process,
            args=(port, flow, shares[place::processes], seconds, barrier, results),
        )
        for place in range(processes)
    ]
    for worker in workers:
        worker.start()
    taken, begun, ended = Taken(), [], []
    for _ in workers:
        start, end, latencies, outcomes = results.get()
        begun.append(start)
        ended.append(end)
        taken.latencies += latencies
        taken.outcomes += outcomes
    for worker in workers:
        worker.join()
    taken.seconds = max(ended) - min(begun)
    taken.latencies.sort()
    return taken


def _process(port, flow, shares, seconds, barrier, results) -> None:
    latencies: list[float] = []
    outcomes: Counter[str] = Counter()
    ready = threading.Barrier(len(shares) + 1)
    threads = [
        threading.Thread(
            target=_turns,
            args=(port, flow, share, seconds, ready, latencies, outcomes),
        )
        for share in shares
    ]
    for thread in threads:
        thread.start()
    barrier.wait(30)
    ready.wait(30)
    started = time.monotonic()
    for thread in threads:
        thread.join()
    results.put((started, time.monotonic(), latencies, outcomes))
    os._exit(0)


def _turns(port, flow, share, seconds, ready, latencies, outcomes) -> None:
    visitor = Visitor(port, hash((os.getpid(), threading.get_ident())) & 0xFFFFFF)
    ready.wait(30)
    until = time.monotonic() + seconds
    for item in share:
        started = time.monotonic()
        if started > until:
            return
        try:
            word = flow(visitor, item)
        except (OSError, http.client.HTTPException) as error:
            word = f"error {type(error).__name__}"
        latencies.append(time.monotonic() - started)
        outcomes[word] += 1
