"""What a city writes of its nominee, and the secretariat answers."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.registration.forms.typed import clean_date, clean_kana, clean_name
from network.youth.forms.motivation import MotivationField
from network.youth.models import Nomination, YouthRules
from network.youth.usecases.nominate import Nominee
from peace.language.dates import jst
from peace.language.email_address import validate_email_address

MORE = (
    "school",
    "address",
    "email",
    "phone",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
    "motivation",
)


class NomineeForm(forms.Form):
    """The person whom a city nominates, checked against the rules in force."""

    name = forms.CharField(label=_("お名前"), max_length=80)
    kana = forms.CharField(label=_("ふりがな"), max_length=80)
    born_on = forms.CharField(
        label=_("生年月日"),
        max_length=30,
        help_text=_("例：2007年5月5日、平成19年5月5日、2007-5-5"),
        error_messages={"required": _("生年月日を入力してください。")},
    )
    address = forms.CharField(label=_("住所"), max_length=200)
    school = forms.CharField(label=_("学校・勤め先"), max_length=100, required=False)
    email = forms.CharField(
        label=_("ご本人のメールアドレス"),
        max_length=254,
        required=False,
        validators=[validate_email_address],
        widget=forms.EmailInput,
    )
    phone = forms.CharField(label=_("ご本人の電話番号"), max_length=20, required=False)
    guardian_name = forms.CharField(
        label=_("保護者のお名前"),
        max_length=80,
        required=False,
        help_text=_("18歳未満の方は、必ず入れます。"),
    )
    guardian_email = forms.CharField(
        label=_("保護者のメールアドレス"),
        max_length=254,
        required=False,
        validators=[validate_email_address],
        widget=forms.EmailInput,
    )
    guardian_phone = forms.CharField(
        label=_("保護者の電話番号"), max_length=20, required=False
    )
    motivation = MotivationField(required=False)

    use_required_attribute = False

    def __init__(self, *args: Any, rules: YouthRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])

    def clean_born_on(self) -> date | None:
        today = jst(timezone.now()).date()
        born_on = clean_date(self.cleaned_data["born_on"], today=today)
        if born_on and not self.rules.fits(born_on):
            raise forms.ValidationError(
                _("この年度の対象は、%(first)sから%(last)sまでに生まれた方です。"),
                params={
                    "first": self.rules.born_from.isoformat(),
                    "last": self.rules.born_to.isoformat(),
                },
            )
        return born_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        born_on = data.get("born_on")
        if born_on and not data.get("guardian_name"):
            person = Nomination(born_on=born_on)
            if person.is_minor_on(jst(timezone.now()).date()):
                self.add_error(
                    "guardian_name",
                    _("18歳未満の方です。保護者のお名前を入れてください。"),
                )
        return data

    def nominee(self) -> Nominee:
        data = self.cleaned_data
        return Nominee(
            name=data["name"],
            kana=data["kana"],
            born_on=data["born_on"],
            more={name: data[name] for name in MORE},
        )


def initial_of(nomination: Nomination) -> dict[str, Any]:
    """What stands there, for the form."""
    names = ("name", "kana", "born_on", *MORE)
    return {name: getattr(nomination, name) for name in names}


class ReasonForm(forms.Form):
    """Why, for the other side to read."""

    reason = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("理由を入力してください。")},
    )

    use_required_attribute = False


class PointsForm(forms.Form):
    """What the city has to correct."""

    points = forms.CharField(
        label=_("直すところ"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("1行に1つ書きます。市への手紙に、番号を付けて出ます。"),
        error_messages={"required": _("直すところを入力してください。")},
    )

    use_required_attribute = False
