"""The door at this moment, for the day page and the wall: five statements in all.

However many seats and devices there are, the database adds up, and what comes back is
as long as the day has minutes and gates.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from django.db.models import (
    Count,
    Func,
    IntegerField,
    Max,
    OuterRef,
    Q,
    Subquery,
    UUIDField,
)

from events.door.arrivals import Arrivals, Heads, arrivals
from events.door.models import Conflict, Scan
from events.door.reports import Outcome, People, SlotCount, outcome, with_people
from events.door.reports_devices import DeviceLine, device_lines
from events.programme.models import Event, Timeslot
from events.registration.models import Seat, WalkIn

_DEVICE = "device:"


class FiveMinutes(Func):
    """The number of five-minute blocks since 1970, counted by the database."""

    output_field = IntegerField()

    def as_sqlite(self, compiler, connection, **more):  # noqa: ANN001, ANN003, ANN201
        template = "CAST(strftime('%%%%s', %(expressions)s) AS INTEGER) / 300"
        return self.as_sql(compiler, connection, template=template, **more)

    def as_postgresql(self, compiler, connection, **more):  # noqa: ANN001, ANN003, ANN201
        template = "FLOOR(EXTRACT(EPOCH FROM %(expressions)s) / 300)::bigint"
        return self.as_sql(compiler, connection, template=template, **more)


@dataclass(frozen=True)
class Gate:
    """One device, or none: whom it let in, by timeslot. `line` None: staff by hand."""

    line: DeviceLine | None
    by_slot: Mapping[int, int]
    walk_ins: int
    last_at: datetime | None

    @property
    def name(self) -> str:
        return self.line.device.name if self.line else ""

    @property
    def people(self) -> int:
        return sum(self.by_slot.values())


@dataclass(frozen=True)
class Board:
    """All that moves on the day of an event."""

    counts: list[SlotCount]
    heads: list[Heads]
    devices: list[DeviceLine]
    conflicts: int
    now: datetime

    @cached_property
    def arrivals(self) -> Arrivals:
        is_open = any(count.is_open for count in self.counts)
        return arrivals(self.heads, now=self.now, is_open=is_open)

    @cached_property
    def gates(self) -> list[Gate]:
        """Who let somebody in, and who stands ready to; in an order that keeps."""
        by_gate: dict[UUID | None, list[Heads]] = defaultdict(list)
        for each in self.heads:
            if each.block is not None:
                by_gate[each.gate].append(each)
        lines: dict[UUID | None, DeviceLine] = {
            line.device.pk: line
            for line in self.devices
            if not line.device.is_rehearsal
        }
        for gate, line in lines.items():
            if line.works:
                by_gate.setdefault(gate, [])
        made = [_gate(lines.get(gate), heads) for gate, heads in by_gate.items()]
        return sorted(made, key=lambda gate: (gate.line is None, gate.name))

    @cached_property
    def slots_with_people(self) -> list[SlotCount]:
        """Those that stand as columns beside the gates."""
        return [count for count in self.counts if count.inside]

    @cached_property
    def outcome(self) -> Outcome | None:
        """Once something is over: who came, and who did not."""
        over = [count for count in self.counts if count.is_over]
        return outcome(over) if over else None

    @property
    def working(self) -> list[DeviceLine]:
        """Devices that count, and can be used."""
        return [d for d in self.devices if d.works and not d.device.is_rehearsal]

    @property
    def decided(self) -> int:
        """Scans by which a device let people in by itself."""
        return sum(line.decided for line in self.devices)

    @property
    def unsent(self) -> int:
        """What devices say they still hold: the counts may grow by it."""
        return sum(line.unsent for line in self.working)

    def fingerprint(self, *more: object) -> str:
        """Changes when something on the page does; MORE is what else stands there."""
        said = [
            *(
                (
                    c.timeslot.pk,
                    c.people,
                    c.capacity,
                    c.free,
                    c.waiting,
                    c.is_open,
                    c.is_over,
                    c.takes_walk_ins,
                    c.can_open_to_walk_ins,
                    c.minutes_to_doors,
                    c.timeslot.title,
                    c.timeslot.starts_at,
                    c.timeslot.walk_ins_from,
                )
                for c in self.counts
            ),
            *(
                (
                    d.device.pk,
                    d.device.name,
                    d.device.battery,
                    d.device.queue_length,
                    d.is_connected,
                    d.minutes_silent if d.is_silent else None,
                    d.works,
                    d.list_minutes,
                    d.scans,
                    d.decided,
                )
                for d in self.devices
            ),
            *(
                (g.line and g.line.device.pk, dict(g.by_slot), g.last_at)
                for g in self.gates
            ),
            self.arrivals,
            self.conflicts,
            more,
        ]
        return hashlib.sha256(repr(said).encode()).hexdigest()[:24]


def board(event: Event, *, now: datetime) -> Board:
    """What moves on the day of EVENT."""
    slots = list(Timeslot.objects.filter(event=event).with_seats().in_order())
    heads = _seats(event) + _walk_ins(event)
    return Board(
        counts=with_people(slots, _people(heads), now=now),
        heads=heads,
        devices=device_lines(event, now=now),
        conflicts=Conflict.objects.open().filter(event=event).count(),
        now=now,
    )


def _seats(event: Event) -> list[Heads]:
    """The expected, and by which device those who are in went in."""
    gate = Scan.objects.filter(pk=OuterRef("admitted_by")).values("device")[:1]
    rows = (
        Seat.objects.confirmed()
        .filter(timeslot__event=event)
        .order_by()
        .annotate(
            block=FiveMinutes("admitted_at"),
            gate=Subquery(gate, output_field=UUIDField()),
        )
        .values_list("timeslot", "block", "gate")
        .annotate(people=Count("pk"), last_at=Max("admitted_at"))
    )
    return [Heads(*row) for row in rows]


def _walk_ins(event: Event) -> list[Heads]:
    rows = (
        WalkIn.objects.counted()
        .filter(timeslot__event=event)
        .order_by()
        .annotate(block=FiveMinutes("at"))
        .values_list("timeslot", "block", "actor")
        .annotate(
            people=Count("pk"),
            last_at=Max("at"),
            over=Count("pk", filter=Q(is_over=True)),
        )
    )
    return [
        Heads(slot, block, _device(actor), people, last_at, is_walk_in=True, over=over)
        for slot, block, actor, people, last_at, over in rows
    ]


def _device(actor: str) -> UUID | None:
    return UUID(actor.removeprefix(_DEVICE)) if actor.startswith(_DEVICE) else None


def _people(heads: Collection[Heads]) -> dict[int, People]:
    """The heads of each timeslot, by the rules of `reports.people_in`."""
    by_slot: dict[int, list[Heads]] = defaultdict(list)
    for each in heads:
        by_slot[each.timeslot_id].append(each)
    return {
        slot_id: People(
            expected=sum(h.people for h in mine if not h.is_walk_in),
            admitted=sum(
                h.people for h in mine if not h.is_walk_in and h.block is not None
            ),
            walk_ins=sum(h.people for h in mine if h.is_walk_in),
            over=sum(h.over for h in mine),
        )
        for slot_id, mine in by_slot.items()
    }


def _gate(line: DeviceLine | None, heads: Collection[Heads]) -> Gate:
    by_slot: dict[int, int] = defaultdict(int)
    for each in heads:
        by_slot[each.timeslot_id] += each.people
    return Gate(
        line=line,
        by_slot=dict(by_slot),
        walk_ins=sum(each.people for each in heads if each.is_walk_in),
        last_at=max((h.last_at for h in heads if h.last_at), default=None),
    )
