"""The door: one scan, many scans at once, and what the database alone can do."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.registration.token import hash_token
from tests.load.bare import admission, bare_rate
from tests.load.clients import Flow, Visitor
from tests.load.place import conninfo
from tests.load.rounds import Case, Row, alternate, load_now
from tests.load.seeding import Door, empty_the_hall
from tests.load.server import Server

PATH = "/scanner/api/scans"


def _scan(door: Door, code: str) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "code": code,
        "timeslot": door.timeslot_id,
        "at": timezone.now().isoformat(),
        "mode": "online",
        "people": "all",
    }


def _bodies(door: Door, size: int, turns: int) -> list[bytes]:
    """Every ticket is shown once; SIZE scans a request."""
    codes = iter(door.codes)
    groups = (list(islice(codes, size)) for _ in range(turns))
    return [
        json.dumps(
            {
                "scans": [_scan(door, code) for code in group],
                "device_time": timezone.now().isoformat(),
            }
        ).encode()
        for group in groups
        if group
    ]


def _flow(door: Door) -> Flow:
    headers = {
        "Authorization": f"Bearer {door.token}",
        "Content-Type": "application/json",
    }

    def turn(visitor: Visitor, body: bytes) -> str:
        reply = visitor.ask("POST", PATH, body, headers)
        if reply.status != 200:
            return f"error {reply.status}"
        verdicts = {row["verdict"] for row in json.loads(reply.body)["results"]}
        return verdicts.pop() if verdicts == {"admitted"} else f"error {verdicts}"

    return turn


def _bare_scan(door: Door, code: str) -> dict:
    return {
        "id": str(uuid.uuid4()),
        "code": code,
        "device": door.device_id,
        "event": door.event_id,
    }


def _bare_flow(visitor: Visitor, body: bytes) -> str:
    reply = visitor.ask("POST", "/bench/one-statement", body)
    return "admitted" if reply.status == 200 else f"error {reply.status}"


def single_scans(
    server: Server, door: Door, *, clients: Sequence[int], rounds: int, seconds: float
) -> list[Row]:
    """One scan a request; beside it the one-statement view and the bare statement."""
    rows: list[Row] = []
    turns = min(len(door.codes), int(1_000 * seconds))
    for number in clients:
        scan = Case(
            "scan, one a request",
            _flow(door),
            lambda: _bodies(door, 1, turns),
            number,
        )
        limit = Case(
            "limit: one-statement view",
            _bare_flow,
            lambda: [
                json.dumps(_bare_scan(door, code)).encode()
                for code in door.codes[:turns]
            ],
            number,
        )
        found = alternate(
            server,
            [scan, limit],
            rounds=rounds,
            seconds=seconds,
            before=lambda: empty_the_hall(door),
        )
        found[0].share = found[0].per_second / found[1].per_second
        rows += found
    rows[0].sql = _statements(door)
    return rows


def batches(server: Server, door: Door, *, rounds: int, seconds: float) -> list[Row]:
    cases = [
        Case(
            f"scans in batches of {size}",
            _flow(door),
            lambda size=size: _bodies(door, size, len(door.codes) // size),
            clients=4,
            per_turn=size,
        )
        for size in (50, 500)
    ]
    return alternate(
        server,
        cases,
        rounds=rounds,
        seconds=seconds,
        before=lambda: empty_the_hall(door),
    )


def bare_statement(door: Door, *, clients: int, seconds: float) -> list[Row]:
    """The statement alone, from as many connections; PostgreSQL only."""
    if connection.vendor != "postgresql":
        return []
    empty_the_hall(door)
    now = datetime.now().astimezone()
    values = [
        admission(_bare_scan(door, code), code_hash=hash_token(code), now=now)
        for code in door.codes
    ]
    connections.close_all()
    rate, db_ms = bare_rate(
        conninfo=conninfo(),
        shares=[values[place::clients] for place in range(clients)],
        seconds=seconds,
    )
    name = "limit: the statement, no HTTP"
    return [Row(name, clients, per_second=rate, db_ms=db_ms, load=load_now())]


def _statements(door: Door) -> int:
    """SQL statements of one scan, BEGIN and COMMIT not counted."""
    empty_the_hall(door)
    client = Client(
        SERVER_NAME="127.0.0.1", headers={"Authorization": f"Bearer {door.token}"}
    )
    with CaptureQueriesContext(connection) as queries:
        for body in _bodies(door, 1, 1):
            client.post(PATH, body, content_type="application/json")
    return statements_of(queries)


def statements_of(queries: CaptureQueriesContext) -> int:
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
    return sum(not row["sql"].startswith(frame) for row in queries.captured_queries)
