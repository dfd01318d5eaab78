"""A notice of the secretariat: what it says, and to whom it goes."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.cities.choices import Audience
from network.cities.models import Municipality
from peace.language.dates import jst


class CityChoices(forms.ModelMultipleChoiceField):
    """Member cities, by name."""

    def label_from_instance(self, obj: Any) -> str:
        return obj.name


class NoticeForm(forms.Form):
    """LATE: the cities that are late now, for the words beside that choice."""

    subject = forms.CharField(
        label=_("件名"),
        max_length=60,
        error_messages={"required": _("件名を入力してください。")},
    )
    text = forms.CharField(
        label=_("本文"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("市の名前と宛名、確認のためのリンクは、自動で入ります。"),
        error_messages={"required": _("本文を入力してください。")},
    )
    audience = forms.ChoiceField(
        label=_("宛先"),
        choices=Audience.choices,
        initial=Audience.ALL,
        widget=forms.RadioSelect,
        error_messages={"required": _("宛先を選んでください。")},
    )
    cities = CityChoices(
        label=_("選んだ市"),
        queryset=Municipality.objects.members(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("宛先が「選んだ市」のときだけ使います。"),
    )
    asks_acknowledgement = forms.BooleanField(
        label=_("市に「確認しました」を押してもらう"), required=False, initial=True
    )
    due_on = forms.DateField(
        label=_("いつまでに確認してもらうか"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("過ぎても確認していない市は、26市の状況で遅れになります。"),
        error_messages={"invalid": _("日付を確かめてください（例 2026-02-15）。")},
    )

    use_required_attribute = False

    def __init__(self, *args: Any, late: list[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.late = late
        audience: Any = self.fields["audience"]
        audience.help_text = _("遅れている市は、いま%(n)s市です。%(names)s") % {
            "n": len(late),
            "names": "、".join(city.name for city in late),
        }

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("audience") == Audience.CHOSEN and not data.get("cities"):
            self.add_error("cities", _("市を1つ以上選んでください。"))
        if data.get("audience") == Audience.LATE and not self.late:
            self.add_error("audience", _("いま遅れている市はありません。"))
        due = data.get("due_on")
        if due and due < jst(timezone.now()).date():
            self.add_error("due_on", _("これからの日を入れてください。"))
        if due and not data.get("asks_acknowledgement"):
            self.add_error(
                "due_on", _("確認を求めないときは、日付を入れないでください。")
            )
        return data

    def chosen(self) -> list[Municipality]:
        """The cities it goes to."""
        audience = self.cleaned_data["audience"]
        if audience == Audience.LATE:
            return sorted(self.late, key=lambda city: city.code)
        if audience == Audience.CHOSEN:
            return list(self.cleaned_data["cities"])
        return list(Municipality.objects.members())
