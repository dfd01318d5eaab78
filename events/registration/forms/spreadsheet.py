"""Reads a table out of a file that somebody uploaded: XLSX or CSV, whatever it holds.

Nothing in the file is run: formulas give the value that was saved with them, macros
and links are not looked at. Bounds come first: a small file cannot become a big one.
"""

import csv
import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from openpyxl import load_workbook

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2_000
MOST_COLUMNS = 30
# Signs in all cells together, and in one.
MOST_SIGNS = 200_000
CELL_SIGNS = 1_000
# What an XLSX may hold once it is unpacked.
MOST_PARTS = 200
MOST_UNPACKED = 30 * 1024 * 1024
_ZIP = b"PK\x03\x04"
# Excel before 2007, and every Excel with a password.
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Sheet:
    """Rows of texts with the number that the spreadsheet shows beside them."""

    digest: str
    rows: list[tuple[int, list[str]]]


def read_sheet(upload: UploadedFile) -> Sheet:
    """The first sheet of UPLOAD, empty rows left out. Raises ValidationError."""
    if (upload.size or 0) > MOST_BYTES:
        size = f"{(upload.size or 0) / 1024 / 1024:.1f}"
        raise ValidationError(
            _("ファイルは2MBまでです。いま%(size)sMBです。"),
            code="file_large",
            params={"size": size},
        )
    content = upload.read(MOST_BYTES + 1)
    if content.startswith(_OLE):
        raise ValidationError(
            _(
                "古い形式（.xls）か、パスワードの付いたファイルです。パスワードを外し、"
                "「Excelブック（.xlsx）」で保存し直してください。"
            ),
            code="file_old",
        )
    try:
        table = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
        rows = list(_bounded(table))
    except ValidationError:
        raise
    except Exception:
        # Rubbish can fail anywhere inside openpyxl, zipfile or the XML parser.
        raise _unreadable() from None
    if not rows:
        raise ValidationError(
            _("このファイルには、何も書かれていません。"), code="empty"
        )
    return Sheet(hashlib.sha256(content).hexdigest(), rows)


def _unreadable() -> ValidationError:
    return ValidationError(
        _("このファイルは開けませんでした。XLSXかCSVで保存し直してください。"),
        code="file_unreadable",
    )


def _too_long() -> ValidationError:
    return ValidationError(
        _("一度に登録できるのは%(max)s行までです。ファイルを分けてください。"),
        code="file_rows",
        params={"max": f"{MOST_ROWS:,}"},
    )


def _bounded(table: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    signs = kept = 0
    for number, cells in table:
        row = [cell.strip()[:CELL_SIGNS] for cell in cells[:MOST_COLUMNS]]
        if not any(row):
            continue
        kept += 1
        signs += sum(len(cell) for cell in row)
        if kept > MOST_ROWS + 1 or signs > MOST_SIGNS:
            raise _too_long()
        yield number, row


def _xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        # A part never unpacks to more than it says here; zipfile stops there.
        unpacked = sum(part.file_size for part in parts.infolist())
        if len(parts.infolist()) > MOST_PARTS or unpacked > MOST_UNPACKED:
            raise _too_long()
        for part in parts.namelist():
            # No document type: nothing in it can stand for something longer.
            if part.endswith((".xml", ".rels")) and b"<!DOCTYPE" in parts.read(part):
                raise _unreadable()
    book = load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    try:
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # The file may say anything about its size.
        rows = sheet.iter_rows(
            max_row=4 * MOST_ROWS, max_col=MOST_COLUMNS, values_only=True
        )
        for number, row in enumerate(rows, start=1):
            yield number, [_text(value) for value in row]
    finally:
        book.close()


def _text(value: Any) -> str:
    """What a person saw in the cell; a whole number has no decimals."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(content)
    first = text[:2000].split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return enumerate(lines, start=1)


def _decoded(content: bytes) -> str:
    """UTF-8 with or without BOM, what Excel calls Unicode text, or CP932."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932")
    if "\0" in text:
        raise _unreadable()
    return text
