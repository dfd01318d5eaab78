"""Extra questions as rows; one empty row waits at the end."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.programme.choices import QuestionKind
from events.programme.forms.texts import SUFFIXES, TextsField
from peace.language.localised import Localised

MOST_OPTIONS = 12
_CHOOSING = (QuestionKind.ONE_OF, QuestionKind.SOME_OF)


class QuestionForm(forms.Form):
    pk = forms.IntegerField(required=False, widget=forms.HiddenInput)
    label = TextsField(label=_("質問"), max_length=120)
    kind = forms.ChoiceField(label=_("答え方"), choices=QuestionKind.choices)
    options = TextsField(
        label=_("選択肢"),
        help_text=_("1行に1つ。どの言語も、同じ順に同じ数だけ書きます。"),
        max_length=600,
        rows=4,
        required=False,
    )
    hint = TextsField(label=_("説明"), max_length=200, required=False)
    purpose = TextsField(
        label=_("何のために聞くか"),
        help_text=_("申込みの画面に出ます。答えられないなら、聞かないでください。"),
        max_length=200,
    )
    is_required = forms.BooleanField(label=_("必ず答えてもらう"), required=False)
    per_person = forms.BooleanField(label=_("1人ずつに聞く"), required=False)
    shows_at_door = forms.BooleanField(label=_("当日の受付で見る"), required=False)
    keep_days = forms.IntegerField(
        label=_("答えを残す日数（催しの後）"), min_value=1, max_value=1830, initial=90
    )
    use_required_attribute = False

    def clean(self) -> None:
        if self.cleaned_data.get("kind") not in _CHOOSING:
            return
        lines = _lines(self.cleaned_data.get("options") or {})
        if not 2 <= len(lines["ja"]) <= MOST_OPTIONS:
            self.add_error("options", _("選択肢を2つから12まで書いてください。"))
        elif any(each and len(each) != len(lines["ja"]) for each in lines.values()):
            self.add_error("options", _("選択肢の数を、どの言語も同じにしてください。"))

    def values(self) -> dict[str, Any]:
        """What goes into the question; options as a list of texts."""
        found = {key: value for key, value in self.cleaned_data.items() if key != "pk"}
        found.pop("DELETE", None)
        lines = _lines(found["options"] or {})
        is_choice = found["kind"] in _CHOOSING
        found["options"] = [
            {
                language: texts[place] if place < len(texts) else ""
                for language, texts in lines.items()
            }
            for place in range(len(lines["ja"]) if is_choice else 0)
        ]
        return found


QuestionFormSet = forms.formset_factory(
    QuestionForm, extra=1, can_delete=True, max_num=20, absolute_max=30
)


def question_initial(question: Any) -> dict[str, Any]:
    """A stored question as its row shows it."""
    names = set(QuestionForm.base_fields) - {"options"}
    options = [Localised.of(each) for each in question.options]
    return {name: getattr(question, name) for name in names} | {
        "options": {
            language: "\n".join(each.get(language, "") for each in options).strip()
            for language in SUFFIXES
        }
    }


def _lines(texts: dict[str, str]) -> dict[str, list[str]]:
    return {
        language: [
            line.strip()
            for line in texts.get(language, "").splitlines()
            if line.strip()
        ]
        for language in SUFFIXES
    }
