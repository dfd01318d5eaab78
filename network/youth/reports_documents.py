"""What delegates' cities have handed in, and what is missing or late."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from network.youth.choices import ItemKind, ItemStatus
from network.youth.models import (
    ChecklistFile,
    ChecklistItem,
    CityYear,
    Delegate,
    YouthProgramme,
)
from peace.language.dates import jst


class Documents(NamedTuple):
    """Items that are done, that are needed, and that are late, of one delegate."""

    done: int
    needed: int
    late: int


def documents_of(
    programme: YouthProgramme, *, day: date | None = None
) -> dict[int, Documents]:
    """By the id of the delegate, of all who go. Late on DAY in Tokyo, today if none.

    One statement.
    """
    on = day or jst(timezone.now()).date()
    items = ChecklistItem.objects.filter(
        delegate__programme=programme,
        delegate__ended_at__isnull=True,
        is_needed=True,
    )
    by_delegate: dict[int, list[ChecklistItem]] = defaultdict(list)
    for item in items:
        by_delegate[item.delegate_id].append(item)
    return {
        pk: Documents(
            done=sum(item.is_done for item in mine),
            needed=len(mine),
            late=sum(item.is_late_on(on) for item in mine),
        )
        for pk, mine in by_delegate.items()
    }


@dataclass(frozen=True)
class Line:
    """One item of a checklist as it is shown on `day`."""

    item: ChecklistItem
    files: list[ChecklistFile]
    day: date

    @property
    def is_late(self) -> bool:
        return self.item.is_needed and self.item.is_late_on(self.day)

    @property
    def days_late(self) -> int:
        if not self.is_late or self.item.due_on is None:
            return 0
        return (self.day - self.item.due_on).days

    @property
    def key(self) -> str:
        """How it stands: NOT_NEEDED, LATE, MENDED, or its status."""
        if not self.item.is_needed:
            return "NOT_NEEDED"
        if self.item.status == ItemStatus.PROBLEM:
            return ItemStatus.PROBLEM
        if self.is_late:
            return "LATE"
        return "MENDED" if self.item.is_mended else self.item.status

    @property
    def word(self) -> str:
        match self.key:
            case "NOT_NEEDED":
                return _("不要")
            case "LATE":
                return _("%(days)s日遅れ") % {"days": self.days_late}
            case "MENDED":
                return _("出し直し")
        return str(self.item.get_status_display())

    @property
    def sign(self) -> str:
        return _SIGNS[self.key]

    @property
    def tone(self) -> str:
        return _TONES.get(self.key, "")

    @property
    def what_to_do(self) -> str:
        """How it is handed in, for the city."""
        return str(_WAYS[ItemKind(self.item.kind)])

    @property
    def is_open(self) -> bool:
        """Something is still to do for the city."""
        return self.item.is_needed and not self.item.is_done


_SIGNS = {
    "NOT_NEEDED": "dash",
    "LATE": "warn",
    "MENDED": "move",
    ItemStatus.MISSING: "free",
    ItemStatus.PROBLEM: "few",
    ItemStatus.DONE: "ok",
}
_TONES = {
    "LATE": "bad",
    "MENDED": "good",
    ItemStatus.PROBLEM: "care",
    ItemStatus.DONE: "good",
}
_FILE = gettext_lazy("ファイルで出します。")
_ANSWERED = gettext_lazy("保護者用のリンクから答えてもらうか、紙で受け取ります。")
_WAYS = {
    ItemKind.APPLICATION: _FILE,
    ItemKind.MOTIVATION: gettext_lazy("推薦に書くか、ファイルで出します。"),
    ItemKind.GUARDIAN_CONSENT: gettext_lazy(
        "保護者用のリンクで署名してもらうか、署名した紙をファイルで出します。"
    ),
    ItemKind.HEALTH: _ANSWERED,
    ItemKind.MEDIA_CONSENT: gettext_lazy(
        "リンクで答えてもらうか、署名した紙をファイルで出します。"
    ),
    ItemKind.INSURANCE: _ANSWERED,
    ItemKind.FEE: gettext_lazy("受け取ったら、その日を入れます。"),
    ItemKind.EMERGENCY: _ANSWERED,
    ItemKind.REPORT: gettext_lazy("派遣のあと、本人用のリンクから書いてもらいます。"),
}
# What needs somebody first; within it what is due first, then the checklist's order.
_URGENT = ["LATE", ItemStatus.PROBLEM, ItemStatus.MISSING, "MENDED", "DONE"]
_KINDS = list(ItemKind)
_NO_DUE = date.max


def checklist_of(delegate: Delegate, *, now: datetime) -> list[Line]:
    """The whole checklist, the late ones first. Two statements."""
    day = jst(now).date()
    items = list(delegate.checklist.all())
    files: dict[int, list[ChecklistFile]] = defaultdict(list)
    for file in ChecklistFile.objects.kept().filter(item__in=items):
        files[file.item_id].append(file)
    lines = [Line(item=each, files=files[each.pk], day=day) for each in items]
    return sorted(lines, key=_order)


def _order(line: Line) -> tuple[int, date, int]:
    urgency = _URGENT.index(line.key) if line.key in _URGENT else len(_URGENT)
    due = line.item.due_on or _NO_DUE
    if not line.is_open:
        due = _NO_DUE
    return urgency, due, _KINDS.index(ItemKind(line.item.kind))


def line_of(item: ChecklistItem, *, now: datetime) -> Line:
    """One item as it is shown."""
    files = list(item.files.kept())
    return Line(item=item, files=files, day=jst(now).date())


@dataclass(frozen=True)
class Row:
    """One delegate in the table of all: a line for each kind of item, in order."""

    delegate: Delegate
    lines: list[Line | None]
    reminded_at: datetime | None

    @property
    def done(self) -> int:
        return sum(1 for each in self._needed if each.item.is_done)

    @property
    def needed(self) -> int:
        return len(self._needed)

    @property
    def late(self) -> int:
        return sum(1 for each in self._needed if each.is_late)

    @property
    def problems(self) -> int:
        return sum(1 for each in self._needed if each.key == ItemStatus.PROBLEM)

    @property
    def mended(self) -> int:
        return sum(1 for each in self._needed if each.key == "MENDED")

    @property
    def is_complete(self) -> bool:
        return self.done == self.needed

    @property
    def _needed(self) -> list[Line]:
        return [each for each in self.lines if each and each.item.is_needed]


def table_of(programme: YouthProgramme, *, now: datetime) -> list[Row]:
    """All delegates who go, in the order of their cities. Three statements."""
    day = jst(now).date()
    delegates = (
        Delegate.objects.active()
        .with_person()
        .filter(programme=programme)
        .prefetch_related("checklist")
        .order_by("municipality__code")
    )
    reminded = dict(
        CityYear.objects.filter(programme=programme).values_list(
            "municipality", "reminded_at"
        )
    )
    return [_row(each, day, reminded.get(each.municipality_id)) for each in delegates]


def _row(delegate: Delegate, day: date, reminded_at: datetime | None) -> Row:
    by_kind = {
        each.kind: Line(item=each, files=[], day=day)
        for each in delegate.checklist.all()
    }
    return Row(
        delegate=delegate,
        lines=[by_kind.get(kind) for kind in ItemKind],
        reminded_at=reminded_at,
    )
