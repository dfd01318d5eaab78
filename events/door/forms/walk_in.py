"""One tap at the door: a head, and what the person said of themselves."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from events.registration.choices import AgeBand, Visit


class WalkInForm(forms.Form):
    """The id comes with the page, so that a double tap counts once."""

    tap = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=gettext_lazy("お名前（任意）"), max_length=80, required=False
    )
    age = forms.ChoiceField(
        label=gettext_lazy("年代（任意）"),
        choices=[("", gettext_lazy("聞いていない")), *AgeBand.choices],
        required=False,
    )
    visit = forms.ChoiceField(
        label=gettext_lazy("はじめて（任意）"),
        choices=[("", gettext_lazy("聞いていない")), *Visit.choices],
        required=False,
    )
    past_the_line = forms.BooleanField(required=False)

    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """The arguments of `count_walk_in`."""
        data = self.cleaned_data
        return {
            "tap_id": data["tap"],
            "name": data["name"].strip(),
            "age_band": data["age"],
            "visit": data["visit"],
            "past_the_line": data["past_the_line"],
        }


class NamedWalkInForm(forms.Form):
    """Somebody gives a name, and how many came along."""

    tap = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(label=gettext_lazy("お名前"), max_length=80)
    people = forms.IntegerField(
        label=gettext_lazy("人数"), min_value=1, max_value=99, initial=1
    )
    past_the_line = forms.BooleanField(required=False)

    use_required_attribute = False

    def values(self) -> dict[str, Any]:
        """The arguments of `admit_by_name`."""
        data = self.cleaned_data
        return {
            "scan_id": data["tap"],
            "name": data["name"].strip(),
            "people": data["people"],
            "past_the_line": data["past_the_line"],
        }
