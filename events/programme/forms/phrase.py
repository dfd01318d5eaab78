"""A text of the library goes into a field without JavaScript: by a reload."""

from typing import Any

from django import forms
from django.http import QueryDict

from events.programme.choices import PhraseKind
from events.programme.forms.texts import SUFFIXES
from events.programme.models import Phrase

# Where a phrase of this kind belongs.
FIELDS = {
    PhraseKind.LEAD: "lead",
    PhraseKind.BODY: "body",
    PhraseKind.AUDIENCE: "audience",
    PhraseKind.BRING: "bring",
    PhraseKind.REASON: "reason",
}


def with_phrase(form_class: type[forms.Form], data: QueryDict, phrase: Phrase) -> dict:
    """The `initial` of a form with what was typed so far, and PHRASE where it is empty.

    Nothing is judged yet: the reader is in the middle of writing.
    """
    typed = data.copy()
    field = FIELDS[PhraseKind(phrase.kind)]
    for language, suffix in SUFFIXES.items():
        if not typed.get(f"{field}_{suffix}", "").strip():
            typed[f"{field}_{suffix}"] = phrase.text.get(language, "")
    return {
        name: _typed(each, name, typed) for name, each in form_class.base_fields.items()
    }


def _typed(field: forms.Field, name: str, data: QueryDict) -> Any:
    return field.widget.value_from_datadict(data, {}, name)
