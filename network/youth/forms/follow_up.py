"""What a delegate did afterwards, as city or secretariat record it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.youth.choices import FollowUpKind
from network.youth.models import Delegate, FollowUp
from network.youth.usecases.follow_up import Done
from peace.language.dates import jst


class FollowUpForm(forms.Form):
    """One dated row; not before the delegate began, not after today."""

    kind = forms.ChoiceField(
        label=_("したこと"),
        choices=FollowUpKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("したことを選んでください。")},
    )
    on = forms.DateField(
        label=_("日"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": _("日を入れてください。"),
            "invalid": _("日付を確かめてください（例 2026-02-15）。"),
        },
    )
    place = forms.CharField(
        label=_("ところ"),
        max_length=100,
        required=False,
        help_text=_("例：市役所、架空中学校、パルテノン多摩"),
    )
    heads = forms.IntegerField(
        label=_("聞いた人の数"),
        min_value=0,
        max_value=100_000,
        required=False,
        help_text=_("数えていないときは、空のままにします。"),
        error_messages={"invalid": _("数字で入れてください。")},
    )
    note = forms.CharField(
        label=_("メモ"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
        help_text=_("個人の名前や連絡先は書きません。この記録は長く残ります。"),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, delegate: Delegate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.delegate = delegate

    def clean_on(self) -> date:
        on = self.cleaned_data["on"]
        if on > jst(timezone.now()).date():
            raise forms.ValidationError(_("済んだことだけを記録します。"))
        if on < jst(self.delegate.began_at).date():
            raise forms.ValidationError(_("派遣が決まった日より前です。"))
        return on

    def done(self) -> Done:
        data = self.cleaned_data
        return Done(
            kind=FollowUpKind(data["kind"]),
            on=data["on"],
            place=data["place"],
            note=data["note"].replace("\r\n", "\n"),
            heads=data["heads"],
        )


def initial_of_row(row: FollowUp) -> dict[str, Any]:
    names = ("kind", "on", "place", "note", "heads")
    return {name: getattr(row, name) for name in names}
