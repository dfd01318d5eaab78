"""What a city says of its applications, interviews and scores. For coordinators."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.forms.texts import DayField, MomentField
from network.youth.models import CityYear, YouthRules
from network.youth.reports_applications import Criterion
from network.youth.usecases.interview import Row
from peace.language.dates import jst

# Between the end of applications and the network's deadline, to interview and decide.
DAYS_BEFORE = 14


class SettingsForm(forms.Form):
    """Does the city take applications through the portal, and until when?"""

    takes = forms.TypedChoiceField(
        label=gettext_lazy("応募の受け付け方"),
        choices=[
            ("yes", gettext_lazy("このポータルの公開ページで受け付ける")),
            ("no", gettext_lazy("市の方法で受け付け、推薦だけをここで提出する")),
        ],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    until = MomentField(label=gettext_lazy("応募の期限"), required=False)
    contact = forms.CharField(
        label=gettext_lazy("お問い合わせ先"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "課の名前と電話番号。公開ページと、応募した方への手紙に出ます。"
        ),
    )
    introduction = forms.CharField(
        label=gettext_lazy("市からのことば"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": "6"}),
        help_text=gettext_lazy(
            "公開ページの初めに出ます。決まりは書かなくてかまいません。"
            "決まりのページから自動で出ます。"
        ),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, rules: YouthRules, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = rules
        self.fields["takes"].layout = "stack"
        for name in ("until", "contact"):
            self.fields[name].mark = _("公開ページで受け付けるとき")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        until: datetime | None = data.get("until")
        if until and until > self.rules.deadline:
            self.add_error(
                "until",
                _("推薦の期限（%(at)s）より前にしてください。")
                % {"at": jst(self.rules.deadline).strftime("%Y-%m-%d %H:%M")},
            )
        if data.get("takes"):
            if until is None and not self.errors.get("until"):
                self.add_error("until", _("応募の期限を入力してください。"))
            if not data.get("contact") and not self.errors.get("contact"):
                self.add_error("contact", _("お問い合わせ先を入力してください。"))
        return data


class SlotsForm(forms.Form):
    """Interview times in a row."""

    day = DayField(label=gettext_lazy("日"))
    start = forms.TimeField(
        label=gettext_lazy("から"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("始まりの時刻を入力してください。"),
            "invalid": gettext_lazy("時刻を確かめてください（例 13:30）。"),
        },
    )
    end = forms.TimeField(
        label=gettext_lazy("まで"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": gettext_lazy("終わりの時刻を入力してください。"),
            "invalid": gettext_lazy("時刻を確かめてください（例 13:30）。"),
        },
    )
    minutes = forms.IntegerField(
        label=gettext_lazy("1回の長さ（分）"), min_value=5, max_value=240, initial=20
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("1回の人数"), min_value=1, max_value=20, initial=1
    )
    place = forms.CharField(
        label=gettext_lazy("場所"),
        max_length=100,
        help_text=gettext_lazy("手紙にそのまま出ます。例：市役所5階 第2会議室"),
        error_messages={"required": gettext_lazy("場所を入力してください。")},
    )

    use_required_attribute = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("終わりは、始まりより後にしてください。"))
        return data

    def row(self) -> Row:
        data = self.cleaned_data
        return Row(
            day=data["day"],
            start=data["start"],
            end=data["end"],
            minutes=data["minutes"],
            place=data["place"],
            capacity=data["capacity"],
        )


class ScoreForm(forms.Form):
    """One assessor's sheet: a number for each criterion, and a note."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, criteria: Sequence[Criterion], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for number, each in enumerate(criteria):
            self.fields[f"points{number}"] = forms.IntegerField(
                label=_("%(name)s（0～%(most)s点）")
                % {"name": each.name, "most": each.most},
                min_value=0,
                max_value=each.most,
                error_messages={
                    "required": _("%(name)sの点を入力してください。")
                    % {"name": each.name},
                    "min_value": _("0から%(most)sまでの数字を入れてください。")
                    % {"most": each.most},
                    "max_value": _("0から%(most)sまでの数字を入れてください。")
                    % {"most": each.most},
                    "invalid": _("0から%(most)sまでの数字を入れてください。")
                    % {"most": each.most},
                },
            )
        self.fields["note"] = forms.CharField(
            label=_("気づいたこと"),
            max_length=1000,
            required=False,
            widget=forms.Textarea(attrs={"rows": "3"}),
            help_text=_("市の担当者だけが見ます。応募した方の情報と一緒に消えます。"),
        )
        self.size = len(criteria)

    @property
    def points(self) -> list[int]:
        return [self.cleaned_data[f"points{number}"] for number in range(self.size)]


def initial_of_settings(city_year: CityYear, rules: YouthRules) -> dict[str, Any]:
    """What stands there; without an end, some days before the network's deadline."""
    until = city_year.applications_until
    if until is None:
        day = jst(rules.deadline)
        until = day.fromordinal(day.toordinal() - DAYS_BEFORE).replace(
            hour=17, tzinfo=day.tzinfo
        )
    return {
        "takes": "yes" if city_year.takes_applications else "no",
        "until": jst(until),
        "contact": city_year.contact,
        "introduction": city_year.introduction,
    }
