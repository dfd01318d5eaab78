"""The extra questions of an event as fields of a form."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.choices import QuestionKind
from events.programme.models import Question
from events.registration.usecases.application import AnswerValue
from events.registration.usecases.check_party import LONG_ANSWER, SHORT_ANSWER
from peace.language.localised import Localised

_REQUIRED = {
    QuestionKind.SHORT_TEXT: gettext_lazy("「%(label)s」に答えを入力してください。"),
    QuestionKind.LONG_TEXT: gettext_lazy("「%(label)s」に答えを入力してください。"),
}
_CHOOSE = gettext_lazy("「%(label)s」の答えを選んでください。")


def field_name(question: Question) -> str:
    return f"q{question.pk}"


def question_field(question: Question) -> forms.Field:
    """QUESTION as a field that says what the answer is for and how long it is kept."""
    missing = str(_REQUIRED.get(QuestionKind(question.kind), _CHOOSE))
    frame: dict[str, Any] = {
        "label": str(question.label),
        "required": question.is_required,
        "help_text": explanation(question),
        "error_messages": {
            "required": missing % {"label": question.label},
            "invalid_choice": str(_CHOOSE) % {"label": question.label},
            "max_length": _("%(limit_value)d文字までで入力してください。"),
        },
    }
    options = [
        (str(number), str(Localised.of(text)))
        for number, text in enumerate(question.options)
    ]
    match question.kind:
        case QuestionKind.SHORT_TEXT:
            return forms.CharField(max_length=SHORT_ANSWER, **frame)
        case QuestionKind.LONG_TEXT:
            area = forms.Textarea(attrs={"rows": 3})
            return forms.CharField(max_length=LONG_ANSWER, widget=area, **frame)
        case QuestionKind.YES_NO:
            frame["choices"] = [("yes", _("はい")), ("no", _("いいえ"))]
            return forms.ChoiceField(widget=forms.RadioSelect, **frame)
        case QuestionKind.ONE_OF:
            return forms.ChoiceField(choices=options, widget=forms.RadioSelect, **frame)
    return forms.MultipleChoiceField(
        choices=options, widget=forms.CheckboxSelectMultiple, **frame
    )


def explanation(question: Question) -> SafeString:
    """The hint, then why it is asked and when the answer is erased."""
    kept = _("使いみち：%(purpose)s 催しが終わって%(days)s日後に消します。") % {
        "purpose": question.purpose,
        "days": question.keep_days,
    }
    if not question.hint:
        return format_html("{}", kept)
    return format_html("{} {}", str(question.hint), kept)


def add_questions(form: forms.Form, questions: Sequence[Question]) -> None:
    for question in questions:
        form.fields[field_name(question)] = question_field(question)


def answers_in(
    form: forms.Form, questions: Sequence[Question]
) -> dict[int, AnswerValue]:
    """By question what was answered; nothing for one that was left open."""
    found: dict[int, AnswerValue] = {}
    for question in questions:
        typed = form.cleaned_data.get(field_name(question))
        if not typed:
            continue
        match question.kind:
            case QuestionKind.YES_NO:
                found[question.pk] = typed == "yes"
            case QuestionKind.ONE_OF:
                found[question.pk] = int(typed)
            case QuestionKind.SOME_OF:
                found[question.pk] = sorted(int(each) for each in typed)
            case _:
                found[question.pk] = typed
    return found


class AnswersForm(forms.Form):
    """What is asked once for the whole party."""

    use_required_attribute = False

    def __init__(
        self, *args: Any, questions: Sequence[Question], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        add_questions(self, questions)

    @property
    def asked(self) -> list[forms.BoundField]:
        return [self[field_name(question)] for question in self.questions]

    def answers(self) -> dict[int, AnswerValue]:
        return answers_in(self, self.questions)
