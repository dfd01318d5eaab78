"""One letter in one language."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from events.reminders.catalogue import Letter
from events.reminders.checking import problems, tidy
from peace.outbox.placeholders import Source

# Longer than anything that is taken: the refusal then says how long it may be.
_MOST_READ = 50_000


class TextForm(forms.Form):
    """Bound, it says what keeps the text from being saved; prefixed by language.

    CURRENT is in use now; BLOCKS are the shared parts as they count here.
    """

    subject = forms.CharField(label=_("件名"), required=False, max_length=_MOST_READ)
    body = forms.CharField(
        label=_("本文"),
        required=False,
        strip=False,
        max_length=_MOST_READ,
        widget=forms.Textarea(attrs={"rows": "22"}),
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, min_value=0, max_value=10**9
    )
    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        letter: Letter,
        language: str,
        current: Source,
        version: int,
        blocks: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        self.letter, self.language = letter, language
        self.current, self.blocks = current, blocks
        kwargs["initial"] = {
            "subject": current.subject,
            "body": current.body,
            "version": version,
        }
        kwargs["prefix"] = language
        super().__init__(*args, **kwargs)
        for name in ("subject", "body"):
            self.fields[name].mark = ""
            attrs = self.fields[name].widget.attrs
            attrs["lang"] = "en" if language == "en" else "ja"
            attrs["data-field"] = name
        if letter.is_block:
            del self.fields["subject"]

    def clean(self) -> None:
        subject, body = self.typed
        if (subject, body) == tidy(self.current.subject, self.current.body):
            return
        for each in problems(self.letter, self.language, subject, body, self.blocks):
            self.add_error(each.field, each.text)

    @property
    def typed(self) -> tuple[str, str]:
        """Subject and body as they stand in the page, tidied."""
        if not self.is_bound:
            return tidy(self.current.subject, self.current.body)
        found = getattr(self, "cleaned_data", {})
        subject = found.get("subject", self.data.get(f"{self.prefix}-subject", ""))
        body = found.get("body", self.data.get(f"{self.prefix}-body", ""))
        return tidy(subject or "", body or "")

    @property
    def seen_version(self) -> int:
        return self.cleaned_data.get("version") or 0
