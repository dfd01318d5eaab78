"""What somebody should go and see to at the door. Pure; the worst comes first."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from events.door.reports import SlotCount
from events.door.reports_board import Board
from events.door.reports_devices import DeviceLine
from events.programme.models.timeslot import EARLY
from peace.language.dates import staff_time

# A phone is carried home after the last timeslot; until then it should answer.
AFTER = timedelta(minutes=15)
# One lost question is no alarm; the table of devices says it sooner.
SILENT_MINUTES = 2


@dataclass(frozen=True)
class Alarm:
    """One line: a sign, a few words, a tone. `is_conflict`: there is a page for it."""

    sign: str
    tone: str
    text: str
    is_conflict: bool = False


def alarms(board: Board) -> list[Alarm]:
    """Everything to see to; nothing of a device in rehearsal."""
    found = [*_conflicts(board.conflicts), *_slots(board.counts)]
    if _is_day(board):
        for line in board.working:
            found += _device(line)
    return sorted(found, key=lambda alarm: alarm.tone != "bad")


def _is_day(board: Board) -> bool:
    return any(
        count.timeslot.opens_doors_at - EARLY <= board.now
        and board.now < count.timeslot.ends_at + AFTER
        for count in board.counts
    )


def _conflicts(number: int) -> Iterator[Alarm]:
    if number:
        text = ngettext(
            "重複入場などの確認 %(n)d件",
            "重複入場などの確認 %(n)d件",
            number,
        ) % {"n": number}
        yield Alarm("warn", "bad", text, is_conflict=True)


def _slots(counts: Iterable[SlotCount]) -> Iterator[Alarm]:
    for count in counts:
        slot = f"{staff_time(count.timeslot.starts_at)} {count.timeslot.title}"
        if count.over and not count.is_over:
            text = _("%(slot)s 席より%(n)d人多い")
            yield Alarm("full", "bad", text % {"slot": slot, "n": count.over})
        elif count.is_nearly_full and not count.free:
            text = _("%(slot)s 満席")
            yield Alarm("full", "care", text % {"slot": slot})
        elif count.is_nearly_full:
            text = _("%(slot)s 空席あと%(n)d")
            yield Alarm("few", "care", text % {"slot": slot, "n": count.free})


def _device(line: DeviceLine) -> Iterator[Alarm]:
    name = line.device.name
    if line.is_silent and line.minutes_silent >= SILENT_MINUTES:
        text = _("端末「%(name)s」応答なし %(n)d分")
        n = line.minutes_silent
        yield Alarm("off", "bad", text % {"name": name, "n": n})
    if line.has_many_unsent:
        text = _("端末「%(name)s」未送信 %(n)d件")
        yield Alarm("wait", "care", text % {"name": name, "n": line.unsent})
    if line.is_low:
        text = _("端末「%(name)s」電池 %(n)d%%")
        yield Alarm("warn", "care", text % {"name": name, "n": line.device.battery})
    if line.has_old_list and not line.is_silent:
        text = _("端末「%(name)s」名簿が%(n)d分前")
        yield Alarm("late", "care", text % {"name": name, "n": line.list_minutes})
