"""Reads the lines of an event for people: who stands where, and why."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from events.programme.models import Event, Timeslot
from events.registration.models import LineRecord, WaitingListEntry

MOST_RECORDS = 200


@dataclass(frozen=True)
class Line:
    """The line of one timeslot, by number only."""

    timeslot: Timeslot
    entries: Sequence[WaitingListEntry]
    records: Sequence[LineRecord]

    @property
    def free(self) -> int:
        return max(0, self.timeslot.capacity - self.timeslot.taken)


def lines_of(event: Event) -> list[Line]:
    """One Line for each timeslot with applications, the newest records first."""
    slots = list(
        Timeslot.objects.filter(event=event).for_application().with_seats().in_order()
    )
    entries: dict[int, list[WaitingListEntry]] = defaultdict(list)
    for entry in (
        WaitingListEntry.objects.in_line().filter(timeslot__in=slots).in_order()
    ):
        entries[entry.timeslot_id].append(entry)
    records: dict[int, list[LineRecord]] = defaultdict(list)
    for each in LineRecord.objects.filter(timeslot__in=slots).order_by("-at", "-pk"):
        if len(records[each.timeslot_id]) < MOST_RECORDS:
            records[each.timeslot_id].append(each)
    return [Line(slot, entries[slot.pk], records[slot.pk]) for slot in slots]
