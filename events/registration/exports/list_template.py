"""The sample file of a list: headings, and a second sheet that says what goes where."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook

from events.programme.models import Event, Timeslot
from events.registration.choices import AgeBand
from events.registration.exports.files import add_sheet, csv_file
from events.registration.exports.table import Table
from peace.language.dates import staff_time

# As the import reads them; not translated, they are part of the file's format.
HEADINGS = [
    "お名前",
    "ふりがな",
    "電話番号",
    "メール",
    "参加する回",
    "組",
    "年代",
    "はじめて",
    "18歳未満",
    "備考",
]


def template_csv() -> bytes:
    return csv_file(Table(HEADINGS, [], []))


def template_xlsx(event: Event, timeslots: Sequence[Timeslot]) -> bytes:
    book = Workbook(write_only=True)
    add_sheet(book, Table(HEADINGS, [], []), title=_("名簿"))
    add_sheet(book, _explained(event, timeslots), title=_("書き方"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _explained(event: Event, timeslots: Sequence[Timeslot]) -> Table:
    slots = _("、").join(
        f"{staff_time(slot.starts_at)} {slot.title}" for slot in timeslots
    )
    ages = _("、").join(str(band.label) for band in AgeBand)
    said = [
        _("必ず書きます。1行に1人です。"),
        _("ひらがなかカタカナで。わからないときは空欄でかまいません。"),
        _("電話番号かメールの、どちらか1つは必要です。0から始まる10桁か11桁。"),
        _("書くと、控えと参加券がメールで届きます。"),
        _("回の名前か、始まる時刻。2つ以上は「、」で区切ります：%(slots)s")
        % {"slots": slots},
        _("いっしょに来る方に、同じ番号か名前を書きます（%(max)s名まで）。")
        % {"max": event.party_limit},
        _("空欄でかまいません：%(ages)s") % {"ages": ages},
        _("はじめての方は「はい」、そうでない方は「いいえ」。空欄でかまいません。"),
        _("保護者の同意が要る催しで「はい」「いいえ」を書きます。"),
        _("担当者に伝えたいこと。400文字まで。"),
    ]
    rows = [[head, text] for head, text in zip(HEADINGS, said, strict=True)]
    return Table([_("列"), _("書くこと")], rows, [])
