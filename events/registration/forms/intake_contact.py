"""Contact and arrival, as the telephone and the desk ask for them."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.choices import RegistrationChannel
from events.registration.forms.contact import NOTE_LENGTH, ContactForm
from events.registration.offer_clock import OFFICE_CLOSES
from events.registration.usecases.application import Extras
from peace.language.dates import TOKYO, jst

CHANNELS = (
    RegistrationChannel.PHONE,
    RegistrationChannel.DESK,
    RegistrationChannel.POSTCARD,
    RegistrationChannel.EMAIL,
)
# These lie in a box for a while; the day they came in counts, not the day of typing.
ON_PAPER = (RegistrationChannel.POSTCARD, RegistrationChannel.EMAIL)


class IntakeContactForm(ContactForm):
    """How to reach the party, how it came, and what colleagues should know."""

    channel = forms.ChoiceField(
        label=gettext_lazy("受け付けた方法"),
        choices=[(each.value, each.label) for each in CHANNELS],
        initial=RegistrationChannel.PHONE,
        required=False,
        widget=forms.RadioSelect,
    )
    arrived_on = forms.DateField(
        label=gettext_lazy("届いた日"),
        help_text=gettext_lazy(
            "はがき・メールのとき。先着の順番は、この日で決まります"
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "invalid": gettext_lazy("届いた日を、年・月・日で入力してください。")
        },
    )
    arrived_time = forms.TimeField(
        label=gettext_lazy("届いた時刻"),
        help_text=gettext_lazy("メールのとき。空欄なら、その日の閉庁時刻になります"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={
            "invalid": gettext_lazy("届いた時刻を、時と分で入力してください。")
        },
    )
    language = forms.ChoiceField(
        label=gettext_lazy("お知らせと控えのことば"),
        choices=settings.LANGUAGES,
        required=False,
    )
    source = forms.ChoiceField(
        label=gettext_lazy("何で知りましたか"),
        help_text=gettext_lazy("聞けたときだけ"),
        required=False,
    )
    staff_note = forms.CharField(
        label=gettext_lazy("職員のメモ"),
        help_text=gettext_lazy("職員だけが見ます"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    now: datetime

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["note"]  # what the party says goes into the staff's note
        for field in self.fields.values():
            field.mark = ""
        self.fields["email"].help_text = ""
        self.fields["phone"].help_text = ""
        for name in ("phone", "email"):
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_channel(self) -> str:
        return self.cleaned_data["channel"] or RegistrationChannel.PHONE

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or settings.LANGUAGE_CODE

    def clean_staff_note(self) -> str:
        note = self.cleaned_data["staff_note"].strip()
        if len(note) > NOTE_LENGTH:
            raise ValidationError(
                _("メモは%(max)s文字まで入力できます。いま%(n)s文字です。"),
                code="text_too_long",
                params={"max": NOTE_LENGTH, "n": len(note)},
            )
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, channel = cleaned.get("arrived_on"), cleaned.get("channel")
        if "arrived_on" in self.errors or "arrived_time" in self.errors:
            return cleaned
        if channel in ON_PAPER and not day:
            self._refuse("arrived_on", _("届いた日を入力してください。"))
        elif channel not in ON_PAPER:
            # Out of sight where it has no meaning; then it says nothing.
            cleaned["arrived_on"] = None
        elif day and self._came_at(cleaned) > self.now:
            self._refuse("arrived_on", _("届いた日と時刻が、まだ来ていません。"))
        return cleaned

    def arrived_at(self) -> datetime | None:
        """When a postcard or an e-mail came in; nothing for who is here now."""
        if not self.cleaned_data["arrived_on"]:
            return None
        return min(self._came_at(self.cleaned_data), self.now)

    def _came_at(self, cleaned: dict[str, Any]) -> datetime:
        """A day alone counts as its closing hour: nobody whose hour is known is
        overtaken by a card of the same day."""
        day, clock = cleaned["arrived_on"], cleaned.get("arrived_time")
        is_today = day == jst(self.now).date()
        if clock is None and is_today:
            return self.now
        return datetime.combine(day, clock or OFFICE_CLOSES, tzinfo=TOKYO)

    def _refuse(self, field: str, text: str) -> None:
        self.add_error(field, ValidationError(text, code="arrival"))

    def extras(self, *, waits_for: Collection[int] = frozenset()) -> Extras:
        self.cleaned_data.setdefault("note", "")
        return replace(
            super().extras(waits_for=waits_for),
            staff_note=self.cleaned_data["staff_note"],
            source=self.cleaned_data["source"],
            arrived_at=self.arrived_at(),
        )
