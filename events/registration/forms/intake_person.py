"""One person on the telephone or at the desk: a reading alone is a name."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.registration.choices import AgeBand, Visit
from events.registration.forms.person import PersonForm
from events.registration.forms.typed import clean_name


class IntakePersonForm(PersonForm):
    """One person, by reading first: that is what one hears on the telephone."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("age", AgeBand.choices), ("visit", Visit.choices)):
            if name not in self.fields:  # a birth date is asked instead
                continue
            self.fields[name].widget = forms.Select()
            self.fields[name].choices = [("", "－"), *choices]
            self.fields[name].mark = ""
        self.fields["visit"].label = _("参加の回数")
        for name in ("name", "kana"):
            self.fields[name].required = False
            self.fields[name].mark = ""
            self.fields[name].widget.attrs["autocomplete"] = "off"
        # On the telephone not everything is known; what is missing is asked later.
        for field in self.fields.values():
            field.required = False

    @property
    def slot_choices(self) -> list[dict[str, Any]]:
        """As on the web, but the desk's own seats are free here."""
        rows = super().slot_choices
        for row in rows:
            slot = row["slot"]
            is_full = not slot.is_lottery and slot.seats_left_at_desk == 0
            row["waits"] = is_full and self.can_wait
            row["is_closed"] = is_full and not self.can_wait and not row["is_ticked"]
            row["next_in_line"] = slot.line + 1
        return rows

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        return clean_name(typed) if typed.strip() else ""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors.keys() & {"name", "kana"} and not cleaned.get("name"):
            if cleaned.get("kana"):
                cleaned["name"] = cleaned["kana"]
            else:
                self.add_error(
                    "kana",
                    ValidationError(
                        _("かなかお名前の、どちらかを入力してください。"),
                        code="name_missing",
                    ),
                )
        return cleaned
