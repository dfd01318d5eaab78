"""Three phones without signal, one day, and any order in which it arrives.

DOOR_ORDERS=1000 sends the whole day in that many orders; it takes hours. By default
a few whole days go through the database, many days of a few parties, and a thousand
orders of all claims through the merge alone.
"""

import json
import os
import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from events.door.forms.scans import MOST_SCANS, read_batch, read_undos
from events.door.merge import Claim, Place, TakenBack, merge
from events.door.models import Conflict, Scan
from events.door.usecases.record_scans import record_scans
from events.door.usecases.undo import Undoer, undo
from events.registration.models import Seat
from tests.door.day import B_STOPS, CLOCK, EVENING, SCENES, Day, Party, Sent

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

READINGS = 2000
WHOLE_DAYS = int(os.environ.get("DOOR_ORDERS", "2"))
FEW_PARTIES = 60


class _Undone(Exception):
    """Takes a day back, so that the next order finds the doors closed."""


def batches(sent: list[Sent], chance: random.Random) -> Iterator[list[Sent]]:
    """SENT in a random order as requests: of one phone and kind, of any length; some
    arrive twice, of others only the head arrives and the whole comes again."""
    left = chance.sample(sent, len(sent))
    while left:
        phone, what, _ = left[0]
        most = chance.choice([1, 5, 40, MOST_SCANS])
        batch = [each for each in left if each[:2] == (phone, what)][:most]
        taken = {id(each) for each in batch}
        left = [each for each in left if id(each) not in taken]
        fate = chance.random()
        if fate < 0.1:
            yield batch
        elif fate < 0.2:
            yield batch[: len(batch) // 2]
        elif fate < 0.3:
            left += batch  # The answer is lost: all of it comes again, otherwise cut.
        yield batch


def send(day: Day, batch: list[Sent]) -> None:
    """One request, as the door API takes it: the same readers, the same use cases."""
    if not batch:
        return
    phone, what, _ = batch[0]
    door = day.phones[phone]
    body = json.dumps(
        {
            f"{what}s": [each.body for each in batch],
            "device_time": (EVENING + CLOCK[phone]).isoformat(),
        }
    ).encode()
    if what == "scan":
        scans = read_batch(body, now=EVENING).scans
        rows = record_scans(device=door, scans=scans, now=EVENING)
        assert [row["id"] for row in rows] == [each.body["id"] for each in batch]
    else:
        by = Undoer(
            event_id=door.event_id,
            actor=door.actor,
            device_id=door.id,
            is_supervisor=door.role == "supervisor",
            stops_at=door.stops_at,
        )
        undo(undos=read_undos(body, now=EVENING), by=by, now=EVENING)


def outcome(parties: list[Party]) -> dict:
    """Who is inside by which scan, the cards, and the scans that are kept."""
    registrations = [party.ticket.registration_id for party in parties]
    seats = Seat.objects.filter(registration_id__in=registrations).admitted()
    ids = {each.scan_id for party in parties for each in party.sent}
    return {
        "inside": {
            (party, number): str(scan)
            for party, number, scan in seats.values_list(
                "registration_id", "attendee__number", "admitted_by"
            )
        },
        "cards": {
            (str(scan), kind)
            for scan, kind in Conflict.objects.open().values_list("scan", "kind")
        },
        "lost": ids - {str(pk) for pk in Scan.objects.values_list("pk", flat=True)},
    }


def planted(parties: list[Party]) -> dict:
    return {
        "inside": {
            (party.ticket.registration_id, number): scan
            for party in parties
            for number, scan in party.inside.items()
        },
        "cards": set().union(*(party.cards for party in parties)),
        "lost": set(),
    }


def live(day: Day, parties: list[Party], seed: int) -> dict:
    """What comes of PARTIES in one order; nothing is left of it afterwards."""
    sent = [each for party in parties for each in party.sent]
    found: dict = {}
    try:
        with transaction.atomic():
            for batch in batches(sent, random.Random(seed)):
                send(day, batch)
            found = outcome(parties)
            raise _Undone
    except _Undone:
        return found


@pytest.fixture
def day() -> Day:
    return Day(readings=READINGS, seed=20260215)


def test_the_whole_day_in_any_order_is_one_result(day):
    wanted = planted(day.parties)

    for seed in range(WHOLE_DAYS):
        assert live(day, day.parties, seed) == wanted, f"order {seed}"


def test_a_few_parties_in_any_order_are_one_result():
    day = Day(readings=400, seed=7)
    chance = random.Random(7)

    for seed in range(FEW_PARTIES):
        some = chance.sample(day.parties, 12)
        assert live(day, some, seed) == planted(some), f"order {seed}"


def claims_of(day: Day) -> tuple[list[Claim], list[TakenBack]]:
    """What the phones claim, and take back, of the right timeslot and in their time."""
    claims, undos = [], []
    for party in day.parties:
        for phone, what, body in party.sent:
            at = datetime.fromisoformat(body["at"]).astimezone(UTC) - CLOCK[phone]
            device = day.phones[phone].id
            if what == "undo":
                undos.append(
                    TakenBack(body["of"], at, device, phone == "C" and body["reason"])
                )
                continue
            decided = "said" in body or body["mode"] == "offline"
            admits = decided and body.get("said", "admitted") == "admitted"
            ours = body["timeslot"] in (day.slot.pk, None)
            if admits and ours and not (phone == "B" and at > B_STOPS):
                numbers = body.get("let_in", party.everybody)
                places = frozenset(
                    Place(party.ticket.registration_id, number) for number in numbers
                )
                claims.append(
                    Claim(body["id"], at, places, device, "let_in" not in body)
                )
    return claims, undos


def test_a_thousand_orders_of_all_claims_are_one_result(day):
    has_everything_in_it(day)
    claims, undos = claims_of(day)
    claims = [each for each in claims if each.scan_id not in _strange(day)]
    wanted = planted(day.parties)
    chance = random.Random(1)
    doubles = {scan for scan, kind in wanted["cards"] if kind == "double"}

    for _ in range(1000):
        arrived = claims + chance.sample(claims, 100)
        chance.shuffle(arrived)
        chance.shuffle(undos)

        merged = merge(arrived, undos)

        assert {place: each.scan_id for place, each in merged.first.items()} == (
            wanted["inside"]
        )
        assert merged.doubles == doubles


def has_everything_in_it(day: Day) -> None:
    played = [each for party in day.parties for each in party.sent]
    assert day.readings >= READINGS
    assert {each.phone for each in played} == set("ABC")
    assert {kind for party in day.parties for _, kind in party.cards} == {
        *("double", "wrong_timeslot", "consent", "not_valid", "time", "stopped_device")
    }
    assert len({scene for scene, _ in SCENES}) >= 20
    assert sum(each.what == "undo" for each in played) > 100


def _strange(day: Day) -> set[str]:
    """Scans of codes that are nobody's ticket."""
    return {
        each.scan_id
        for party in day.parties
        if not party.inside and not party.cards
        for each in party.sent
        if each.what == "scan" and each.body["code"] != party.ticket.token
    }
