"""The five questions, as a visitor sees them."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.registration.choices import AgeBand, Visit
from events.results.choices import AnswerWay, HeardFrom, Satisfaction
from events.results.usecases.answer import Said

COMMENT_LENGTH = 400


def _one(label: Any, choices: Any) -> forms.ChoiceField:
    """A tap for whoever likes; what cannot be read was not said."""
    return forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, required=False
    )


class AnswerForm(forms.Form):
    """All optional. The key comes with the page: sent twice is one answer."""

    form_key = forms.CharField(widget=forms.HiddenInput, required=False)
    w = forms.CharField(widget=forms.HiddenInput, required=False)
    visit = _one(_("平和の催しは、はじめてですか"), Visit.choices)
    age_band = _one(_("年代"), AgeBand.choices)
    heard_from = _one(_("この催しを、何で知りましたか"), HeardFrom.choices)
    satisfaction = _one(_("いかがでしたか"), Satisfaction.choices)
    comment = forms.CharField(
        label=_("感想をひとこと"),
        help_text=_("400文字まで。お名前は書かないでください。"),
        required=False,
        max_length=COMMENT_LENGTH,
        error_messages={
            "max_length": _("400文字まで書けます。短くしてください。"),
        },
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False
    plain_labels = True

    def clean_form_key(self) -> uuid.UUID:
        """Whatever came: a key that was cut is as good as none."""
        try:
            return uuid.UUID(self.cleaned_data["form_key"])
        except ValueError:
            return uuid.uuid4()

    @property
    def way(self) -> AnswerWay:
        """How they came here, as the address said."""
        wall = self.cleaned_data.get("w") == "wall"
        return AnswerWay.WALL if wall else AnswerWay.LINK

    def said(self) -> Said:
        data = self.cleaned_data
        satisfaction = data.get("satisfaction")
        return Said(
            visit=data.get("visit", ""),
            age_band=data.get("age_band", ""),
            heard_from=data.get("heard_from", ""),
            satisfaction=int(satisfaction) if satisfaction else None,
            comment=data.get("comment", "").strip(),
        )
