"""What phones send to the door, and what they make of the answer."""

import json
import uuid
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from django.utils import timezone

from tests.load.clients import Flow, Visitor
from tests.load.seeding import Door

PATH = "/scanner/api/scans"
# Every so many scans of a phone without signal is of a ticket that was read before.
DOUBLE_EVERY = 25


def headers_of(door: Door) -> dict[str, str]:
    return {
        "Authorization": f"Bearer {door.token}",
        "Content-Type": "application/json",
    }


def online(door: Door, code: str) -> dict:
    """The server is asked."""
    return {
        "id": str(uuid.uuid4()),
        "code": code,
        "timeslot": door.timeslot_id,
        "at": timezone.now().isoformat(),
        "mode": "online",
        "people": "all",
    }


def offline(door: Door, code: str) -> dict:
    """The phone has decided, and tells whom it let in."""
    decided = {"mode": "offline", "said": "admitted", "let_in": door.people[code]}
    return online(door, code) | decided


Shape = Callable[[Door, str], dict]


def bodies(
    door: Door, size: int, *, shape: Shape = online, doubles: bool = False
) -> list[bytes]:
    """Every ticket is shown once, SIZE scans a request, as many as there are tickets.

    With DOUBLES, one in DOUBLE_EVERY is shown a second time, by the request after.
    """
    codes = _with_doubles(door.codes, size) if doubles else iter(door.codes)
    now = timezone.now().isoformat()
    groups = iter(lambda: list(islice(codes, size)), [])
    return [
        json.dumps(
            {"scans": [shape(door, code) for code in group], "device_time": now}
        ).encode()
        for group in groups
        if len(group) == size
    ]


def _with_doubles(codes: Sequence[str], size: int) -> Iterator[str]:
    for place, code in enumerate(codes):
        earlier = place - size
        again = place % DOUBLE_EVERY == 0 and earlier >= 0
        yield codes[earlier] if again else code


def flow(door: Door, *, expected: frozenset[str] = frozenset({"admitted"})) -> Flow:
    headers = headers_of(door)

    def turn(visitor: Visitor, body: bytes) -> str:
        reply = visitor.ask("POST", PATH, body, headers)
        if reply.status != 200:
            return f"error {reply.status}"
        verdicts = {row["verdict"] for row in json.loads(reply.body)["results"]}
        return "answered" if verdicts <= expected else f"error {verdicts}"

    return turn


def empty_flow(door: Door) -> Flow:
    """The same request to a view that does nothing."""
    headers = headers_of(door)

    def turn(visitor: Visitor, body: bytes) -> str:
        reply = visitor.ask("POST", "/bench/empty", body, headers)
        return "answered" if reply.status == 200 else f"error {reply.status}"

    return turn


def bare_bodies(door: Door) -> list[bytes]:
    return [
        json.dumps(
            {
                "id": str(uuid.uuid4()),
                "code": code,
                "device": door.device_id,
                "event": door.event_id,
            }
        ).encode()
        for code in door.codes
    ]


def bare_flow(visitor: Visitor, body: bytes) -> str:
    reply = visitor.ask("POST", "/bench/one-statement", body)
    return "answered" if reply.status == 200 else f"error {reply.status}"
