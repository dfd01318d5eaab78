"""What a young person writes to apply to their city."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.forms.email import clean_email
from events.registration.forms.typed import (
    clean_date,
    clean_kana,
    clean_name,
    clean_phone,
)
from network.cities.models import Municipality
from network.youth.forms.motivation import MotivationField
from network.youth.models import YouthRules
from network.youth.models.nomination import is_minor_on
from network.youth.usecases.apply import Applicant
from peace.language.dates import date_both_years, date_long, jst

MORE = (
    "school",
    "email",
    "phone",
    "guardian_name",
    "guardian_email",
    "guardian_phone",
)


def _email(label: Any) -> forms.CharField:
    # A text field: browsers refuse the dot forms of old carrier addresses in `email`.
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "email"}),
    )


def _phone(label: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )


class ApplicationForm(forms.Form):
    """Name, birth date and motivation, one contact; of minors a guardian too.

    Judged by the rules in force. Nothing more is asked before somebody is chosen.
    """

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=gettext_lazy("お名前"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("お名前を入力してください。")},
    )
    kana = forms.CharField(
        label=gettext_lazy("ふりがな"),
        error_messages={"required": gettext_lazy("ふりがなを入力してください。")},
    )
    born_on = forms.CharField(
        label=gettext_lazy("生年月日"),
        max_length=30,
        help_text=gettext_lazy("例：2007年5月5日、平成19年5月5日、2007-5-5"),
        error_messages={"required": gettext_lazy("生年月日を入力してください。")},
    )
    address = forms.CharField(
        label=gettext_lazy("住所"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
        error_messages={
            "required": gettext_lazy("住所を入力してください。"),
            "max_length": gettext_lazy("住所は200文字まで入力できます。"),
        },
    )
    school = forms.CharField(
        label=gettext_lazy("学校・勤め先"),
        max_length=100,
        required=False,
        error_messages={
            "max_length": gettext_lazy("学校・勤め先は100文字まで入力できます。")
        },
    )
    phone = _phone(gettext_lazy("電話番号"))
    email = _email(gettext_lazy("メールアドレス"))
    guardian_name = forms.CharField(
        label=gettext_lazy("保護者のお名前"), required=False
    )
    guardian_phone = _phone(gettext_lazy("保護者の電話番号"))
    guardian_email = _email(gettext_lazy("保護者のメールアドレス"))
    motivation = MotivationField(
        label=gettext_lazy("志望動機"),
        help_text=gettext_lazy(
            "なぜ広島へ行きたいか、帰ってから何をしたいかを書いてください。800文字までです。"
        ),
        error_messages={
            "required": gettext_lazy("志望動機を入力してください。"),
            "max_length": gettext_lazy(
                "志望動機は800文字まで書けます。短くしてください。"
            ),
        },
    )
    lives_here = forms.BooleanField(
        error_messages={
            "required": gettext_lazy(
                "その市に住んでいる方が応募できます。あてはまる方は、印を付けてください。"
            )
        },
    )
    can_attend = forms.BooleanField(
        label=gettext_lazy("必ず参加する日の、すべてに参加できます"),
        error_messages={
            "required": gettext_lazy(
                "すべての日に参加できる方が応募できます。日程を確かめて、印を付けてください。"
            )
        },
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, rules: YouthRules, city: Municipality, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.today = jst(timezone.now()).date()
        self.fields["lives_here"].label = _("%(day)sに、%(city)sに住んでいる") % {
            "day": date_long(rules.resident_on),
            "city": city.display_name,
        }
        for name in ("phone", "email"):
            self.fields[name].mark = _("どちらか1つ")
        for name in ("guardian_name", "guardian_phone", "guardian_email"):
            self.fields[name].mark = _("18歳未満の方")
        if not rules.dates:
            del self.fields["can_attend"]

    def clean_key(self) -> uuid.UUID:
        """Whatever came: a key that was cut is as good as none."""
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])

    def clean_guardian_name(self) -> str:
        name = self.cleaned_data["guardian_name"]
        return clean_name(name) if name.strip() else ""

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_guardian_phone(self) -> str:
        return clean_phone(self.cleaned_data["guardian_phone"])

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean_guardian_email(self) -> str:
        return clean_email(self.cleaned_data["guardian_email"])

    def clean_born_on(self) -> date | None:
        born_on = clean_date(self.cleaned_data["born_on"], today=self.today)
        if born_on and not self.rules.fits(born_on):
            raise forms.ValidationError(
                _("この年度の対象は、%(first)sから%(last)sまでに生まれた方です。"),
                code="outside",
                params={
                    "first": date_both_years(self.rules.born_from),
                    "last": date_both_years(self.rules.born_to),
                },
            )
        return born_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"phone", "email"} and not (
            data.get("phone") or data.get("email")
        ):
            self.add_error(
                "phone",
                forms.ValidationError(
                    _("電話番号かメールアドレスの、どちらかを入力してください。"),
                    code="contact_missing",
                ),
            )
        if data.get("born_on") and is_minor_on(data["born_on"], self.today):
            self._ask_for_guardian(data)
        return data

    def _ask_for_guardian(self, data: dict[str, Any]) -> None:
        if not self.errors.get("guardian_name") and not data.get("guardian_name"):
            self.add_error(
                "guardian_name",
                _("18歳未満の方です。保護者のお名前を入れてください。"),
            )
        if not self.errors.keys() & {"guardian_phone", "guardian_email"} and not (
            data.get("guardian_phone") or data.get("guardian_email")
        ):
            self.add_error(
                "guardian_phone",
                _("保護者の電話番号かメールアドレスの、どちらかを入れてください。"),
            )

    def applicant(self) -> Applicant:
        data = self.cleaned_data
        return Applicant(
            name=data["name"],
            kana=data["kana"],
            born_on=data["born_on"],
            address=data["address"],
            motivation=data["motivation"],
            more={name: data[name] for name in MORE},
        )
