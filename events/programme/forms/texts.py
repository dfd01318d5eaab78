"""A text in three languages, and moments on a clock in Tokyo, as fields."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

# In this order on the screen: easy Japanese is written from the Japanese.
SUFFIXES = {"ja": "ja", "ja-easy": "easy", "en": "en"}
LABELS = {"ja": _("日本語"), "ja-easy": _("やさしい日本語"), "en": _("英語")}


class TextsWidget(forms.MultiWidget):
    """One input a language, each with its label; the empty ones say so."""

    template_name = "django/forms/widgets/texts.html"
    use_fieldset = True

    def __init__(self, *, rows: int = 0) -> None:
        super().__init__(
            {
                suffix: _input(language, rows=rows)
                for language, suffix in SUFFIXES.items()
            }
        )

    def decompress(self, value: Mapping[str, str] | None) -> list[str]:
        return [(value or {}).get(language, "") for language in SUFFIXES]

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        subwidgets = context["widget"]["subwidgets"]
        begun = any(each["value"] for each in subwidgets)
        for language, each in zip(SUFFIXES, subwidgets, strict=True):
            each["language"] = LABELS[language]
            each["missing"] = begun and not each["value"]
        if not subwidgets[0]["value"]:
            # Only the Japanese is wanted; the others may stay empty.
            for each in subwidgets[1:]:
                each["attrs"].pop("aria-invalid", None)
        return context


class TextsField(forms.MultiValueField):
    """Becomes `{"ja": …, "ja-easy": …, "en": …}`; where required, Japanese is."""

    def __init__(
        self, *, max_length: int, rows: int = 0, required: bool = True, **kwargs: Any
    ) -> None:
        japanese = forms.CharField(
            max_length=max_length,
            required=required,
            error_messages={"incomplete": _("日本語を入力してください。")},
        )
        # Readings and spaces make easy Japanese about twice as long.
        others = [
            forms.CharField(max_length=max_length * 3, required=False)
            for _language in ("ja-easy", "en")
        ]
        super().__init__(
            fields=[japanese, *others],
            widget=TextsWidget(rows=rows),
            required=required,
            require_all_fields=False,
            error_messages={"required": _("日本語を入力してください。")},
            **kwargs,
        )

    def compress(self, data_list: list[str]) -> dict[str, str]:
        # A language without a text has no entry: an empty one is the same as none.
        pairs = zip(SUFFIXES, data_list, strict=False)
        return {language: text for language, text in pairs if text}


# Beyond these a moment in Tokyo has no year in UTC, or nobody can have meant it.
FIRST_YEAR, LAST_YEAR = 1900, 2200


class MomentField(forms.DateTimeField):
    """A day and a time on the clock in Tokyo."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("日付と時刻を入力してください。"),
                "invalid": _("日付と時刻を確かめてください（例 2026-02-15 13:30）。"),
            },
        )
        super().__init__(
            widget=forms.DateTimeInput(
                format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}
            ),
            validators=[_year_is_thinkable],
            **kwargs,
        )


class DayField(forms.DateField):
    """A day, such as the last one to ask for sign language."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "error_messages",
            {
                "required": _("日付を入力してください。"),
                "invalid": _("日付を確かめてください（例 2026-02-15）。"),
            },
        )
        super().__init__(
            widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
            validators=[_year_is_thinkable],
            **kwargs,
        )


def _year_is_thinkable(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise forms.ValidationError(_("年を確かめてください。"))


def _input(language: str, *, rows: int) -> forms.Widget:
    attrs = {"lang": "en" if language == "en" else "ja"}
    if rows:
        return forms.Textarea(attrs | {"rows": str(rows)})
    return forms.TextInput(attrs)
