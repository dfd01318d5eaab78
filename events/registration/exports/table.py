"""Registrations as rows for a spreadsheet: who, in which timeslot, how to reach them.

What is sensitive stays here: access support, what people wrote, staff's notes, birth
dates and answers to extra questions are in no column.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.models import Timeslot
from events.registration.models import Attendee, Registration, Seat
from events.registration.reports import TicketSheet
from peace.language.dates import jst, staff_time


class Shape(TextChoices):
    """What one row is."""

    SEATS = "SEATS", gettext_lazy("1行に1人と1つの回")
    PEOPLE = "PEOPLE", gettext_lazy("1行に1人、回は横に")


@dataclass(frozen=True)
class Table:
    """Texts only, so that a phone number keeps its 0. `receipts`: one per row."""

    headers: list[str]
    rows: list[list[str]]
    receipts: list[str]


def registrations_table(
    registrations: Iterable[Registration],
    *,
    shape: str,
    timeslots: Sequence[Timeslot],
    now: datetime,
) -> Table:
    """From registrations read with `with_people()`; in their order."""
    sheets = [TicketSheet.of(each, now=now) for each in registrations]
    if shape == Shape.PEOPLE:
        return _by_person(sheets, timeslots)
    return _by_seat(sheets)


def _by_seat(sheets: list[TicketSheet]) -> Table:
    headers = [
        *_who(),
        _("回"),
        _("開始"),
        _("状態"),
        _("キャンセル待ち番号"),
        *_rest(),
    ]
    rows, receipts = [], []
    for sheet in sheets:
        for line in sheet.rows:
            for slot, seat in zip(sheet.timeslots, line.seats, strict=True):
                if seat is None:
                    continue
                begins = f"{jst(slot.starts_at):%Y-%m-%d} {staff_time(slot.starts_at)}"
                entry = sheet.line.get(slot.pk)
                number = str(entry.number) if entry and not seat.is_confirmed else ""
                rows.append(
                    [
                        *_who_cells(sheet, line.attendee),
                        str(slot.title),
                        begins,
                        _state(seat),
                        number,
                        *_rest_cells(sheet.registration, line.attendee),
                    ]
                )
                receipts.append(sheet.registration.receipt_number)
    return Table(headers, rows, receipts)


def _by_person(sheets: list[TicketSheet], timeslots: Sequence[Timeslot]) -> Table:
    names = [f"{staff_time(slot.starts_at)} {slot.title}" for slot in timeslots]
    rows, receipts = [], []
    for sheet in sheets:
        for line in sheet.rows:
            seats = {seat.timeslot_id: seat for seat in line.seats if seat}
            states = [
                _state(seats[slot.pk]) if slot.pk in seats else "" for slot in timeslots
            ]
            rows.append(
                [
                    *_who_cells(sheet, line.attendee),
                    *states,
                    *_rest_cells(sheet.registration, line.attendee),
                ]
            )
            receipts.append(sheet.registration.receipt_number)
    return Table([*_who(), *names, *_rest()], rows, receipts)


def _who() -> list[str]:
    return [_("受付番号"), _("何人目"), _("組の人数"), _("お名前"), _("ふりがな")]


def _who_cells(sheet: TicketSheet, person: Attendee) -> list[str]:
    return [
        sheet.registration.receipt_number,
        str(person.number),
        str(len(sheet.rows)),
        person.name,
        person.kana,
    ]


def _rest() -> list[str]:
    return [
        _("年代"),
        _("平和の催しへの参加"),
        _("電話番号"),
        _("メール"),
        _("受付方法"),
        _("受付日時"),
    ]


def _rest_cells(registration: Registration, person: Attendee) -> list[str]:
    came = jst(registration.came_at)
    return [
        person.get_age_band_display(),
        person.get_visit_display(),
        phone_in_groups(registration.phone),
        registration.email,
        registration.get_channel_display(),
        f"{came:%Y-%m-%d} {staff_time(came)}",
    ]


def _state(seat: Seat) -> str:
    return _("入場済み") if seat.is_admitted else seat.get_status_display()


def phone_in_groups(digits: str) -> str:
    """With hyphens: a spreadsheet takes it for a text, and its first 0 stays."""
    if len(digits) == 11:
        return f"{digits[:3]}-{digits[3:7]}-{digits[7:]}"
    if len(digits) == 10:
        area = 2 if digits[:2] in {"03", "06"} else 3
        return f"{digits[:area]}-{digits[area:-4]}-{digits[-4:]}"
    return digits
