"""Groups (班) and rooms of the trip, all at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from network.youth.models import Delegate, YouthProgramme
from peace.audit.usecases import record


@dataclass(frozen=True)
class Place:
    """Group and room of one delegate: as they are to be, and as they were shown."""

    delegate: int
    group: str
    room: str
    group_before: str
    room_before: str

    @property
    def is_changed(self) -> bool:
        return (self.group, self.room) != (self.group_before, self.room_before)


class ChangedMeanwhile(Exception):
    """Somebody else wrote some of them (`delegates`: their ids). None was saved."""

    def __init__(self, delegates: list[int]) -> None:
        super().__init__(delegates)
        self.delegates = delegates


@transaction.atomic
def assign_rooms(
    *, programme: YouthProgramme, places: Iterable[Place], actor: str, now: datetime
) -> int:
    """Write the PLACES that were changed; how many.

    Each is one conditional UPDATE on what the writer saw, in ascending order of ids;
    where one does not hold any more, none is written. What another person set to the
    same value is no conflict. An audit entry without texts. Raises ChangedMeanwhile.
    """
    changed = sorted(
        (each for each in places if each.is_changed), key=lambda each: each.delegate
    )
    late = [each.delegate for each in changed if not _write(programme, each)]
    if late:
        raise ChangedMeanwhile(late)
    if changed:
        record(
            stream="network",
            verb="rooms.assigned",
            actor=actor,
            about=programme.about,
            detail={"delegates": len(changed)},
            now=now,
        )
    return len(changed)


def _write(programme: YouthProgramme, place: Place) -> bool:
    mine = Delegate.objects.active().filter(programme=programme, pk=place.delegate)
    as_seen = mine.filter(group=place.group_before, room=place.room_before)
    if as_seen.update(group=place.group, room=place.room):
        return True
    return mine.filter(group=place.group, room=place.room).exists()
