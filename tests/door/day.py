"""A day at three doors without signal: what the phones hold, and what must come of it.

Every party plays a small scene: a family in two halves, one ticket at two doors, an
undo. A scene writes down what the phones will send, and, by hand, who is inside in the
end by which scan, and for which scans a supervisor gets a card.
"""

import random
import uuid
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from django.test import RequestFactory

from events.door.access import NotADevice, device_at_door
from events.door.choices import ConflictKind
from events.door.incoming import DoorDevice
from events.programme.models import Event, Timeslot
from events.registration.models import Attendee, Ticket
from tests.door.builders import device, event, parties, slots_of

START = datetime(2026, 2, 15, 13, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
DOORS = START - timedelta(minutes=10)
END = START + timedelta(hours=1)
# When everything has arrived at last.
EVENING = START + timedelta(hours=7)
B_STOPS = DOORS + timedelta(minutes=45)
# Of C the clock is wrong, and it says so in every request; C is the supervisor's.
CLOCK = {
    "A": timedelta(0),
    "B": timedelta(seconds=-41),
    "C": timedelta(hours=9, minutes=13),
}


class Sent(NamedTuple):
    """One record in the queue of a phone; `what` is scan or undo."""

    phone: str
    what: str
    body: dict[str, Any]

    @property
    def scan_id(self) -> str:
        return self.body["of" if self.what == "undo" else "id"]


@dataclass
class Party:
    """Who comes together, and what the day makes of them."""

    ticket: Ticket
    people: int
    sent: list[Sent] = field(default_factory=list)
    inside: dict[int, str] = field(default_factory=dict)
    cards: set[tuple[str, str]] = field(default_factory=set)

    @property
    def everybody(self) -> range:
        return range(1, self.people + 1)


class Day:
    """`parties` play until the phones hold at least READINGS."""

    def __init__(self, *, readings: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.event: Event = event(starts_at=START, slots=2, slug=f"day-{uuid.uuid4()}")
        self.slot, self.other_slot = slots_of(self.event)
        self.slot.quotas.update(capacity=10_000)
        self.phones = {
            "A": self._phone(role="gate"),
            "B": self._phone(role="gate", revoked_at=B_STOPS),
            "C": self._phone(role="supervisor"),
        }
        self.parties: list[Party] = []
        self._stock: dict[int, list[Ticket]] = defaultdict(list)
        self.readings = 0
        while self.readings < readings:
            scene, people = self.random.choice(SCENES)
            party = Party(self._ticket(people), people)
            scene(self, party)
            self.parties.append(party)
            self.readings += len({each.scan_id for each in party.sent})

    def _phone(self, **fields: Any) -> DoorDevice:
        token = uuid.uuid4().hex
        device(self.event, token, expires_at=EVENING + timedelta(hours=4), **fields)
        request = RequestFactory().get(
            "/", headers={"Authorization": f"Bearer {token}"}
        )
        try:
            return device_at_door(request, EVENING)
        except NotADevice as no:
            if no.device is None:
                raise
            return no.device

    def _ticket(self, people: int) -> Ticket:
        if not self._stock[people]:
            self._stock[people] = parties(self.slot, number=100, people=people)
        return self._stock[people].pop()

    # What a scene is made of.

    def any_phone(self) -> str:
        return self.random.choice("ABC")

    def two_phones(self) -> list[str]:
        return self.random.sample("ABC", 2)

    def moment(self, first: int = 0, last: int = 2400) -> datetime:
        return DOORS + timedelta(seconds=self.random.randint(first, last))

    def later(self, moment: datetime) -> datetime:
        return moment + timedelta(milliseconds=self.random.randint(1, 200_000))

    def scan(
        self,
        party: Party,
        phone: str,
        at: datetime,
        *,
        let_in: list[int] | None = None,
        slot: Timeslot | None = None,
        **changes: Any,
    ) -> str:
        """PHONE decides by itself; the id of its scan."""
        body = {
            "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            "code": party.ticket.token,
            "timeslot": (slot or self.slot).pk,
            "at": (at + CLOCK[phone]).isoformat(),
            "mode": "offline",
            "people": "all",
        } | changes
        if let_in:
            body["let_in"] = let_in
        party.sent.append(Sent(phone, "scan", body))
        return body["id"]

    def undo(
        self, party: Party, phone: str, scan: str, at: datetime, reason: str = ""
    ) -> None:
        body = {
            "id": str(uuid.UUID(int=self.random.getrandbits(128), version=4)),
            "of": scan,
            "at": (at + CLOCK[phone]).isoformat(),
            "reason": reason,
        }
        party.sent.append(Sent(phone, "undo", body))


def _in(party: Party, scan: str, numbers: Any = None) -> None:
    party.inside |= dict.fromkeys(numbers or party.everybody, scan)


def _card(party: Party, kind: ConflictKind, *scans: str) -> None:
    party.cards |= {(scan, str(kind)) for scan in scans}


def one_by_one(day: Day, party: Party) -> None:
    named = day.random.choice([{}, {"timeslot": None}, {"said": "admitted"}])
    _in(party, day.scan(party, day.any_phone(), day.moment(), **named))


def two_halves(day: Day, party: Party) -> None:
    here, there = day.two_phones()
    at = day.moment()
    _in(party, day.scan(party, here, at, let_in=[1, 4]), [1, 4])
    _in(party, day.scan(party, there, day.later(at), let_in=[2, 3]), [2, 3])


def one_first_then_all_the_others(day: Day, party: Party) -> None:
    at = day.moment()
    _in(party, day.scan(party, day.any_phone(), day.later(at)))
    _in(party, day.scan(party, day.any_phone(), at, let_in=[2]), [2])


def halves_that_overlap(day: Day, party: Party) -> None:
    here, there = day.two_phones()
    at = day.moment()
    late = day.scan(party, there, day.later(at), let_in=[2, 3])
    _in(party, late, [3])
    _in(party, day.scan(party, here, at, let_in=[1, 2]), [1, 2])
    _card(party, ConflictKind.DOUBLE, late)


def two_doors(day: Day, party: Party) -> None:
    here, there = day.two_phones()
    at = day.moment()
    _in(party, day.scan(party, here, at))
    _card(party, ConflictKind.DOUBLE, day.scan(party, there, day.later(at)))


def two_doors_at_the_same_moment(day: Day, party: Party) -> None:
    at = day.moment()
    first, second = sorted(day.scan(party, each, at) for each in day.two_phones())
    _in(party, first)
    _card(party, ConflictKind.DOUBLE, second)


def three_doors(day: Day, party: Party) -> None:
    at = day.moment()
    first, *others = (
        day.scan(party, phone, at + timedelta(seconds=place))
        for place, phone in enumerate("BCA")
    )
    _in(party, first)
    _card(party, ConflictKind.DOUBLE, *others)


def the_first_taken_back(day: Day, party: Party) -> None:
    here, there = day.two_phones()
    at = day.moment()
    first = day.scan(party, here, at)
    _in(party, day.scan(party, there, day.later(at)))
    day.undo(party, here, first, at + timedelta(seconds=50))


def taken_back_and_nothing_else(day: Day, party: Party) -> None:
    phone, at = day.any_phone(), day.moment(last=2000)
    day.undo(party, phone, day.scan(party, phone, at), at + timedelta(minutes=5))


def taken_back_too_late_and_by_others(day: Day, party: Party) -> None:
    here, there = day.two_phones()
    at = day.moment()
    first, second = day.scan(party, here, at), day.scan(party, there, day.later(at))
    day.undo(party, here, first, at + timedelta(minutes=15, seconds=1))
    day.undo(party, there, first, at + timedelta(seconds=5), reason="")
    _in(party, first)
    _card(party, ConflictKind.DOUBLE, second)


def taken_back_by_the_supervisor(day: Day, party: Party) -> None:
    at = day.moment()
    first, second = day.scan(party, "A", at), day.scan(party, "B", day.later(at))
    day.undo(party, "C", first, at + timedelta(hours=2), reason="券を取り違えた")
    _in(party, second)


def the_wrong_timeslot(day: Day, party: Party) -> None:
    at = day.moment()
    wrong = day.scan(party, "A", at + timedelta(hours=2), slot=day.other_slot)
    _card(party, ConflictKind.WRONG_TIMESLOT, wrong)
    if day.random.random() < 0.5:
        _in(party, day.scan(party, day.any_phone(), at))


def the_wrong_timeslot_taken_back(day: Day, party: Party) -> None:
    at = day.moment() + timedelta(hours=2)
    day.undo(party, "C", day.scan(party, "C", at, slot=day.other_slot), day.later(at))


def a_child_without_consent(day: Day, party: Party) -> None:
    Attendee.objects.filter(
        registration_id=party.ticket.registration_id, number=3
    ).update(lacks_consent=True)
    at = day.moment()
    if day.random.random() < 0.5:
        _in(party, day.scan(party, day.any_phone(), at, let_in=[1, 2]), [1, 2])
        at = day.later(at)
    late = day.scan(party, day.any_phone(), at, let_in=[3])
    _in(party, late, [3])
    _card(party, ConflictKind.CONSENT, late)


def an_old_ticket(day: Day, party: Party) -> None:
    old = party.ticket
    party.ticket = Ticket.issue(
        registration_id=old.registration_id, now=DOORS, serial=old.serial, version=2
    )
    old.revoked_at = DOORS
    old.save()
    party.ticket.save()
    at = day.moment()
    (new,) = (day.scan(party, "C", day.later(at)),)
    scan = day.scan(party, "A", at, code=old.token)
    _in(party, scan)
    _card(party, ConflictKind.NOT_VALID, scan)
    _card(party, ConflictKind.DOUBLE, new)


def after_the_end(day: Day, party: Party) -> None:
    late = day.scan(party, day.random.choice("AC"), day.moment(5200, 6000))
    _in(party, late)
    _card(party, ConflictKind.TIME, late)


def after_it_was_stopped(day: Day, party: Party) -> None:
    at = day.moment(2800, 3800)
    stopped = day.scan(party, "B", at)
    _card(party, ConflictKind.STOPPED_DEVICE, stopped)
    if day.random.random() < 0.5:
        _in(party, day.scan(party, "A", day.later(at)))


def refused(day: Day, party: Party) -> None:
    said = day.random.choice(["wrong_timeslot", "already_in", "undecided", "unknown"])
    day.scan(party, day.any_phone(), day.moment(), said=said)


def asked_and_decided_later(day: Day, party: Party) -> None:
    """The server answered, the phone did not hear it, and decided."""
    here, there = "AC"
    at = day.moment()
    _in(party, day.scan(party, there, at))
    late = day.scan(party, here, day.later(at), mode="online", said="admitted")
    question = {k: v for k, v in party.sent[-1].body.items() if k != "said"}
    party.sent.append(Sent(here, "scan", question))
    _card(party, ConflictKind.DOUBLE, late)


def nobodys_ticket(day: Day, party: Party) -> None:
    code = "K1" + "".join(day.random.choices("ABCDEFGH234567", k=32))
    day.scan(party, day.any_phone(), day.moment(), code=code)


# Most people come as they should.
SCENES = [
    *[(one_by_one, people) for people in (1, 1, 1, 3, 4)] * 4,
    *[(two_halves, 4)] * 4,
    (one_first_then_all_the_others, 3),
    (halves_that_overlap, 3),
    (two_doors, 1),
    (two_doors, 4),
    (two_doors_at_the_same_moment, 1),
    (three_doors, 3),
    (the_first_taken_back, 1),
    (the_first_taken_back, 4),
    (taken_back_and_nothing_else, 1),
    (taken_back_too_late_and_by_others, 1),
    (taken_back_by_the_supervisor, 3),
    (the_wrong_timeslot, 1),
    (the_wrong_timeslot_taken_back, 1),
    (a_child_without_consent, 3),
    (an_old_ticket, 1),
    (after_the_end, 1),
    (after_it_was_stopped, 1),
    (refused, 1),
    (asked_and_decided_later, 1),
    (nobodys_ticket, 1),
]
