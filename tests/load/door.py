"""The door among few tickets and among many: scans, batches, and their limits."""

from collections.abc import Sequence

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.load.rounds import Case, Row, alternate
from tests.load.scans import (
    PATH,
    Shape,
    bare_bodies,
    bare_flow,
    bodies,
    empty_flow,
    flow,
    offline,
    online,
)
from tests.load.seeding import Door, empty_the_hall
from tests.load.server import Server

BATCHES = (50, 500)
SHAPES: dict[str, Shape] = {"asked": online, "decided": offline}


def single_scans(
    server: Server, door: Door, *, clients: Sequence[int], rounds: int, seconds: float
) -> list[Row]:
    """One scan a request, beside the same request to two views that do less."""
    rows: list[Row] = []
    for number in clients:
        cases = [
            Case("scan, one a request", flow(door), lambda: bodies(door, 1), number),
            Case(
                "limit: empty view", empty_flow(door), lambda: bodies(door, 1), number
            ),
            Case(
                "limit: one-statement view",
                bare_flow,
                lambda: bare_bodies(door),
                number,
            ),
        ]
        if number == 8:
            cases.append(
                Case(
                    "scan, one, decided by phone",
                    flow(door),
                    lambda: bodies(door, 1, shape=offline),
                    number,
                )
            )
        found = _measured(server, door, cases, rounds=rounds, seconds=seconds)
        scan, empty, statement = found[:3]
        scan.share = scan.per_second / statement.per_second
        scan.of_empty = scan.per_second / empty.per_second
        rows += found
    rows[0].sql = _statements(door)
    return rows


def batches(
    server: Server, door: Door, *, clients: Sequence[int], rounds: int, seconds: float
) -> list[Row]:
    """What phones send later; only where there are tickets for all clients at once."""
    rows: list[Row] = []
    for number in clients:
        cases = [
            Case(
                f"batches of {size}, {how}",
                flow(door),
                lambda size=size, shape=shape: bodies(door, size, shape=shape),
                number,
                per_turn=size,
            )
            for size in BATCHES
            for how, shape in SHAPES.items()
            if len(door.codes) >= number * size
        ]
        if cases and number == 8:
            cases.append(_with_doubles(door, 50, number))
        rows += _measured(server, door, cases, rounds=rounds, seconds=seconds)
    return rows


def _with_doubles(door: Door, size: int, clients: int) -> Case:
    """Two phones without signal let the same ticket in: the party is merged, and a
    supervisor gets a card."""
    return Case(
        f"batches of {size}, 4 % doubles",
        flow(door, expected=frozenset({"admitted", "already_in"})),
        lambda: bodies(door, size, shape=offline, doubles=True),
        clients,
        per_turn=size,
    )


def _measured(
    server: Server, door: Door, cases: list[Case], *, rounds: int, seconds: float
) -> list[Row]:
    found = alternate(
        server,
        cases,
        rounds=rounds,
        seconds=seconds,
        before=lambda: empty_the_hall(door),
    )
    for row in found:
        row.tickets = door.tickets
    return found


def _statements(door: Door) -> int:
    """SQL statements of one scan, BEGIN and COMMIT not counted."""
    empty_the_hall(door)
    client = Client(
        SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {door.token}"}
    )
    with CaptureQueriesContext(connection) as queries:
        client.post(PATH, bodies(door, 1)[0], content_type="application/json")
    return statements_of(queries)


def statements_of(queries: CaptureQueriesContext) -> int:
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not row["sql"].startswith(frame) for row in queries.captured_queries)
