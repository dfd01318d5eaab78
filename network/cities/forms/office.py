"""A term of office: which city, which office, from when until when."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from network.cities.choices import Office
from network.cities.forms.notice import CityChoices
from network.cities.models import Municipality

_INVALID = {"invalid": _("日付を確かめてください（例 2026-02-15）。")}


class CityChoice(forms.ModelChoiceField):
    label_from_instance = CityChoices.label_from_instance


def day_field(label: Any, *, required: bool, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages=_INVALID | {"required": _("日付を入力してください。")},
    )


class TermForm(forms.Form):
    """The two days of a term."""

    starts_on = day_field(_("任期の始まり"), required=True)
    ends_on = day_field(
        _("任期の終わり"),
        required=False,
        help_text=_("最後の日です。決まっていなければ空けておきます。"),
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("終わりの日が、始まりの日より前です。"))
        return data


class OfficeForm(TermForm):
    """A new term."""

    office = forms.ChoiceField(
        label=_("役職"),
        choices=Office.choices,
        initial=Office.CHAIR,
        widget=forms.RadioSelect,
        error_messages={"required": _("役職を選んでください。")},
    )
    municipality = CityChoice(
        label=_("市"),
        queryset=Municipality.objects.members(),
        empty_label=_("選んでください"),
        error_messages={"required": _("市を選んでください。")},
    )
    field_order = ["office", "municipality", "starts_on", "ends_on"]
