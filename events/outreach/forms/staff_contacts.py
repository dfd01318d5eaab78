"""A contact, and a list of contacts out of a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import ContactKind
from events.outreach.usecases.contacts import ContactCard
from events.registration.forms.email import EMAIL_LENGTH, clean_email
from events.registration.forms.spreadsheet import read_sheet

# The columns of the list, in this order in the sample; in any order in a file.
COLUMNS = {
    "種類": "kind",
    "名前": "name",
    "担当者": "person",
    "メールアドレス": "email",
    "言葉": "language",
    "メモ": "note",
}
NEEDED = ("種類", "名前", "メールアドレス")
SAMPLE = ("学校", "国立市立第一中学校", "教頭", "school@example.jp", "日本語", "")
# A file with hundreds of wrong rows is another file.
MOST_SHOWN = 100


class ContactForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("種類"),
        choices=ContactKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("「学校」「自治体」「団体」のどれかを選んでください。"),
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("名前"),
        help_text=gettext_lazy("学校、団体、市の名前です。"),
        max_length=100,
        error_messages={"required": gettext_lazy("名前を入力してください。")},
    )
    person = forms.CharField(
        label=gettext_lazy("担当者"),
        help_text=gettext_lazy("役職でもかまいません。メールの宛名になります。"),
        max_length=80,
        required=False,
    )
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("メールアドレスを入力してください。")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("メールの言葉"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        initial="ja",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("「日本語」「やさしい日本語」「English」のどれかです。"),
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("メモ"),
        help_text=gettext_lazy("職員だけが見ます。どう知り合い、何に同意したか。"),
        max_length=200,
        required=False,
    )
    use_required_attribute = False

    def clean_email(self) -> str:
        try:
            return clean_email(self.cleaned_data["email"])
        except ValidationError:
            raise ValidationError(
                _("メールアドレスを確かめてください（例 name@example.jp）。")
            ) from None

    def card(self) -> ContactCard:
        return ContactCard(**self.cleaned_data)


@dataclass(frozen=True)
class RowProblem:
    """What has to be put right in one row, by the number the spreadsheet shows."""

    row: int
    text: str

    def __str__(self) -> str:
        return _("%(row)s行目：%(text)s") % {"row": self.row, "text": self.text}


class ContactsFileForm(forms.Form):
    """A list; every row that is not clear is named, and then none is taken."""

    file = forms.FileField(
        label=gettext_lazy("連絡先のファイル"),
        help_text=gettext_lazy("XLSXかCSV、2MB・2,000行まで。"),
        error_messages=dict.fromkeys(
            ("required", "invalid", "empty"),
            gettext_lazy("連絡先のファイルを選んでください。"),
        ),
    )
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards: list[ContactCard] = []
        self.problems: list[RowProblem] = []

    def clean_file(self) -> Any:
        sheet = read_sheet(self.cleaned_data["file"])
        (_number, head), *rows = sheet.rows
        missing = [name for name in NEEDED if name not in head]
        if missing:
            raise ValidationError(
                _("1行目に「%(names)s」の見出しがありません。見本を使ってください。"),
                params={"names": _("」「").join(missing)},
            )
        for number, cells in rows:
            self._take(number, dict(zip(head, cells, strict=False)))
        if not rows:
            raise ValidationError(_("2行目から、1行に1件ずつ書いてください。"))
        if self.problems:
            raise ValidationError(
                _("%(n)s行を直してください。まだ1件も登録していません。"),
                params={"n": len({each.row for each in self.problems})},
            )
        return self.cleaned_data["file"]

    @property
    def shown_problems(self) -> list[RowProblem]:
        return self.problems[:MOST_SHOWN]

    def _take(self, number: int, row: dict[str, str]) -> None:
        values = {COLUMNS[name]: row.get(name, "") for name in COLUMNS}
        values["kind"] = _value_of(ContactKind.choices, values["kind"])
        values["language"] = (
            _value_of(settings.LANGUAGES, values["language"])
            if values["language"]
            else "ja"
        )
        form = ContactForm(values)
        if form.is_valid():
            self.cards.append(form.card())
        else:
            self.problems += [RowProblem(number, text) for text in _texts(form)]


def _value_of(choices: Any, typed: str) -> str:
    """The value whose word this is; what no word fits is refused by the field."""
    return next((value for value, label in choices if str(label) == typed), typed)


def _texts(form: ContactForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{form[name].label}　{error}"
