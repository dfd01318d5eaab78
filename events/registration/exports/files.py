"""Tables as files that a Japanese Excel opens: XLSX, CSV in UTF-8, CSV in CP932."""

import csv
import io
import re
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from events.registration.exports.table import Table

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Printers set it where a sign is missing; CP932 has it.
GETA = "〓"
# What a spreadsheet takes for the beginning of a formula, in both widths.
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
# XML has no place for these.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_WIDEST = 40


class FileKind(TextChoices):
    XLSX = "XLSX", gettext_lazy("Excel（XLSX）")
    CSV = "CSV", gettext_lazy("CSV（UTF-8）")
    CP932 = "CP932", gettext_lazy("CSV（CP932、古いソフト用）")


@dataclass(frozen=True)
class Unwritable:
    """A sign that CP932 does not have, and where: row as the spreadsheet counts."""

    row: int
    receipt: str
    column: str
    sign: str
    text: str

    @property
    def code(self) -> str:
        return f"U+{ord(self.sign):04X}"


def xlsx_file(table: Table, *, title: str) -> bytes:
    """Every cell is a text, the header stays in view, columns are as wide as needed."""
    book = Workbook(write_only=True)
    add_sheet(book, table, title=title)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def add_sheet(book: Workbook, table: Table, *, title: str) -> None:
    sheet = book.create_sheet(title=re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
    sheet.freeze_panes = "A2"
    for number, header in enumerate(table.headers):
        texts = [header, *(row[number] for row in table.rows[:500])]
        width = min(_WIDEST, max(_width(text) for text in texts)) + 2
        sheet.column_dimensions[get_column_letter(number + 1)].width = width
    sheet.append([_cell(sheet, text, bold=True) for text in table.headers])
    for row in table.rows:
        sheet.append([_cell(sheet, text) for text in row])


def _cell(sheet: WriteOnlyWorksheet, text: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=_CONTROL.sub("", text))
    cell.data_type = "s"  # Also what begins with "=": never a formula.
    cell.number_format = "@"
    if bold:
        cell.font = Font(bold=True)
    return cell


def _width(text: str) -> int:
    return sum(1 if sign < "\u0300" else 2 for sign in text)


def csv_file(table: Table) -> bytes:
    """UTF-8 with a BOM: Excel on Windows takes it for what it is."""
    return _csv(table).encode("utf-8-sig")


def cp932_file(table: Table) -> bytes:
    """CP932; a sign that it does not have becomes 〓. Ask `unwritable` first."""
    return "".join(sign if _fits(sign) else GETA for sign in _csv(table)).encode(
        "cp932"
    )


def unwritable(table: Table) -> list[Unwritable]:
    """Every sign that CP932 cannot hold, with its place; the header is row 1."""
    found = []
    for number, header in enumerate(table.headers):
        found += [Unwritable(1, "", header, s, header) for s in header if not _fits(s)]
        for place, row in enumerate(table.rows):
            text = row[number]
            found += [
                Unwritable(place + 2, table.receipts[place], header, sign, text)
                for sign in text
                if not _fits(sign)
            ]
    return sorted(found, key=lambda each: each.row)


def _fits(sign: str) -> bool:
    try:
        sign.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True


def _csv(table: Table) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([harmless(text) for text in table.headers])
    for row in table.rows:
        writer.writerow([harmless(text) for text in row])
    return out.getvalue()


def harmless(text: str) -> str:
    """TEXT that no spreadsheet runs: an apostrophe in front of a formula's sign."""
    text = _CONTROL.sub("", text)
    return f"'{text}" if text.startswith(_FORMULA) else text
