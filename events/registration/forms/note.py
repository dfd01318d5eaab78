"""A staff note: short, plain, and no place for what is sensitive."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NOTE_LENGTH = 1_000


class NoteForm(forms.Form):
    text = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def clean_text(self) -> str:
        text = self.cleaned_data["text"].replace("\r\n", "\n").strip()
        if len(text) > NOTE_LENGTH:
            raise ValidationError(
                _(
                    "%(max)s文字まで入力できます。いま%(n)s文字です。"
                    "%(over)s文字減らしてください。"
                )
                % {
                    "max": NOTE_LENGTH,
                    "n": len(text),
                    "over": len(text) - NOTE_LENGTH,
                }
            )
        return text
