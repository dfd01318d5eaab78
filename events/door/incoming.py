"""Who speaks to the door, and what it sends: a device, and its scans. Plain data."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from uuid import UUID

from events.door.choices import DeviceRole, ScanMode
from events.door.code import Code
from events.door.verdict import Slot


class TooBusy(Exception):
    """Other devices were faster every time. The device sends the scans again."""


@dataclass(frozen=True)
class DoorDevice:
    """A working device with the timetable of its event."""

    id: UUID
    name: str
    event_id: int
    event_slug: str
    event_title: dict
    expires_at: datetime
    last_seen_at: datetime | None
    slots: dict[int, Slot] = field(default_factory=dict)
    role: str = DeviceRole.GATE
    is_rehearsal: bool = False
    # Its event calls a roll: helpers tick whom they see by the label of the party.
    has_roll_call: bool = False
    # When staff stopped it, or its day ends: what it reads later does not count.
    stops_at: datetime | None = None

    @property
    def actor(self) -> str:
        return f"device:{self.id}"


@dataclass(frozen=True)
class IncomingScan:
    """One scan as sent. `at` is the device's clock, corrected to the server's.

    `said` is what the device told the helper where it decided by itself, empty where
    it asks the server; `let_in` whom it let in then, None for whoever of the party was
    not in yet. Both tell of the door, not of the reading: they are no part of the body.
    """

    id: UUID
    code: Code
    timeslot_id: int | None
    people: frozenset[int] | None
    mode: ScanMode
    at: datetime
    sent_at: str
    said: str = ""
    let_in: tuple[int, ...] | None = None
    # Ticked on the roll: CODE is the hash of a ticket that nobody held to the camera.
    by_hand: bool = False

    @property
    def is_decided(self) -> bool:
        return bool(self.said)

    @cached_property
    def body_hash(self) -> str:
        """Tells the same scan sent again from another one under the same id."""
        people = sorted(self.people) if self.people is not None else "all"
        body = [self.code.hash, self.timeslot_id, people, self.mode, self.sent_at]
        return hashlib.sha256(json.dumps(body).encode()).hexdigest()
