"""Staff: a school's or group's list of lines, every row read before one is taken."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import KotobaConsent
from events.outreach.forms.kotoba import clean_line, clean_pen_name
from events.outreach.usecases.kotoba_send import Line
from events.registration.choices import AgeBand
from events.registration.forms.spreadsheet import read_sheet
from peace.language.names import fold


@dataclass(frozen=True)
class BadRow:
    """A row to put right, by the number that the spreadsheet shows."""

    number: int
    text: str

    def __str__(self) -> str:
        return _("%(row)s行目：%(text)s") % {"row": self.number, "text": self.text}


_HEADINGS = {
    "text": ("コトバ", "一行のコトバ", "作品"),
    "pen_name": ("名前", "ペンネーム", "名前（ペンネーム）"),
    "age_band": ("年代",),
    "consent": ("展示", "展示してよいか"),
}
_CONSENTS = {
    "名前あり": KotobaConsent.WITH_NAME,
    "名前なし": KotobaConsent.WITHOUT_NAME,
    "展示しない": KotobaConsent.NOT_SHOWN,
    "": KotobaConsent.NOT_SHOWN,
}


class KotobaListForm(forms.Form):
    """A school's or group's list."""

    group = forms.CharField(
        label=gettext_lazy("学校・団体の名前"),
        max_length=40,
        help_text=gettext_lazy("職員だけが見ます。"),
        error_messages={
            "required": gettext_lazy("学校・団体の名前を入力してください。")
        },
    )
    file = forms.FileField(
        label=gettext_lazy("名簿のファイル"),
        help_text=gettext_lazy("XLSXかCSV、2MB・2,000行まで。1行目は見出しです。"),
        error_messages={
            "required": gettext_lazy("名簿のファイルを選んでください。"),
            "empty": gettext_lazy("このファイルには、何も書かれていません。"),
        },
    )
    use_required_attribute = False

    def __init__(self, *args: Any, longest: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.longest = longest
        self.bad_rows: list[BadRow] = []
        self.lines: list[Line] = []
        self.digest = ""

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        sheet = read_sheet(upload)
        self.digest = sheet.digest
        columns = _columns(sheet.rows[0][1])
        if "text" not in columns:
            raise ValidationError(
                _(
                    "1行目に「コトバ」という見出しの列が要ります。見本を使ってください。"
                ),
                code="no_heading",
            )
        for number, cells in sheet.rows[1:]:
            try:
                self.lines.append(self._line(cells, columns))
            except ValidationError as error:
                self.bad_rows += [BadRow(number, text) for text in error.messages]
        if self.bad_rows:
            raise ValidationError(
                _("直すところがあるため、まだ1つも登録していません。"), code="rows"
            )
        if not self.lines:
            raise ValidationError(_("見出しの下に、行がありません。"), code="empty")
        return upload

    def _line(self, cells: Sequence[str], columns: dict[str, int]) -> Line:
        def cell(name: str) -> str:
            place = columns.get(name, len(cells))
            return cells[place].strip() if place < len(cells) else ""

        return Line(
            text=clean_line(cell("text"), longest=self.longest),
            pen_name=clean_pen_name(cell("pen_name")),
            age_band=_age_band(cell("age_band")),
            consent=_consent(cell("consent"), cell("pen_name")),
        )


def _columns(headings: Sequence[str]) -> dict[str, int]:
    folded = [fold(each) for each in headings]
    return {
        name: folded.index(fold(word))
        for name, words in _HEADINGS.items()
        for word in words
        if fold(word) in folded
    }


def _age_band(typed: str) -> str:
    if not typed:
        return ""
    for band in AgeBand:
        if fold(typed) in {fold(str(band.label)), fold(band.value)}:
            return band.value
    if typed in ("10代", "10歳未満", "小学生", "中学生", "高校生"):
        return AgeBand.UNDER_20.value
    raise ValidationError(
        _("年代「%(typed)s」がわかりません。空欄か、見本の書き方にしてください。"),
        params={"typed": typed[:20]},
    )


def _consent(typed: str, pen_name: str) -> str:
    if typed not in _CONSENTS:
        raise ValidationError(
            _(
                "展示「%(typed)s」がわかりません。"
                "「名前あり」「名前なし」「展示しない」のどれかにしてください。"
            ),
            params={"typed": typed[:20]},
        )
    found = _CONSENTS[typed]
    if found == KotobaConsent.WITH_NAME and not pen_name:
        raise ValidationError(_("「名前あり」ですが、名前がありません。"))
    return found.value
