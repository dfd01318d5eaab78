"""Groups and rooms of the trip, one row a delegate, in one table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle

from django.utils.translation import gettext as _

from network.youth.models import Delegate
from network.youth.usecases.assign_rooms import Place

LONGEST = 20


@dataclass(frozen=True)
class Row:
    """One delegate as the table shows them: typed, and as it was shown before."""

    delegate: Delegate
    group: str
    room: str
    group_before: str
    room_before: str
    is_late: bool = False

    @property
    def error(self) -> str:
        if len(self.group) > LONGEST or len(self.room) > LONGEST:
            return _("%(most)s文字までにしてください。") % {"most": LONGEST}
        return ""

    @property
    def place(self) -> Place:
        return Place(
            self.delegate.pk,
            self.group,
            self.room,
            self.group_before,
            self.room_before,
        )


def rows_as_they_are(delegates: Sequence[Delegate]) -> list[Row]:
    return [
        Row(each, each.group, each.room, each.group, each.room) for each in delegates
    ]


def rows_typed(delegates: Sequence[Delegate], typed: Mapping[str, str]) -> list[Row]:
    """What was typed, beside what had been shown."""
    return [_typed(each, typed) for each in delegates]


def rows_after_conflict(
    delegates: Sequence[Delegate], typed: Mapping[str, str], late: Sequence[int]
) -> list[Row]:
    """What was typed, beside what stands now: saving again is a decision.

    Where nothing was typed, what stands now is shown. LATE are the ids that another
    person wrote meanwhile.
    """
    rows = []
    for each in delegates:
        row = _typed(each, typed)
        kept = row if row.place.is_changed else None
        rows.append(
            Row(
                each,
                group=kept.group if kept else each.group,
                room=kept.room if kept else each.room,
                group_before=each.group,
                room_before=each.room,
                is_late=each.pk in late,
            )
        )
    return rows


def _typed(each: Delegate, typed: Mapping[str, str]) -> Row:
    def text(name: str, otherwise: str) -> str:
        return typed.get(f"{name}-{each.pk}", otherwise).strip()

    return Row(
        each,
        group=text("group", each.group),
        room=text("room", each.room),
        group_before=text("group-was", each.group),
        room_before=text("room-was", each.room),
    )


def rows_suggested(delegates: Sequence[Delegate], groups: int) -> list[Row]:
    """Spread over so many groups, neighbours of the list apart, ages mixed; not saved.

    Rooms are left to people: nobody is asked for their gender.
    """
    by_age = sorted(delegates, key=lambda each: (each.nomination.born_on, each.pk))
    numbers = cycle([*range(1, groups + 1), *range(groups, 0, -1)])
    group_of = {each.pk: str(next(numbers)) for each in by_age}
    return [
        Row(each, group_of[each.pk], each.room, each.group, each.room)
        for each in delegates
    ]
