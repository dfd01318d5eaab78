"""What the office decides about a talk request."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.outreach.usecases.arrange_talk import MINUTES, Arrangement
from events.programme.choices import Story
from events.programme.forms.texts import MomentField
from events.programme.models import Storyteller
from events.programme.reports import Load


class ArrangeForm(forms.Form):
    """Who tells what, when; for the group alone, or on the public pages."""

    starts_at = MomentField(label=_("始まり"))
    minutes = forms.IntegerField(
        label=_("長さ（分）"),
        help_text=_("話は約35分です。質問の時間があるときは、足してください。"),
        min_value=10,
        max_value=240,
        initial=MINUTES,
    )
    storyteller = forms.TypedChoiceField(label=_("伝承者"), coerce=int)
    story = forms.ChoiceField(label=_("話"), choices=Story.choices)
    is_public = forms.TypedChoiceField(
        label=_("だれが聞けますか"),
        choices=[
            ("", _("依頼した団体の人だけ（公開ページに出しません）")),
            ("1", _("だれでも（公開ページに出します）")),
        ],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    use_required_attribute = False

    def __init__(
        self, *args: Any, loads: list[Load], can_be_public: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.people = {
            load.storyteller.pk: load.storyteller
            for load in loads
            if load.storyteller.is_active
            or load.storyteller.pk == self.initial.get("storyteller")
        }
        self.fields["storyteller"].choices = [
            (load.storyteller.pk, load.words)
            for load in loads
            if load.storyteller.pk in self.people
        ]
        if not can_be_public:
            del self.fields["is_public"]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        person = self.people.get(data.get("storyteller", 0))
        if person and data.get("story") and data["story"] not in person.stories:
            self.add_error("story", _("この方は、その話をしていません。"))
        return data

    def plan(self) -> Arrangement:
        data = self.cleaned_data
        teller: Storyteller = self.people[data["storyteller"]]
        return Arrangement(
            storyteller=teller,
            story=Story(data["story"]),
            starts_at=data["starts_at"],
            minutes=data["minutes"],
        )


class AskForm(forms.Form):
    """One button beside a storyteller: ask them about this moment."""

    storyteller = forms.ModelChoiceField(Storyteller.objects.filter(is_active=True))
    story = forms.ChoiceField(choices=Story.choices)
    starts_at = forms.DateTimeField()


class MomentForm(forms.Form):
    """Which moment to look at, when none of the wishes fits."""

    at = MomentField(label=_("ほかの日時で探す"), required=False)
    use_required_attribute = False


class DeclineForm(forms.Form):
    reason = forms.CharField(
        label=_("理由"),
        help_text=_("相手への手紙にそのまま載ります。"),
        max_length=300,
        error_messages={"required": _("理由を書いてください。")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False


class TalkNoteForm(forms.Form):
    note = forms.CharField(
        label=_("職員のメモ"),
        help_text=_("相手には見えません。"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    use_required_attribute = False
