"""Typing in paper: one row, one answer, digits as they stand on the sheet."""

import unicodedata
import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import MomentField
from events.registration.choices import AgeBand, Visit
from events.results.choices import HeardFrom, Satisfaction
from events.results.usecases.answer import Said

# The numbers printed on the sheet, in this order.
VISITS = list(Visit)
AGES = list(AgeBand)
HEARD = list(HeardFrom)
SATISFACTIONS = list(Satisfaction)


def numbered(choices: list[Any]) -> list[tuple[int, str]]:
    """(1, first), (2, second) …: what the sheet prints and the row takes."""
    return [(number, str(each.label)) for number, each in enumerate(choices, 1)]


class _Digit(forms.CharField):
    """One digit, in either width; nothing for no answer."""

    def __init__(self, label: Any, choices: list[Any], **more: Any) -> None:
        self.choices = choices
        attrs = {"inputmode": "numeric", "autocomplete": "off", "size": "2"}
        super().__init__(
            label=label,
            required=False,
            max_length=2,
            widget=forms.TextInput(attrs | more.pop("attrs", {})),
            **more,
        )

    def clean(self, value: Any) -> Any:
        typed = unicodedata.normalize("NFKC", super().clean(value)).strip()
        if not typed:
            return None
        if not typed.isdecimal() or not 1 <= int(typed) <= len(self.choices):
            words = gettext(
                "1から%(most)sの数字を入れてください。空欄は「無回答」です。"
            )
            raise forms.ValidationError(words % {"most": len(self.choices)})
        return self.choices[int(typed) - 1]


class PaperRowForm(forms.Form):
    """Enter sends the row; the cursor is back in the first field."""

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    visit = _Digit(_("1 はじめて"), VISITS, attrs={"autofocus": True})
    age_band = _Digit(_("2 年代"), AGES)
    heard_from = _Digit(_("3 何で知った"), HEARD)
    satisfaction = _Digit(_("4 評価"), SATISFACTIONS)
    comment = forms.CharField(
        label=_("5 ひとこと"),
        required=False,
        max_length=400,
        error_messages={"max_length": _("400文字まで入れられます。")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    use_required_attribute = False
    plain_labels = True

    @property
    def digits(self) -> list[forms.BoundField]:
        return [self[n] for n in ("visit", "age_band", "heard_from", "satisfaction")]

    def clean_form_key(self) -> uuid.UUID:
        try:
            return uuid.UUID(self.cleaned_data["form_key"])
        except ValueError:
            return uuid.uuid4()

    def said(self) -> Said:
        data = self.cleaned_data
        return Said(
            visit=data["visit"] or "",
            age_band=data["age_band"] or "",
            heard_from=data["heard_from"] or "",
            satisfaction=data["satisfaction"],
            comment=data["comment"].strip(),
        )


class TimesForm(forms.Form):
    opens_at = MomentField(label=_("受付の始まり"))
    closes_at = MomentField(label=_("受付の終わり"))
    use_required_attribute = False
