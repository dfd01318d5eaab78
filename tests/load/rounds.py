"""Rounds that alternate between a subject and its limits; medians; a row a case."""

import os
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field, fields
from statistics import median
from typing import Any

from django.db import connections

from tests.load.clients import Flow, Taken, drive
from tests.load.server import Server

# Few tickets are soon used up; the hall is emptied, and the same drive goes on.
MOST_DRIVES = 8
ENOUGH = 0.8  # of the seconds of a round


@dataclass(frozen=True)
class Case:
    """One thing to measure. `items` makes fresh turns for each round."""

    name: str
    flow: Flow
    items: Callable[[], Sequence[Any]]
    clients: int = 8
    per_turn: int = 1  # scans of one turn


@dataclass
class Row:
    """Medians over the rounds of a case. Times in ms, `load` the 1-minute average."""

    name: str
    clients: int
    tickets: int | None = None  # in the database, where that is what is asked
    per_second: float = 0.0
    share: float | None = None  # of the limit that stands beside it
    of_empty: float | None = None  # of an empty view on the same server
    p50: float = 0.0
    p95: float = 0.0
    web_ms: float = 0.0
    db_ms: float = 0.0
    sql: int | None = None
    errors: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    load: float = 0.0
    note: str = ""

    @property
    def cpu_ms(self) -> float:
        return self.web_ms + self.db_ms

    @classmethod
    def of_json(cls, found: dict[str, Any]) -> "Row":
        names = {each.name for each in fields(cls)}
        return cls(**{name: value for name, value in found.items() if name in names})

    def as_json(self) -> dict[str, Any]:
        return asdict(self) | {"cpu_ms": self.cpu_ms}


def load_now() -> float:
    return round(os.getloadavg()[0], 1)


def alternate(
    server: Server,
    cases: Sequence[Case],
    *,
    rounds: int,
    seconds: float,
    before: Callable[[], None] = lambda: None,
) -> list[Row]:
    """Run CASES in turn, ROUNDS times; one row each, in the order given."""
    taken: list[list[tuple[Taken, float, float]]] = [[] for _ in cases]
    for _ in range(rounds):
        for place, case in enumerate(cases):
            taken[place].append(_round(server, case, seconds, before))
    return [_row(case, runs) for case, runs in zip(cases, taken, strict=True)]


def _round(
    server: Server, case: Case, seconds: float, before: Callable[[], None]
) -> tuple[Taken, float, float]:
    """As many drives as it takes to fill SECONDS: what they took together."""
    whole, web_s, db_s = Taken(), 0.0, 0.0
    for _ in range(MOST_DRIVES):
        before()
        items = case.items()
        web, db = server.cpu()
        connections.close_all()  # the clients are forks of this process
        taken = drive(
            port=server.port,
            flow=case.flow,
            items=items,
            clients=case.clients,
            seconds=seconds - whole.seconds,
        )
        web_after, db_after = server.cpu()
        web_s, db_s = web_s + web_after - web, db_s + db_after - db
        whole.seconds += taken.seconds
        whole.latencies += taken.latencies
        whole.outcomes += taken.outcomes
        if whole.seconds >= seconds * ENOUGH:
            break
    whole.latencies.sort()
    return whole, web_s, db_s


def _row(case: Case, runs: list[tuple[Taken, float, float]]) -> Row:
    outcomes: Counter[str] = Counter()
    for taken, _, _ in runs:
        outcomes += taken.outcomes

    def middle(value: Callable[[Taken, float, float], float]) -> float:
        return median(value(*run) for run in runs)

    def turns(taken: Taken) -> int:
        return max(1, len(taken.latencies)) * case.per_turn

    return Row(
        name=case.name,
        clients=case.clients,
        per_second=middle(lambda taken, web, db: turns(taken) / taken.seconds),
        p50=middle(lambda taken, web, db: taken.quantile(0.5)) * 1000,
        p95=middle(lambda taken, web, db: taken.quantile(0.95)) * 1000,
        web_ms=middle(lambda taken, web, db: web / turns(taken)) * 1000,
        db_ms=middle(lambda taken, web, db: db / turns(taken)) * 1000,
        errors=sum(taken.errors for taken, _, _ in runs),
        outcomes=dict(outcomes),
        load=load_now(),
    )
