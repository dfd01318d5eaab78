"""A reminder rule: only the questions that its kind has."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from events.reminders.choices import (
    CONSENT_WAYS,
    THANKS_WAYS,
    Audience,
    Only,
    RuleKind,
    Ways,
)
from events.reminders.models import ReminderRule

MOST_DAYS, MOST_HOURS_BEFORE, MOST_HOURS_AFTER = 60, 168, 720
_WAYS = {RuleKind.THANKS: THANKS_WAYS, RuleKind.CONSENT: CONSENT_WAYS}
_AUDIENCES = {
    RuleKind.REMINDER: (Audience.CONFIRMED, Audience.WAITING),
    RuleKind.THANKS: (Audience.CAME, Audience.ABSENT),
}


class RuleForm(forms.Form):
    days = forms.IntegerField()
    at = forms.TimeField(
        label=_("時刻"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages={
            "required": _("時刻を入力してください。"),
            "invalid": _("時刻を確かめてください（例 10:00）。"),
        },
    )
    audience = forms.ChoiceField(label=_("だれに"), widget=forms.RadioSelect)
    only = forms.ChoiceField(
        label=_("その中のだれに"),
        choices=Only.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    timeslot = forms.ModelChoiceField(
        label=_("回"), queryset=None, required=False, empty_label=_("すべての回")
    )
    ways = forms.ChoiceField(
        label=_("手段の順"),
        help_text=_(
            "電話を希望した方には、電話があれば先に電話します。"
            "はがきは、はがきで申し込んだ方（住所が手元にある方）に使えます。"
        ),
        widget=forms.RadioSelect,
    )
    latest_hours = forms.IntegerField()
    use_required_attribute = False

    def __init__(self, *args: Any, rule: ReminderRule, **kwargs: Any) -> None:
        self.kind = RuleKind(rule.kind)
        kwargs["initial"] = {
            "days": rule.days,
            "at": rule.at,
            "audience": rule.audience,
            "only": rule.only,
            "timeslot": rule.timeslot_id,
            "ways": rule.ways,
            "latest_hours": rule.latest_hours,
        }
        super().__init__(*args, **kwargs)
        self._ask_what_fits(rule)

    def _ask_what_fits(self, rule: ReminderRule) -> None:
        thanks = self.kind == RuleKind.THANKS
        days, hours = self.fields["days"], self.fields["latest_hours"]
        most = MOST_HOURS_AFTER if thanks else MOST_HOURS_BEFORE
        for field, up_to in ((days, MOST_DAYS), (hours, most)):
            _whole_numbers(field, up_to)
        days.label = _("何日後に送るか") if thanks else _("何日前に送るか")
        days.help_text = (
            _("0は最後の日の当日です。") if thanks else _("0は当日、1は前日です。")
        )
        hours.label = (
            _("終わって何時間までに送るか")
            if thanks
            else _("始まる何時間前までに送るか")
        )
        hours.help_text = _(
            "止まっていた間に過ぎたものは、この時間を過ぎたら送りません。"
        )
        ways = _WAYS.get(self.kind, tuple(Ways))
        self.fields["ways"].choices = [(way.value, way.label) for way in ways]
        if self.kind in _AUDIENCES:
            self.fields["audience"].choices = [
                (each.value, each.label) for each in _AUDIENCES[self.kind]
            ]
        else:
            del self.fields["audience"]
        if self.kind != RuleKind.REMINDER:
            del self.fields["only"]
        if rule.event is None or rule.event.timeslots.count() < 2:
            del self.fields["timeslot"]
        else:
            self.fields["timeslot"].queryset = rule.event.timeslots.in_order()

    def clean(self) -> None:
        found = self.cleaned_data.get
        if found("audience") == Audience.WAITING and found("only"):
            self.add_error(
                "only", _("キャンセル待ちの方に送るときは、「全員」を選んでください。")
            )
        days, hours = found("days"), found("latest_hours")
        if days is None or hours is None:
            return
        if self.kind == RuleKind.THANKS:
            if hours < days * 24:
                self.add_error(
                    "latest_hours",
                    _(
                        "この時間では、送る日より前に終わります。もっと長くしてください。"
                    ),
                )
        elif timedelta(hours=hours) >= timedelta(days=days + 1):
            self.add_error(
                "latest_hours",
                _("この時間では、送る日がいつも間に合いません。短くしてください。"),
            )

    def values(self) -> dict[str, Any]:
        """What is to be written into the rule."""
        return dict(self.cleaned_data)


def _whole_numbers(field: forms.Field, most: int) -> None:
    """From 0 to MOST; whatever else was typed is answered with the same sentence."""
    said = _("0から%(most)sまでの数字を入力してください。") % {"most": most}
    field.error_messages |= {"required": said, "invalid": said}
    field.validators += [
        MinValueValidator(0, message=said),
        MaxValueValidator(most, message=said),
    ]
    field.widget.attrs |= {"min": 0, "max": most}
