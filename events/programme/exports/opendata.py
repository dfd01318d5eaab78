"""The events as open data: two published layouts of one table, as CSV.

- `recommended`: 推奨データセット「イベント一覧」, 32 columns in their order (Digital
  Agency; read in github NEC-FIWARE/smart-data-models, cio/06_イベント一覧)
- `gif`: the event of the Government Interoperability Framework, DS-43C (github
  JDA-DM/GIF, 438_コアデータモデル_DMD.xlsx, 2026-03-24, CC0)

The columns stand in `data/*.csv`; what fills them, in `opendata_cells`. One row a
timeslot; an exhibition without timeslots is one row from its first day to its last.
"""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from io import StringIO
from pathlib import Path

from events.programme.exports.opendata_cells import GIF, RECOMMENDED, Cell, Row
from events.programme.models import Event, Timeslot

GETA = "〓"  # what printers set where a sign is missing; CP932 has it
_DATA = Path(__file__).parent / "data"
# What a spreadsheet takes for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
_PROFILES: dict[str, tuple[str, str, dict[str, Cell]]] = {
    "recommended": ("recommended_event_fields.csv", "name_ja", RECOMMENDED),
    "gif": ("gif_event_fields.csv", "name_en", GIF),
}
PROFILES = tuple(_PROFILES)
ENCODINGS = ("utf-8", "cp932")


@dataclass(frozen=True)
class Unwritable:
    """A sign that CP932 does not have, and where; the header is row 1."""

    row: int
    column: str
    sign: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.sign):04X}"


@dataclass(frozen=True)
class Table:
    headers: list[str]
    rows: list[list[str]]


@cache
def fields(profile: str) -> list[dict[str, str]]:
    """The columns of PROFILE as they are published. Raises KeyError."""
    with (_DATA / _PROFILES[profile][0]).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def table(
    events: Sequence[Event], timeslots: Sequence[Timeslot], *, profile: str
) -> Table:
    """EVENTS in the layout of PROFILE; TIMESLOTS are theirs, with seats and support."""
    _file, key, cells = _PROFILES[profile]
    columns = fields(profile)
    return Table(
        headers=[column["name_ja"] for column in columns],
        rows=[
            [_flat(cells.get(column[key], _nothing)(row)) for column in columns]
            for row in _rows(events, timeslots)
        ],
    )


def csv_bytes(found: Table, *, encoding: str) -> bytes:
    """UTF-8 with a BOM, or CP932 with 〓 for what it does not have; CRLF."""
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(found.headers)
    writer.writerows([[_harmless(text) for text in row] for row in found.rows])
    if encoding == "utf-8":
        return out.getvalue().encode("utf-8-sig")
    return "".join(s if _fits(s) else GETA for s in out.getvalue()).encode("cp932")


def unwritable(found: Table) -> list[Unwritable]:
    """Every sign that becomes 〓 in CP932, once for each cell."""
    return [
        Unwritable(number, header, sign)
        for number, row in enumerate(found.rows, start=2)
        for header, text in zip(found.headers, row, strict=True)
        for sign in dict.fromkeys(text)
        if not _fits(sign)
    ]


def _rows(events: Sequence[Event], timeslots: Sequence[Timeslot]) -> Iterator[Row]:
    by_event: dict[int, list[Timeslot]] = defaultdict(list)
    for slot in timeslots:
        by_event[slot.event_id].append(slot)
    for event in events:
        for slot in by_event[event.pk] or [None]:
            yield Row(event, slot)


def _nothing(row: Row) -> str:
    return ""


def _flat(text: str) -> str:
    """One line: not every program reads a cell with several."""
    return " ".join(text.split())


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
