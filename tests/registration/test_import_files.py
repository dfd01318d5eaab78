"""Whatever is uploaded: it is read, or refused in a sentence, and runs nothing."""

import io
import os
import random
import re
import zipfile
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from openpyxl import Workbook

from events.registration.forms.spreadsheet import MOST_BYTES, MOST_ROWS, read_sheet
from tests.registration.sheets import csv_bytes, row, upload, xlsx_bytes


def lines(content: bytes) -> list[list[str]]:
    return [cells for _number, cells in read_sheet(upload(content)).rows]


def refusal(content: bytes) -> str:
    with pytest.raises(ValidationError) as error:
        read_sheet(upload(content))
    return error.value.messages[0]


def rezipped(content: bytes, **parts: bytes) -> bytes:
    """CONTENT with parts of the archive replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", 8) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_a_csv_is_read_in_any_of_its_encodings(encoding):
    content = csv_bytes([row("髙﨑 花子")], encoding=encoding)

    assert lines(content)[1][0] == "髙﨑 花子"


def test_a_workbook_is_read_as_a_person_sees_it():
    content = xlsx_bytes([["甲", None, 9012345678, 1.5, True, 3.0]], heads=["お名前"])

    assert lines(content)[1] == ["甲", "", "9012345678", "1.5", "True", "3"] + [
        "" for _more in lines(content)[1][6:]
    ]


def test_rows_keep_the_number_that_the_spreadsheet_shows():
    content = csv_bytes([[], row("甲"), ["", " "], row("乙")])

    assert [number for number, _cells in read_sheet(upload(content)).rows] == [1, 3, 5]


def test_a_formula_is_not_run():
    content = xlsx_bytes([["=1+1"]], heads=["お名前"])

    assert lines(content) == [["お名前"] + [""] * (len(lines(content)[0]) - 1)]


def test_old_and_locked_workbooks_are_told_what_to_do():
    assert "パスワードを外し" in refusal(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 99
    )


def test_an_empty_file_says_so():
    assert refusal(b"\n\n ,,\n") == "このファイルには、何も書かれていません。"


def test_a_file_that_is_too_large_is_not_read():
    assert "2MBまでです。いま2.0MBです。" in refusal(b"a" * (MOST_BYTES + 1))


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_a_list_that_is_too_long_is_refused(make):
    assert "2,000行まで" in refusal(make([row("甲")] * (MOST_ROWS + 1)))


def test_two_thousand_rows_are_read():
    assert len(lines(xlsx_bytes([row("甲")] * MOST_ROWS))) == MOST_ROWS + 1


def test_a_small_file_that_unpacks_to_a_large_one_is_refused():
    bomb = rezipped(
        xlsx_bytes([row("甲")]), **{"xl/sharedStrings.xml": b" " * 40_000_000}
    )

    assert len(bomb) < 100_000
    assert "行まで" in refusal(bomb)


def test_a_file_of_thousands_of_parts_is_refused():
    parts = {f"xl/x{number}.xml": b"x" for number in range(300)}

    assert "行まで" in refusal(rezipped(xlsx_bytes([row("甲")]), **parts))


def test_entities_are_refused():
    laughs = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><x>&a;</x>'

    assert "開けませんでした" in refusal(
        rezipped(xlsx_bytes([row("甲")]), **{"xl/sharedStrings.xml": laughs})
    )


def test_a_workbook_that_lies_about_its_size_is_read_all_the_same():
    content = xlsx_bytes([row("甲")])
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read("xl/worksheets/sheet1.xml")
    lying = re.sub(rb'ref="A1:\w+"', b'ref="A1:XFD1048576"', sheet)
    assert lying != sheet

    assert lines(rezipped(content, **{"xl/worksheets/sheet1.xml": lying}))[1][0] == "甲"


def test_a_cell_in_the_last_row_of_excel_costs_nothing():
    book = Workbook()
    book.active["A1"] = "お名前"
    book.active.cell(row=1_048_576, column=16_384, value="x")
    out = io.BytesIO()
    book.save(out)

    assert len(lines(out.getvalue())) == 1


def test_rubbish_is_refused_and_never_breaks_anything():
    seed = random.Random(7)
    whole = xlsx_bytes([row("甲")])
    pieces = [
        b"PK\x03\x04",
        b"PK\x03\x04" + seed.randbytes(500),
        b"\x00" * 50,
        b"\xff\xfe\x00",
        b'"unclosed\n' * 5,
        os.urandom(300),
        whole[:-30],
        *(
            whole[:place] + seed.randbytes(8) + whole[place + 8 :]
            for place in range(0, len(whole) - 8, 97)
        ),
        rezipped(whole, **{"xl/workbook.xml": b"<x/>"}),
        rezipped(whole, **{"xl/worksheets/sheet1.xml": b"<"}),
    ]
    for content in pieces:
        # Read, where the damage did no harm, or refused; nothing else may come out.
        with suppress(ValidationError):
            read_sheet(upload(content))
