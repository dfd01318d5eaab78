"""What the secretariat writes of a year's rules."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.forms.texts import DayField, MomentField, TextsField
from network.youth.choices import ItemKind
from network.youth.models import YouthRules
from peace.language.dates import jst
from peace.language.localised import Localised

MOST_CRITERIA = 10
MOST_POINTS = 100
DUE = "due_"
# Fields by heading, as the page shows them; the due dates stand between.
_GROUPS = [
    (_("対象と期限"), ["born_from", "born_to", "resident_on", "deadline"]),
    (_("人数と参加費"), ["places", "fee"]),
    (_("内容"), ["guideline", "dates", "criteria"]),
]


class RulesForm(forms.Form):
    """One version of a year's rules.

    Cleans into the columns of `YouthRules`: the fields of the due dates become its
    `checklist`, of the kinds that have one.
    """

    born_from = DayField(label=_("対象：この日から"))
    born_to = DayField(label=_("対象：この日までに生まれた方"))
    resident_on = DayField(label=_("この日に市内に住んでいる方"))
    deadline = MomentField(label=_("推薦の期限"))
    fee = forms.IntegerField(
        label=_("参加費（円）"), min_value=0, max_value=1_000_000, initial=0
    )
    places = forms.IntegerField(
        label=_("市ごとの人数"),
        min_value=1,
        max_value=1,
        initial=1,
        help_text=_("1市1人です。ほかの数は選べません。"),
        error_messages={"max_value": _("1市1人です。"), "min_value": _("1市1人です。")},
    )
    guideline = TextsField(label=_("実施要領"), max_length=5000, rows=8)
    dates = forms.CharField(
        label=_("必ず参加する日"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("1行に1つ：2025-07-12 事前研修"),
    )
    criteria = forms.CharField(
        label=_("選ぶときの観点と配点"),
        required=False,
        widget=forms.Textarea(attrs={"rows": "5"}),
        help_text=_("1行に1つ、最後に点：志望動機 10"),
    )
    change_note = forms.CharField(
        label=_("前の版から変わったこと"),
        max_length=200,
        required=False,
        help_text=_("すべての市の担当者への手紙に、そのまま出ます。"),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in ItemKind:
            self.fields[f"{DUE}{kind}"] = DayField(label=kind.label, required=False)

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Headings with their fields, in the order of the page."""
        groups = [
            (str(title), [self[name] for name in names]) for title, names in _GROUPS
        ]
        dues = (_("提出物の期限"), [self[f"{DUE}{kind}"] for kind in ItemKind])
        last = (_("変更のお知らせ"), [self["change_note"]])
        return [*groups, dues, last]

    def clean_criteria(self) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate(self.cleaned_data["criteria"].splitlines(), 1):
            if not line.strip():
                continue
            name, points = _name_and_points(line)
            if not name or not 1 <= points <= MOST_POINTS:
                raise forms.ValidationError(
                    _(
                        "%(n)s行目に、観点と1から100までの点を書いてください"
                        "（例 志望動機 10）。"
                    ),
                    params={"n": number},
                )
            found.append({"name": {"ja": name}, "points": points})
        if len(found) > MOST_CRITERIA:
            raise forms.ValidationError(
                _("観点は%(n)s個までです。"), params={"n": MOST_CRITERIA}
            )
        return found

    def clean_dates(self) -> list[dict[str, Any]]:
        found = []
        for number, line in enumerate(self.cleaned_data["dates"].splitlines(), 1):
            if not line.strip():
                continue
            day, _space, what = line.strip().partition(" ")
            try:
                date.fromisoformat(day)
            except ValueError:
                raise forms.ValidationError(
                    _("%(n)s行目の日付を確かめてください（例 2025-07-12 事前研修）。"),
                    params={"n": number},
                ) from None
            found.append({"on": day, "what": {"ja": what.strip()}})
        return found

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("born_from"), data.get("born_to")
        if first and last and first > last:
            self.add_error("born_to", _("生まれた日の範囲を確かめてください。"))
        dues = {kind: data.pop(f"{DUE}{kind}", None) for kind in ItemKind}
        data["checklist"] = {
            str(kind): day.isoformat() for kind, day in dues.items() if day
        }
        return data


def _name_and_points(line: str) -> tuple[str, int]:
    """`志望動機 10` → its two parts; 0 points where there is no number."""
    *name, digits = ["", *line.strip().removesuffix("点").rsplit(maxsplit=1)]
    points = int(digits) if digits.isdecimal() and len(digits) < 4 else 0
    return "".join(name).strip(), points


def initial_of_rules(rules: YouthRules) -> dict[str, Any]:
    """A version as the form shows it."""
    lines = (
        f"{each['on']} {Localised.of(each['what']).in_language('ja')}"
        for each in rules.dates
    )
    criteria = (
        f"{Localised.of(each['name']).in_language('ja')} {each['points']}"
        for each in rules.criteria
    )
    names = (
        "born_from",
        "born_to",
        "resident_on",
        "places",
        "fee",
        "guideline",
        "change_note",
    )
    dues = {f"{DUE}{kind}": day for kind, day in rules.checklist.items()}
    return {name: getattr(rules, name) for name in names} | {
        "deadline": jst(rules.deadline),
        "dates": "\n".join(lines),
        "criteria": "\n".join(criteria),
        **dues,
    }
