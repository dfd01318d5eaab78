"""The motivation: 800 characters, counted as people count them."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

MOST = 800
# A first look that no honest text meets; the sentence below is said before.
LONGEST = 4000
# Marks that stand on another sign, and signs that are not seen (Unicode categories).
UNCOUNTED = {"Mn", "Me", "Cf"}


def tidy(text: str) -> str:
    """One kind of line break, nothing around it; the words stay as typed."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def count_signs(text: str) -> int:
    """How many characters a person counts: 𠮷 and が are one, in whatever code.

    A line break is one. static/youth/counter.js counts alike.
    """
    composed = unicodedata.normalize("NFC", tidy(text))
    return sum(unicodedata.category(sign) not in UNCOUNTED for sign in composed)


class MotivationField(forms.CharField):
    """At most 800 characters; says how many are too many, and keeps what was typed."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("800文字までです。"))
        super().__init__(
            label=kwargs.pop("label", _("志望動機")),
            widget=forms.Textarea(
                attrs={
                    "rows": "10",
                    "data-most": str(MOST),
                    "data-left": _("あと{n}文字書けます"),
                    "data-over": _("{n}文字多いです"),
                }
            ),
            max_length=LONGEST,
            **kwargs,
        )
        # Browsers count in units of their own, and cut what is pasted.
        self.widget.attrs.pop("maxlength", None)

    def to_python(self, value: Any) -> str:
        return tidy(super().to_python(value) or "")

    def validate(self, value: str) -> None:
        super().validate(value)
        count = count_signs(value)
        if count > MOST:
            over = count - MOST
            raise ValidationError(
                ngettext_lazy(
                    "800文字まで書けます。%(over)s文字減らしてください。",
                    "800文字まで書けます。%(over)s文字減らしてください。",
                    over,
                ),
                code="text_too_long",
                params={"over": over},
            )
