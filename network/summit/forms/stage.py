"""One part of the programme of the day."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import TextsField
from network.cities.models import Municipality
from network.summit.choices import SlotKind
from network.summit.models import StageSlot, Summit
from network.summit.usecases.stage import SlotPlan

FIRST = "first"


class CitiesChoice(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class StageForm(forms.Form):
    """What, who, how long, after which part."""

    kind = forms.ChoiceField(
        label=_("種類"), choices=SlotKind.choices, widget=forms.RadioSelect
    )
    title = TextsField(label=_("題名"), max_length=120)
    speakers = TextsField(label=_("話す人"), max_length=200, required=False)
    minutes = forms.IntegerField(
        label=_("長さ（分）"),
        min_value=1,
        max_value=480,
        error_messages={"required": _("長さを入力してください。")},
    )
    after = forms.ChoiceField(
        label=_("どこに入れるか"),
        help_text=_("前の部分が終わると始まります。後ろの時刻は、まとめて動きます。"),
    )
    has_interpreter = forms.BooleanField(
        label=_("手話通訳が付く"), required=False, initial=True
    )
    cities = CitiesChoice(
        label=_("発表する市"),
        queryset=Municipality.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("ユースの発表のときに選びます。公開ページに出ます。"),
    )

    use_required_attribute = False

    def __init__(
        self, *args: Any, summit: Summit, slot: StageSlot | None, **kwargs: Any
    ) -> None:
        others = [each for each in summit.stage.all() if each != slot]
        if slot:
            kwargs["initial"] = _initial(slot, list(summit.stage.all()))
        else:
            kwargs["initial"] = {"after": str(others[-1].pk) if others else FIRST}
        super().__init__(*args, **kwargs)
        after: Any = self.fields["after"]
        after.choices = [
            (FIRST, _("最初")),
            *(
                (str(each.pk), _("「%(title)s」の次") % {"title": each.title})
                for each in others
            ),
        ]
        cities: Any = self.fields["cities"]
        cities.queryset = Municipality.objects.members()

    @property
    def plan(self) -> SlotPlan:
        data = self.cleaned_data
        return SlotPlan(
            kind=data["kind"],
            title=data["title"],
            minutes=data["minutes"],
            speakers=data["speakers"] or {},
            has_interpreter=data["has_interpreter"],
            cities=list(data["cities"]),
            after=None if data["after"] == FIRST else int(data["after"]),
        )


def _initial(slot: StageSlot, order: list[StageSlot]) -> dict[str, Any]:
    names = ("kind", "title", "speakers", "minutes", "has_interpreter")
    place = order.index(slot)
    return {name: getattr(slot, name) for name in names} | {
        "after": str(order[place - 1].pk) if place else FIRST,
        "cities": list(slot.cities.all()),
    }
