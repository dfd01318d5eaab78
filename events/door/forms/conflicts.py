"""Closing a conflict card, and taking back one of its scans: each wants a word."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.door.forms.scans import read_json

MOST_SIGNS = 200


class CloseForm(forms.Form):
    """One of the ready words, words of one's own, or both."""

    ready = forms.CharField(required=False, max_length=MOST_SIGNS)
    word = forms.CharField(required=False, max_length=MOST_SIGNS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = [data.get("ready", "").strip(), data.get("word", "").strip()]
        told = "。".join(each for each in said if each)
        if not told:
            self.add_error("word", _("理由を選ぶか、一言書いてください。"))
        data["told"] = told[:MOST_SIGNS]
        return data


class UndoScanForm(forms.Form):
    """Which scan, and why."""

    scan = forms.UUIDField()
    reason = forms.CharField(max_length=MOST_SIGNS)


def read_closing(body: bytes) -> tuple[int, str]:
    """Card and word of a supervisor's phone. Raises ValidationError."""
    data = read_json(body)
    card, word = data.get("id"), data.get("word")
    if not isinstance(card, int) or isinstance(card, bool):
        raise ValidationError(_("どの記録かわかりません。"), code="bad_id")
    told = word.strip()[:MOST_SIGNS] if isinstance(word, str) else ""
    if not told:
        text = _("理由を選ぶか、一言書いてください。")
        raise ValidationError(text, code="no_word")
    return card, told
