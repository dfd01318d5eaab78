"""One tap of a visitor: here I am, and what they wish to say of themselves."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.registration.choices import AgeBand, Visit


class VisitorForm(forms.Form):
    """The id comes with the page, so that a double tap or a reload counts once."""

    tap = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    visit = forms.ChoiceField(
        label=_("平和の催しは、はじめてですか"),
        choices=Visit.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    age = forms.ChoiceField(
        label=_("年代"),
        choices=AgeBand.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """The arguments of `count_visitor`; what cannot be read was not said."""
        data = self.cleaned_data
        return {
            "tap_id": data["tap"],
            "age_band": data.get("age", ""),
            "visit": data.get("visit", ""),
        }
