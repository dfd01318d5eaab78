"""Registrations leave as files that Excel opens, and run nothing there."""

import csv
import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from events.registration.exports.files import (
    cp932_file,
    csv_file,
    harmless,
    unwritable,
    xlsx_file,
)
from events.registration.exports.table import (
    Table,
    phone_in_groups,
    registrations_table,
)
from events.registration.models import Registration
from events.registration.usecases.application import SupportWish
from peace.audit.models import AuditEntry
from tests import cast
from tests.page import Page

pytestmark = pytest.mark.django_db

PATH = "/staff/events/talk/bulk/export/"


@pytest.fixture
def client():
    return cast.signed_in(cast.aoki())


@pytest.fixture
def event():
    return cast.event(now=timezone.now(), seats=100)


def table_of(event, shape="SEATS") -> Table:
    return registrations_table(
        Registration.objects.for_event(event).with_people().order_by("pk"),
        shape=shape,
        timeslots=list(event.timeslots.in_order()),
        now=timezone.now(),
    )


def read_csv(content: bytes, encoding="utf-8-sig") -> list[dict[str, str]]:
    text = content.decode(encoding)
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_is_a_person_in_a_timeslot(event):
    first, second, _third = cast.timeslots(event)
    party = cast.registration(
        event,
        people=["髙橋 花子", "髙橋 翔"],
        kana=["たかはし はなこ"],
        slots=[first, second],
        phone="0425762111",
        now=timezone.now(),
        persons={"age_band": "TWENTIES", "visit": "FIRST"},
    )
    rows = read_csv(csv_file(table_of(event)))

    assert [(row["お名前"], row["回"]) for row in rows] == [
        ("髙橋 花子", "広島の話"),
        ("髙橋 花子", "長崎の話"),
        ("髙橋 翔", "広島の話"),
        ("髙橋 翔", "長崎の話"),
    ]
    assert rows[0]["受付番号"] == party.receipt_number
    assert rows[0]["電話番号"] == "042-576-2111"
    assert rows[0]["状態"] == "確定"
    assert rows[0]["年代"] == "20代"
    assert rows[0]["組の人数"] == "2"


def test_or_a_person_with_the_timeslots_side_by_side(event):
    first, _second, third = cast.timeslots(event)
    cast.registration(
        event, people=["国立 花子"], slots=[first, third], now=timezone.now()
    )
    (row,) = read_csv(csv_file(table_of(event, "PEOPLE")))

    assert row["13:30 広島の話"] == "確定"
    assert row["14:30 長崎の話"] == ""
    assert row["15:30 東京大空襲の話"] == "確定"


def test_what_is_sensitive_is_in_no_file(event):
    cast.registration(
        event,
        now=timezone.now(),
        support=[SupportWish("WHEELCHAIR")],
        note="持病があります",
        staff_note="要確認",
    )
    for shape in ("SEATS", "PEOPLE"):
        text = csv_file(table_of(event, shape)).decode()
        assert "国立 花子" in text
        for secret in ("車いす", "WHEELCHAIR", "持病", "要確認"):
            assert secret not in text


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"]
)
def test_no_cell_of_a_csv_begins_like_a_formula(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"
    assert harmless(f"a{sign}") == f"a{sign}"


def test_no_cell_of_a_workbook_is_a_formula_and_the_0_stays():
    table = Table(["=A1", "電話"], [['=HYPERLINK("x")', "0425762111"]], ["1"])
    sheet = load_workbook(io.BytesIO(xlsx_file(table, title="a/b:c"))).active

    assert [cell.data_type for line in sheet.iter_rows() for cell in line] == ["s"] * 4
    assert sheet["A2"].value == '=HYPERLINK("x")'
    assert sheet["B2"].value == "0425762111"
    assert sheet["B2"].number_format == "@"
    assert sheet.freeze_panes == "A2"


def test_control_signs_do_not_break_a_workbook():
    table = Table(["a"], [["x\x0b\x00y"]], ["1"])

    sheet = load_workbook(io.BytesIO(xlsx_file(table, title="t"))).active
    assert sheet["A2"].value == "xy"


def test_cp932_writes_what_it_has_and_names_what_it_has_not():
    table = Table(
        ["受付番号", "お名前"],
        [["10000001", "髙﨑 花子"], ["10000002", "𠮷野 🕊子"]],
        ["10000001", "10000002"],
    )
    lost = unwritable(table)

    assert [
        (each.row, each.receipt, each.column, each.sign, each.code) for each in lost
    ] == [
        (3, "10000002", "お名前", "𠮷", "U+20BB7"),
        (3, "10000002", "お名前", "🕊", "U+1F54A"),
    ]
    text = cp932_file(table).decode("cp932")
    assert "髙﨑 花子" in text
    assert "〓野 〓子" in text
    assert "?" not in text


@pytest.mark.parametrize(
    ("digits", "told"),
    [
        ("09012345678", "090-1234-5678"),
        ("0425762111", "042-576-2111"),
        ("0312345678", "03-1234-5678"),
        ("", ""),
    ],
)
def test_phones_are_told_in_groups(digits, told):
    assert phone_in_groups(digits) == told


def test_ticked_registrations_leave_and_the_trail_counts_them(client, event):
    first = cast.registration(event, people=["甲"], now=timezone.now())
    cast.registration(event, people=["乙"], now=timezone.now())

    response = client.post(PATH, {"pick": first.receipt_number, "file": "CSV"})

    assert response["Content-Disposition"].endswith('.csv"')
    assert [row["お名前"] for row in read_csv(response.content)] == ["甲"]
    entry = AuditEntry.objects.get(verb="registrations.exported")
    assert entry.detail == {"file": "csv", "registrations": 1, "rows": 1}


def test_all_that_the_filter_finds_leaves_in_its_order(client, event):
    for name, kana in [("渡辺", "わたなべ"), ("青木", "あおき")]:
        cast.registration(
            event, people=[name], kana=[kana], now=timezone.now(), channel="PHONE"
        )
    cast.registration(event, people=["馬場"], now=timezone.now())

    response = client.post(
        PATH, {"all": "yes", "channel": "PHONE", "order": "KANA", "file": "XLSX"}
    )

    sheet = load_workbook(io.BytesIO(response.content)).active
    assert [line[3].value for line in sheet.iter_rows(min_row=2)] == ["青木", "渡辺"]


def test_cp932_says_first_what_it_cannot_write(client, event):
    party = cast.registration(event, people=["𠮷野 花子"], now=timezone.now())
    sent = {"pick": party.receipt_number, "file": "CP932"}

    page = Page(client.post(PATH, sent))
    assert "U+20BB7" in page.words
    assert not AuditEntry.objects.filter(verb="registrations.exported").exists()
    response = client.post(PATH, sent | {"anyway": "yes"})

    assert "〓野 花子" in response.content.decode("cp932")
    assert AuditEntry.objects.filter(verb="registrations.exported").count() == 1


def test_cp932_leaves_at_once_when_it_can_write_everything(client, event):
    party = cast.registration(event, people=["髙﨑 花子"], now=timezone.now())

    response = client.post(PATH, {"pick": party.receipt_number, "file": "CP932"})

    assert "髙﨑 花子" in response.content.decode("cp932")


@pytest.mark.parametrize("pick", ["", "x", "99999999", "１２３４５６７８"])
def test_nothing_ticked_makes_no_file(client, event, pick):
    cast.registration(event, now=timezone.now())

    response = client.post(PATH, {"pick": pick}, follow=True)

    assert "書き出す申込みを選んでください。" in Page(response).words


def test_another_events_registration_does_not_leave(client, event):
    other = cast.registration(
        cast.event(slug="other", now=timezone.now()), now=timezone.now()
    )

    response = client.post(PATH, {"pick": other.receipt_number}, follow=True)

    assert "書き出す申込みを選んでください。" in Page(response).words
