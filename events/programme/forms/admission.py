"""How one registers, what happens in the line, and for whom the event is."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.choices import Grade, Promotion, Residence
from events.programme.forms.texts import DayField, MomentField
from events.programme.models import Eligibility, Event

EVENT_FIELDS = (
    "opens_at",
    "closes_at",
    "party_limit",
    "has_waiting_list",
    "promotion",
    "offers_stop_hours",
    "asks_consent",
    "support_date",
)
RULE_FIELDS = (
    "residence",
    "residence_on",
    "born_from",
    "born_until",
    "grade_from",
    "grade_until",
)
_GRADES = [("", _("問わない")), *Grade.choices]


class AdmissionForm(forms.Form):
    opens_at = MomentField(
        label=_("申込みの始まり"),
        help_text=_("空欄なら、公開したときからです。"),
        required=False,
    )
    closes_at = MomentField(
        label=_("申込みの期限"),
        help_text=_("空欄なら、催しが始まるまでです。"),
        required=False,
    )
    party_limit = forms.IntegerField(
        label=_("1回に申し込める人数"), min_value=1, max_value=50
    )
    has_waiting_list = forms.BooleanField(
        label=_("満席のとき、キャンセル待ちを受け付ける"), required=False
    )
    promotion = forms.ChoiceField(
        label=_("席が空いたとき"), choices=Promotion.choices, widget=forms.RadioSelect
    )
    offers_stop_hours = forms.IntegerField(
        label=_("繰上げ案内を終える時間（開場の何時間前か）"), min_value=0, max_value=72
    )
    asks_consent = forms.BooleanField(
        label=_("18歳未満の方に、保護者の同意を求める"), required=False
    )
    support_date = DayField(
        label=_("手話通訳などを頼む期限"),
        help_text=_("ページに「できるだけ」この日までと出ます。"),
        required=False,
    )
    residence = forms.MultipleChoiceField(
        label=_("住まい・仕事・学校"),
        help_text=_("1つにあてはまれば申し込めます。何も選ばなければ、問いません。"),
        choices=[each for each in Residence.choices if each[0] != Residence.ELSEWHERE],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    residence_on = DayField(label=_("いつの時点か"), required=False)
    born_from = DayField(
        label=_("この日から後に生まれた方"),
        help_text=_("「何歳」ではなく、生年月日で決めます。"),
        required=False,
    )
    born_until = DayField(label=_("この日までに生まれた方"), required=False)
    grade_from = forms.ChoiceField(
        label=_("学年（下）"), choices=_GRADES, required=False
    )
    grade_until = forms.ChoiceField(
        label=_("学年（上）"), choices=_GRADES, required=False
    )
    use_required_attribute = False

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        rule = event.eligibilities.filter(timeslot=None).first() or Eligibility()
        kwargs["initial"] = {name: getattr(event, name) for name in EVENT_FIELDS} | {
            name: getattr(rule, name) for name in RULE_FIELDS
        }
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        found = self.cleaned_data.get
        opens, closes = found("opens_at"), found("closes_at")
        if opens and closes and closes <= opens:
            self.add_error(
                "closes_at", _("期限は、申込みの始まりより後にしてください。")
            )
        first, last = found("born_from"), found("born_until")
        if first and last and last < first:
            self.add_error("born_until", _("生まれた日の範囲を確かめてください。"))
        grades = list(Grade)
        low, high = found("grade_from"), found("grade_until")
        if low and high and grades.index(Grade(high)) < grades.index(Grade(low)):
            self.add_error("grade_until", _("学年の範囲を確かめてください。"))

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in EVENT_FIELDS}

    def rule(self) -> dict[str, Any]:
        """The rule of the whole event; nothing but empty values: for anyone."""
        return {name: self.cleaned_data[name] for name in RULE_FIELDS}
