"""Reads events as people look for them: by month, with what can be done now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from events.programme.choices import Openness, Support
from events.programme.models import Event, Timeslot
from peace.language.dates import jst


@dataclass(frozen=True)
class Listing:
    """An event in a list: its timeslots and what a visitor can do now."""

    event: Event
    timeslots: Sequence[Timeslot]
    openness: Openness

    @property
    def day(self) -> date:
        return jst(self.event.starts_at).date()

    @property
    def is_long(self) -> bool:
        """More than one day, such as an exhibition."""
        return self.event.lasts_days

    @property
    def needs_no_application(self) -> bool:
        return self.openness.needs_no_application

    @property
    def can_apply(self) -> bool:
        return self.openness.can_apply

    @property
    def by_lottery(self) -> bool:
        """Whatever one can apply for here is drawn."""
        asked = [slot for slot in self.timeslots if slot.takes_applications]
        return bool(asked) and all(slot.is_lottery for slot in asked)

    @property
    def capacity(self) -> int:
        return sum(slot.capacity for slot in self.timeslots)  # type: ignore[attr-defined]

    @property
    def taken(self) -> int:
        return sum(slot.taken for slot in self.timeslots)  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Month:
    """The events of one month, for the agenda."""

    first_day: date
    listings: list[Listing]


def listings(events: Sequence[Event], *, now: datetime) -> list[Listing]:
    """EVENTS with their timeslots and openness, in one more statement."""
    slots: dict[int, list[Timeslot]] = defaultdict(list)
    for slot in (
        Timeslot.objects.filter(event__in=events).with_seats().in_order()
        if events
        else ()
    ):
        slots[slot.event_id].append(slot)
    return [
        Listing(event, slots[event.pk], event.openness(now, slots[event.pk]))
        for event in events
    ]


def support_labels(timeslots: Iterable[Timeslot]) -> list[str]:
    """The access support that TIMESLOTS offer, in a fixed order."""
    return [label for _kind, label in support_choices(timeslots)]


def support_choices(timeslots: Iterable[Timeslot]) -> list[tuple[str, str]]:
    """The same with their codes, as a form offers them."""
    kinds = {kind for slot in timeslots for kind in slot.offered_kinds}
    return [(kind.value, str(kind.label)) for kind in Support if kind in kinds]


def by_month(rows: Iterable[Listing]) -> list[Month]:
    """ROWS in order of date, cut into months."""
    return [
        Month(first_day=first, listings=list(group))
        for first, group in groupby(rows, key=lambda row: row.day.replace(day=1))
    ]
