"""Files as staff upload them, and what the pages say of them."""

import csv
import io
from collections.abc import Sequence

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

HEADS = [
    "お名前",
    "ふりがな",
    "電話番号",
    "メール",
    "参加する回",
    "組",
    "年代",
    "はじめて",
    "備考",
]
PATH = "/staff/events/talk/import/"


def row(name: str, **cells: str) -> list[str]:
    """A row under HEADS; a phone number unless CELLS say otherwise."""
    found = {"お名前": name, "電話番号": "090-0000-0001"} | cells
    return [found.get(head, "") for head in HEADS]


def csv_bytes(
    rows: Sequence[Sequence[object]],
    *,
    heads: Sequence[str] = HEADS,
    encoding: str = "utf-8-sig",
) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([heads, *rows])
    return out.getvalue().encode(encoding)


def xlsx_bytes(
    rows: Sequence[Sequence[object]], *, heads: Sequence[str] = HEADS
) -> bytes:
    book = Workbook()
    for each in [heads, *rows]:
        book.active.append(list(each))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(content: bytes, name: str = "list.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)
