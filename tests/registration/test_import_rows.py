"""Rows of a list become parties; each that cannot says which and why."""

import hashlib

import pytest

from events.registration.choices import ReminderChannel
from events.registration.forms.list_rows import Reading, reach, read_rows
from events.registration.forms.spreadsheet import Sheet
from tests import cast
from tests.registration.sheets import HEADS, row

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return cast.event()


def read(event, *rows, heads=HEADS, slot=True, contact=None) -> Reading:
    slots = cast.timeslots(event)
    lines = [list(heads), *rows]
    return read_rows(
        Sheet(hashlib.sha256(b"").hexdigest(), list(enumerate(lines, start=1))),
        event=event,
        timeslots=slots,
        default_slot=slots[0] if slot else None,
        whole_class=contact,
    )


def problems(reading: Reading) -> list[str]:
    return [str(each) for each in reading.problems]


def test_a_full_row_becomes_a_person(event):
    _first, second, third = cast.timeslots(event)
    reading = read(
        event,
        row(
            "髙橋　花子",
            ふりがな="たかはし はなこ",
            電話番号="（042）576-2111",
            メール="hanako@example.jp",
            参加する回="長崎の話、15:30",
            年代="30〜40代",
            はじめて="はい",
            備考="車いすです",
        ),
    )
    (party,) = reading.parties
    (person,) = party.people

    assert problems(reading) == []
    assert person.name == "髙橋 花子"
    assert person.timeslot_ids == {second.pk, third.pk}
    assert (person.age_band, person.visit) == ("THIRTIES_FORTIES", "FIRST")
    assert party.contact.phone == "0425762111"
    assert party.contact.remind_by == ReminderChannel.EMAIL
    assert party.note == "車いすです"
    assert party.rows == [2]


@pytest.mark.parametrize(
    "typed", ["長崎の話", "14:30", "14：30", "2", "第2回", "14:30 長崎の話", "2回目"]
)
def test_a_timeslot_may_be_called_by_name_begin_or_number(event, typed):
    reading = read(event, row("甲", 参加する回=typed))

    assert problems(reading) == []
    assert reading.parties[0].people[0].timeslot_ids == {cast.timeslots(event)[1].pk}


def test_rows_of_the_same_group_are_one_party(event):
    reading = read(
        event,
        row("甲", 組="1"),
        row("乙", 電話番号=""),
        row("丙", 組="１", 電話番号="", 備考="遅れます"),
        row("丁", 電話番号="090-0000-0002"),
    )

    assert problems(reading) == [
        "3行目「電話番号」: 電話番号かメールアドレスの、どちらかを入力してください。"
    ]
    assert [[p.name for p in party.people] for party in reading.parties] == [
        ["甲", "丙"],
        ["丁"],
    ]
    assert reading.parties[0].rows == [2, 4]
    assert reading.parties[0].note == "遅れます"


def test_a_group_that_is_too_large_is_named_by_its_first_row_too_many(event):
    reading = read(event, *(row(f"児童{n}", 組="A") for n in "一二三四五六七"))

    assert problems(reading) == [
        "8行目「組」: 同じ組は6名までです。組を分けてください。"
    ]


def test_a_class_is_cut_into_parties_under_one_contact_and_reminded_once(event):
    rows = [row(f"児童{n}", 電話番号="") for n in "一二三四五六七八"]
    reading = read(event, *rows, contact=reach("0425762111", ""))

    assert problems(reading) == []
    assert [len(party.people) for party in reading.parties] == [6, 2]
    assert {party.contact.phone for party in reading.parties} == {"0425762111"}
    assert [party.contact.remind_by for party in reading.parties] == ["PHONE", "NONE"]


def test_every_bad_cell_of_every_row_is_named_at_once(event):
    reading = read(
        event,
        row("", ふりがな="漢字"),
        row("よい子"),
        row(
            "<b>",
            電話番号="12345",
            メール="x@",
            参加する回="夜の話",
            年代="老人",
            はじめて="たぶん",
            備考="あ" * 401,
        ),
    )
    told = problems(reading)

    assert [text.split(":")[0] for text in told] == [
        "2行目「お名前」",
        "2行目「ふりがな」",
        "4行目「参加する回」",
        "4行目「お名前」",
        "4行目「年代」",
        "4行目「はじめて」",
        "4行目「電話番号」",
        "4行目「メール」",
        "4行目「備考」",
    ]
    assert "広島の話、長崎の話、東京大空襲の話" in told[2]
    assert "1文字減らしてください。" in told[-1]


def test_two_timeslots_at_the_same_time_are_refused(event):
    cast.timeslot(event, starts_at=event.starts_at, title="折り鶴")
    reading = read(event, row("甲", 参加する回="広島の話、折り鶴"))

    assert "時間が重なっています。" in problems(reading)[0]
    assert "2つ以上の回" in problems(read(event, row("甲", 参加する回="13:30")))[0]


def test_without_a_timeslot_in_row_and_page_the_row_is_named(event):
    assert problems(read(event, row("甲"), slot=False)) == [
        "2行目「参加する回」: 参加する回を1つ以上選んでください。"
    ]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("9012345678", "09012345678"), ("425762111", "0425762111")],
)
def test_the_0_that_a_spreadsheet_took_away_is_put_back(event, typed, kept):
    reading = read(event, row("甲", 電話番号=typed))

    assert reading.parties[0].contact.phone == kept
    assert reading.mended == 1


def test_headings_may_have_other_names_and_unknown_columns_are_said(event):
    reading = read(
        event,
        ["甲", "コウ", "090-0000-0001", "x"],
        heads=["氏　名", "ﾌﾘｶﾞﾅ", "電話", "住所"],
    )

    assert problems(reading) == []
    assert reading.parties[0].people[0].kana == "コウ"
    assert reading.unused == ["住所"]


def test_who_is_under_18_is_kept_for_events_that_ask_for_consent(event):
    heads = ["お名前", "電話番号", "18歳未満"]
    rows = [
        [name, f"0425762{n}", said]
        for n, (name, said) in enumerate(
            [("甲", "はい"), ("乙", "いいえ"), ("丙", ""), ("丁", "たぶん")], start=111
        )
    ]
    reading = read(event, *rows, heads=heads)

    assert [party.people[0].is_minor for party in reading.parties] == [
        True,
        False,
        None,
    ]
    assert problems(reading)[0].startswith("5行目「18歳未満」")


def test_without_the_column_of_names_nothing_is_read(event):
    assert problems(read(event, ["甲"], heads=["なに"])) == [
        "列「お名前」が見つかりません。"
        "1行目の見出しを、見本のファイルと同じにしてください。"
    ]


def test_headings_alone_are_no_list(event):
    assert problems(read(event)) == ["見出しの下に、参加する方が書かれていません。"]
