"""The public page of an event, warm and cold, beside an empty view."""

from itertools import count

from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from events.programme.models import Event
from tests.load.clients import Visitor
from tests.load.door import statements_of
from tests.load.rounds import Case, Row, alternate
from tests.load.server import Server


def _get(visitor: Visitor, path: str) -> str:
    reply = visitor.ask("GET", path)
    return "shown" if reply.status == 200 else f"error {reply.status}"


def event_page(
    server: Server, event: Event, *, rounds: int, seconds: float
) -> list[Row]:
    path = f"/events/{event.slug}/"
    turns = int(3_000 * seconds)
    numbers = count()
    found = alternate(
        server,
        [
            Case("event page, warm", _get, lambda: [path] * turns),
            Case("limit: empty view", _get, lambda: ["/bench/empty"] * turns),
            # A query of its own is a page of its own to the cache.
            Case(
                "event page, cold",
                _get,
                lambda: [f"{path}?n={next(numbers)}" for _ in range(turns)],
            ),
        ],
        rounds=rounds,
        seconds=seconds,
    )
    warm, empty, cold = found
    warm.share = warm.per_second / empty.per_second
    cold.share = cold.per_second / empty.per_second
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        Client(SERVER_NAME="127.0.0.1").get(path)
    cold.sql = statements_of(queries)
    with CaptureQueriesContext(connection) as queries:
        Client(SERVER_NAME="127.0.0.1").get(path)
    warm.sql = statements_of(queries)
    return found
