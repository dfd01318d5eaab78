"""Whom a city, or the secretariat, asks to act for it."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator, Municipality
from peace.language.dates import jst
from peace.language.email_address import validate_email_address


class TermChoice(forms.ModelChoiceField):
    """Who acts now, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.user.name or obj.user.email


class InvitationForm(forms.Form):
    """A newcomer, a successor (`replaces`), or a substitute (`until`)."""

    name = forms.CharField(
        label=_("お名前"),
        max_length=100,
        error_messages={"required": _("お名前を入力してください。")},
    )
    email = forms.CharField(
        label=_("仕事のメールアドレス"),
        max_length=254,
        validators=[validate_email_address],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("メールアドレスを入力してください。")},
    )
    level = forms.ChoiceField(
        label=_("できること"),
        choices=CoordinatorLevel.choices,
        initial=CoordinatorLevel.APPROVER,
        widget=forms.RadioSelect,
        help_text=_(
            "閲覧：見るだけ。編集：推薦を書く。承認：提出し、担当者を招待する。"
        ),
    )
    replaces = TermChoice(
        label=_("引き継ぐ相手"),
        queryset=Coordinator.objects.none(),
        required=False,
        empty_label=_("引継ぎではない"),
        help_text=_("新しい方が「担当者になる」を押すと、前の方は終わります。"),
    )
    until = forms.DateField(
        label=_("代行の最後の日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("休みの間の代行のときだけ入れます。"),
        error_messages={"invalid": _("日付を確かめてください（例 2026-02-15）。")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, city: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        replaces: Any = self.fields["replaces"]
        replaces.queryset = (
            Coordinator.objects.acting_at(timezone.now())
            .filter(municipality=city)
            .select_related("user")
            .order_by("pk")
        )

    def clean_until(self) -> date | None:
        until = self.cleaned_data["until"]
        if until and until < jst(timezone.now()).date():
            raise forms.ValidationError(_("これからの日を入れてください。"))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("replaces") and data.get("until"):
            self.add_error("until", _("引継ぎと代行は、どちらか1つにしてください。"))
        return data
