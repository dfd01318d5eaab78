"""The table that the server's door and the phone's are both held to.

The phone's half is `tests/scanner/decisions.test.js`.
"""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from events.door.choices import Verdict
from events.door.code import read_code
from events.door.verdict import SeatState, Slot, TicketState, decide

TABLE = json.loads(Path(__file__).with_name("decisions.json").read_text("utf-8"))
CODE = "K1" + "A2" * 16

SLOTS = {
    each["id"]: Slot(
        id=each["id"],
        title=each["title"],
        **{
            when: datetime.fromisoformat(each[when])
            for when in ("starts_at", "ends_at", "doors_at")
        },
    )
    for each in TABLE["timeslots"]
}


def ticket(line: dict[str, Any] | None, inside: dict[str, list[int]]) -> TicketState:
    """What the server would have read of a ticket with this LINE."""
    if line is None:
        return None
    seats = [
        SeatState(
            id=1000 * int(slot) + number,
            timeslot_id=int(slot),
            attendee=number,
            admitted_at=SLOTS[int(slot)].doors_at if is_in else None,
            admitted_by="scan" if is_in else None,
        )
        # The order of the rows is the database's; nothing may depend on it.
        for slot, numbers in reversed(line["seats"].items())
        for number in reversed(numbers)
        for is_in in [number in line["in"].get(slot, []) + inside.get(slot, [])]
    ]
    return TicketState(
        registration_id=7,
        event_id=line["event"],
        is_revoked=line["is"] == "replaced",
        is_cancelled=line["is"] == "cancelled",
        # An old version of a live registration; of a dead one it says "cancelled".
        is_waiting=line["is"] in {"waiting", "replaced"},
        lacks_consent=set(line["lacks"]),
        seats=seats,
    )


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: row["case"])
def test_the_server_decides_as_the_table_says(row):
    people = row["people"]

    found = decide(
        code=read_code(CODE if row["read"] == "ticket" else row["read"]),
        ticket=ticket(TABLE["lines"].get(row["line"]), row["inside"]),
        event_id=TABLE["event"],
        slots=SLOTS,
        timeslot_id=row["stands"],
        people=None if people == "all" else frozenset(people),
        at=datetime.fromisoformat(row["at"]),
    )

    slot = found.right_slot or found.slot
    assert {
        "verdict": found.verdict,
        "let_in": sorted(seat.attendee for seat in found.seats),
        "party": found.party,
        "timeslot": slot.id if slot else None,
    } == {key: row[key] for key in ("verdict", "let_in", "party", "timeslot")}


def test_every_verdict_is_in_the_table():
    assert {row["verdict"] for row in TABLE["cases"]} == set(Verdict.values)
    assert len({row["case"] for row in TABLE["cases"]}) == len(TABLE["cases"])
    assert {row["line"] for row in TABLE["cases"]} - {None} == set(TABLE["lines"])
