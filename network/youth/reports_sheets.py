"""The sheets of a trip: who stands on them, in the order in which groups walk."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.utils.translation import gettext as _

from events.programme.models import Timeslot
from network.youth.choices import ProtectedKind, Sheet
from network.youth.models import Delegate, YouthProgramme
from network.youth.reports_protected import (
    EmergencyLine,
    InsuranceLine,
    answers_of,
)

# Columns of a roll-call sheet that has no muster points yet.
BLANK_COLUMNS = 6
# So many columns fit beside the names on A4 landscape.
MOST_COLUMNS = 10


@dataclass(frozen=True)
class SheetKind:
    """How a sheet is printed, what it is for, and whether it leaves as a file."""

    sheet: Sheet
    what: str
    is_wide: bool = False
    is_file: bool = False

    @property
    def slug(self) -> str:
        return self.sheet.lower().replace("_", "-")


def sheet_kinds() -> list[SheetKind]:
    """The sheets of the secretariat; diets and health are for the two readers."""
    return [
        SheetKind(
            Sheet.ROSTER, _("名前、連絡先、保護者、班"), is_wide=True, is_file=True
        ),
        SheetKind(Sheet.ROLL_CALL, _("集合場所ごとに□を付ける表"), is_wide=True),
        SheetKind(Sheet.ROOMS, _("部屋と班ごとの名前")),
        SheetKind(
            Sheet.EMERGENCY, _("もしものときに電話をする人。順番に2人"), is_wide=True
        ),
        SheetKind(Sheet.INSURANCE, _("旅行保険に出す名簿"), is_wide=True, is_file=True),
    ]


def delegates_of(programme: YouthProgramme) -> list[Delegate]:
    """Those who go: by group, inside a group by the city's code."""
    active = Delegate.objects.active().filter(programme=programme).with_person()
    return sorted(active, key=_by_group)


def _by_group(delegate: Delegate) -> tuple[bool, int, str, str]:
    return (*_natural(delegate.group), delegate.municipality_id)


def _natural(text: str) -> tuple[bool, int, str]:
    """1, 2, 10 in this order, then words, then nothing."""
    digits = "".join(sign for sign in text if sign.isdecimal())
    return (not text, int(digits) if digits else 10**6, text)


@dataclass(frozen=True)
class Block:
    """A room or a group, and who is in it."""

    name: str
    people: list[Delegate]


def rooms_of(delegates: Sequence[Delegate]) -> list[Block]:
    """By room; those without one come last."""
    return _blocks(delegates, "room")


def groups_of(delegates: Sequence[Delegate]) -> list[Block]:
    """By group; those without one come last."""
    return _blocks(delegates, "group")


def _blocks(delegates: Sequence[Delegate], column: str) -> list[Block]:
    def name(each: Delegate) -> str:
        return getattr(each, column)

    ordered = sorted(delegates, key=lambda each: _natural(name(each)))
    return [Block(key, list(people)) for key, people in groupby(ordered, key=name)]


@dataclass(frozen=True)
class RollCallColumn:
    """A muster point, or an empty column to be written by hand."""

    timeslot: Timeslot | None = None


def roll_call_columns(programme: YouthProgramme) -> list[list[RollCallColumn]]:
    """The muster points of the trip, as many to a sheet as fit; or blank ones."""
    trip = programme.trip
    slots = list(trip.timeslots.order_by("starts_at", "pk")) if trip else []
    columns = [RollCallColumn(slot) for slot in slots if not slot.is_cancelled] or [
        RollCallColumn() for _number in range(BLANK_COLUMNS)
    ]
    return [
        columns[start : start + MOST_COLUMNS]
        for start in range(0, len(columns), MOST_COLUMNS)
    ]


def emergency_lines(delegates: Sequence[Delegate]) -> list[EmergencyLine]:
    """With whom to ring first; also those who have not answered."""
    answers = answers_of(delegates, ProtectedKind.EMERGENCY)
    return [EmergencyLine(each, answers[each.pk]) for each in delegates]


def insurance_lines(delegates: Sequence[Delegate]) -> list[InsuranceLine]:
    """As the guardians wrote it; also those who have not answered."""
    answers = answers_of(delegates, ProtectedKind.INSURANCE)
    return [InsuranceLine(each, answers[each.pk]) for each in delegates]
