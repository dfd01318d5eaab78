"""A list of contacts out of a file: read row by row, carried through the preview."""

from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import ContactKind
from events.outreach.forms.staff_contacts import ContactForm
from events.outreach.usecases.contacts import ContactCard
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
# Between looking at the preview and pressing the button.
PREVIEW_FOR = timedelta(hours=1)
_SALT = "contacts-file"


class PreviewOver(Exception):
    """The preview is too old, or is not one of ours."""


@dataclass(frozen=True)
class ContactRow:
    """One row by the number the spreadsheet shows: a contact, or what is wrong."""

    number: int
    name: str
    email: str
    card: ContactCard | None
    problems: tuple[str, ...] = ()


def pack(cards: Sequence[ContactCard]) -> str:
    """The cards, for the preview's button; the file itself is kept nowhere."""
    return signing.dumps([astuple(card) for card in cards], salt=_SALT, compress=True)


def unpack(packed: str) -> list[ContactCard]:
    """Raises PreviewOver."""
    try:
        values = signing.loads(packed, salt=_SALT, max_age=PREVIEW_FOR)
    except signing.BadSignature:
        raise PreviewOver from None
    return [ContactCard(*each) for each in values]


class ContactsFileForm(forms.Form):
    """Refuses what is no list at all; what its rows say is shown in the preview."""

    file = forms.FileField(
        label=gettext_lazy("連絡先のファイル"),
        help_text=gettext_lazy("XLSXかCSV、2MB・2,000行まで。"),
        error_messages=dict.fromkeys(
            ("required", "invalid", "empty"),
            gettext_lazy("連絡先のファイルを選んでください。"),
        ),
    )
    use_required_attribute = False

    def clean_file(self) -> list[ContactRow]:
        sheet = read_sheet(self.cleaned_data["file"])
        (_number, head), *rows = sheet.rows
        missing = [name for name in NEEDED if name not in head]
        if missing:
            raise ValidationError(
                _("1行目に「%(names)s」の見出しがありません。見本を使ってください。"),
                params={"names": _("」「").join(missing)},
            )
        if not rows:
            raise ValidationError(_("2行目から、1行に1件ずつ書いてください。"))
        return [
            _read(number, dict(zip(head, cells, strict=False)))
            for number, cells in rows
        ]


def _read(number: int, row: dict[str, str]) -> ContactRow:
    values = {COLUMNS[name]: row.get(name, "") for name in COLUMNS}
    values["kind"] = _value_of(ContactKind.choices, values["kind"])
    values["language"] = (
        _value_of(settings.LANGUAGES, values["language"])
        if values["language"]
        else "ja"
    )
    form = ContactForm(values)
    good = form.is_valid()
    return ContactRow(
        number=number,
        name=values["name"],
        email=values["email"],
        card=form.card() if good else None,
        problems=() if good else tuple(_texts(form)),
    )


def _value_of(choices: Any, typed: str) -> str:
    """The value whose word this is; what no word fits is refused by the field."""
    return next((value for value, label in choices if str(label) == typed), typed)


def _texts(form: ContactForm) -> Iterator[str]:
    for name, errors in form.errors.items():
        for error in errors:
            yield f"{form[name].label}　{error}"
