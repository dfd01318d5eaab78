"""Registering by HTTP: the form and its POST, and many applicants for few seats."""

import re
import uuid
from datetime import timedelta
from itertools import count
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.programme.models import Event
from events.registration.models import Registration, Seat
from tests.load.clients import Reply, Visitor
from tests.load.door import statements_of
from tests.load.rounds import Case, Row, alternate
from tests.load.seeding import seed_event
from tests.load.server import Server

_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="([^"]+)"')
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
SEATS, APPLICANTS = 100, 500
_numbers = count(1)


def _form(event: Event, slot_id: int, number: int) -> dict[str, str]:
    """A party of one with an address: the letter is part of the work."""
    return {
        "path": f"/events/{event.slug}/register/",
        "people": "1",
        "key": str(uuid.uuid4()),
        "p1-name": "国立 花子",
        "p1-kana": "くにたち はなこ",
        "p1-slot": str(slot_id),
        "email": f"applicant{number}@example.jp",
    }


def _forms(event: Event, number: int) -> list[dict[str, str]]:
    slot_id = event.timeslots.in_order().values_list("pk", flat=True)[0]
    return [_form(event, slot_id, next(_numbers)) for _ in range(number)]


def _open(visitor: Visitor, path: str) -> tuple[str, str] | str:
    """The page's two halves of the CSRF token, or what went wrong."""
    reply = visitor.ask("GET", path)
    found = _TOKEN.search(reply.body)
    if reply.status != 200 or not found:
        return f"error page {reply.status}"
    return found[1].decode(), reply.headers["Set-Cookie"].partition(";")[0]


def _send(visitor: Visitor, form: dict[str, str], token: str, cookie: str) -> str:
    body = urlencode(form | {"csrfmiddlewaretoken": token}).encode()
    return _word(visitor.ask("POST", form["path"], body, _FORM | {"Cookie": cookie}))


def _word(reply: Reply) -> str:
    if reply.status == 302:
        return "registered"
    if reply.status == 200 and "席が足りなく".encode() in reply.body:
        return "full"
    if reply.status == 200 and b'class="status bad"' in reply.body:
        return "full"
    return f"error {reply.status}"


def page_and_post(visitor: Visitor, form: dict[str, str]) -> str:
    opened = _open(visitor, form["path"])
    return opened if isinstance(opened, str) else _send(visitor, form, *opened)


def registrations(
    server: Server, event: Event, *, rounds: int, seconds: float
) -> list[Row]:
    rows: list[Row] = []
    for clients in (1, 8):
        case = Case(
            "registration, page + POST",
            page_and_post,
            lambda: _forms(event, int(400 * seconds)),
            clients,
        )
        rows += alternate(server, [case], rounds=rounds, seconds=seconds)
    rows[0].sql = _statements(event)
    return rows


def burst(server: Server, *, at_once: int, rounds: int) -> Row:
    """500 applicants whose form is open press the button; there are 100 seats.

    AT_ONCE of them at a time. The row's `per_second` and times are of the POSTs.
    """
    visitor = Visitor(server.port, 1)
    tokens = _open(visitor, "/events/bench-open/register/")
    events: list[Event] = []

    def items() -> list[dict[str, str]]:
        events.append(
            seed_event(
                f"bench-burst-{at_once}-{len(events)}",
                starts_at=timezone.now() + timedelta(days=5),
                capacity=SEATS,
                timeslots=1,
            )
        )
        return _forms(events[-1], APPLICANTS)

    case = Case(
        f"burst: {APPLICANTS} for {SEATS} seats",
        lambda visitor, form: _send(visitor, form, *tokens),
        items,
        clients=at_once,
    )
    (row,) = alternate(server, [case], rounds=rounds, seconds=30)
    sold = [Seat.objects.filter(timeslot__event=each).count() for each in events]
    parties = [Registration.objects.filter(event=each).count() for each in events]
    row.note = f"sold {sold}, all answered in {APPLICANTS / row.per_second:.1f} s"
    if set(sold) != {SEATS} or set(parties) != {SEATS}:
        row.errors += 1
    return row


def _statements(event: Event) -> int:
    client = Client(SERVER_NAME="127.0.0.1")
    (form,) = _forms(event, 1)
    with CaptureQueriesContext(connection) as queries:
        client.get(form["path"])
        client.post(form["path"], form)
    return statements_of(queries)
