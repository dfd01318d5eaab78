"""What a school or a group writes to ask for a storyteller, and later."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import GroupKind
from events.outreach.usecases.request_talk import Wish
from events.programme.choices import Story
from events.programme.forms.texts import MomentField
from events.registration.forms.email import clean_email
from events.registration.forms.typed import clean_kana, clean_name, clean_phone

MOST_PEOPLE = 2000
FURTHEST = timedelta(days=550)
MESSAGE_LENGTH = 1000
_MOMENT_ERRORS = {
    "required": gettext_lazy("1番の希望の日付と時刻を入れてください。"),
    "invalid": gettext_lazy("日付と時刻を確かめてください（例 2026-02-15 13:30）。"),
}
_PEOPLE_ERRORS = {
    "required": gettext_lazy("人数を入れてください。だいたいでかまいません。"),
    "invalid": gettext_lazy("人数を数字で入れてください。"),
    "min_value": gettext_lazy("人数は1人から入れられます。"),
    "max_value": gettext_lazy("人数は2,000人まで入れられます。"),
}


def _text(label: Any, length: int, missing: Any = None, **more: Any) -> forms.CharField:
    errors = {"max_length": gettext_lazy("長すぎます。短くしてください。")}
    if missing:
        errors["required"] = missing
    return forms.CharField(
        label=label,
        max_length=length,
        required=missing is not None,
        error_messages=errors,
        **more,
    )


def _people(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=1,
        max_value=MOST_PEOPLE,
        error_messages=_PEOPLE_ERRORS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


def _message() -> forms.CharField:
    return _text(
        gettext_lazy("伝えたいこと"),
        MESSAGE_LENGTH,
        help_text=gettext_lazy("授業の目的、車いすの方、通訳など。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class TalkRequestForm(forms.Form):
    """Who, when, how many, where. One contact is enough; a key makes it one request."""

    key = forms.CharField(widget=forms.HiddenInput, required=False)
    group = _text(
        gettext_lazy("学校・団体の名前"),
        100,
        gettext_lazy("学校か団体の名前を入れてください。"),
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("どんな団体ですか"),
        choices=GroupKind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("どんな団体かを選んでください。"),
            "invalid_choice": gettext_lazy("どんな団体かを選んでください。"),
        },
    )
    person = forms.CharField(
        label=gettext_lazy("担当の方のお名前"),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": gettext_lazy("担当の方のお名前を入れてください。")},
    )
    kana = forms.CharField(label=gettext_lazy("ふりがな"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("電話番号"),
        help_text=gettext_lazy("市外局番から。例：042-576-2111"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    # A text field: browsers refuse the dot forms of old carrier addresses in `email`.
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    moment_1 = MomentField(
        label=gettext_lazy("1番の希望"), error_messages=_MOMENT_ERRORS
    )
    moment_2 = MomentField(
        label=gettext_lazy("2番の希望"), required=False, error_messages=_MOMENT_ERRORS
    )
    moment_3 = MomentField(
        label=gettext_lazy("3番の希望"), required=False, error_messages=_MOMENT_ERRORS
    )
    people = _people(gettext_lazy("聞く人の数（だいたい）"))
    audience = _text(
        gettext_lazy("学年・年代"),
        100,
        help_text=gettext_lazy("例：6年生、保護者、60代から80代"),
    )
    story = forms.ChoiceField(
        label=gettext_lazy("聞きたい話"),
        choices=[("", gettext_lazy("どの話でもよい")), *Story.choices],
        required=False,
        widget=forms.RadioSelect,
    )
    place = _text(
        gettext_lazy("場所"),
        100,
        gettext_lazy("話をする場所の名前を入れてください。"),
        help_text=gettext_lazy("例：第三小学校 体育館"),
    )
    address = _text(
        gettext_lazy("場所の住所"),
        200,
        gettext_lazy("話をする場所の住所を入れてください。"),
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    message = _message()
    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"key": uuid.uuid4(), "story": ""})
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            self.fields[name].mark = _("どちらか1つ")

    @property
    def moments(self) -> list[forms.BoundField]:
        return [self[f"moment_{number}"] for number in (1, 2, 3)]

    def clean_key(self) -> uuid.UUID:
        """Whatever came: a key that was cut is as good as none."""
        try:
            return uuid.UUID(self.cleaned_data["key"])
        except ValueError:
            return uuid.uuid4()

    def clean_person(self) -> str:
        return clean_name(self.cleaned_data["person"])

    def clean_kana(self) -> str:
        return clean_kana(self.cleaned_data["kana"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        typed = self.errors.keys() & {"phone", "email"}
        if not typed and not data.get("phone") and not data.get("email"):
            self.add_error(
                "phone",
                ValidationError(
                    _("電話番号かメールアドレスの、どちらかを入力してください。"),
                    code="contact_missing",
                ),
            )
        for name in ("moment_1", "moment_2", "moment_3"):
            self._check_moment(name, data.get(name))
        return data

    def _check_moment(self, name: str, at: datetime | None) -> None:
        now = timezone.now()
        if at and at <= now:
            self.add_error(name, _("これからの日付と時刻を入れてください。"))
        elif at and at > now + FURTHEST:
            self.add_error(name, _("1年半より先の日は、まだ受け付けていません。"))

    def wish(self) -> Wish:
        data = {**self.cleaned_data}
        data.pop("key")
        moments = [data.pop(f"moment_{number}") for number in (1, 2, 3)]
        return Wish(moments=[at for at in dict.fromkeys(moments) if at], **data)


class TalkChangeForm(forms.Form):
    """What the group may change by itself: numbers and message."""

    people = _people(gettext_lazy("聞く人の数（だいたい）"))
    audience = _text(gettext_lazy("学年・年代"), 100)
    message = _message()
    use_required_attribute = False


class ListenersForm(forms.Form):
    """How many listened, once it is over."""

    listeners = _people(gettext_lazy("聞いた人の数"))
    young = forms.IntegerField(
        label=gettext_lazy("そのうち20歳未満の人の数"),
        min_value=0,
        max_value=MOST_PEOPLE,
        required=False,
        error_messages=_PEOPLE_ERRORS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        listeners, young = data.get("listeners"), data.get("young")
        if listeners is not None and young is not None and young > listeners:
            self.add_error("young", _("聞いた人の数より多くなっています。"))
        return data

    def values(self) -> dict[str, int]:
        data = self.cleaned_data
        return {"listeners": data["listeners"], "young": data["young"] or 0}
