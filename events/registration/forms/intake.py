"""The form of the telephone and the desk: the same cleaning, asked in fewer keys.

Three things are easier than on the web: a reading alone is a name, an empty row is
nobody, and whoever comes along takes the timeslots of the first person unless others
are ticked.
"""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.models import Event, SupportOffer, Timeslot
from events.registration.choices import AgeBand, RegistrationChannel, Visit
from events.registration.forms.contact import NOTE_LENGTH, ContactForm
from events.registration.forms.person import PersonForm
from events.registration.forms.registration import RegistrationForm
from events.registration.forms.typed import clean_name
from events.registration.heard import heard_choices
from events.registration.offer_clock import OFFICE_CLOSES
from events.registration.usecases.application import Extras
from events.registration.usecases.look_up_contacts import KnownContact
from peace.language.dates import TOKYO, jst

ROWS_SHOWN = 2
CHANNELS = (
    RegistrationChannel.PHONE,
    RegistrationChannel.DESK,
    RegistrationChannel.POSTCARD,
    RegistrationChannel.EMAIL,
)
# These lie in a box for a while; the day they came in counts, not the day of typing.
ON_PAPER = (RegistrationChannel.POSTCARD, RegistrationChannel.EMAIL)
# Buttons that show the form again without judging it.
STEPS = ("add", "remove", "find", "choose", "switch")
_ROW = ("name", "kana", "slot")


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


class IntakeForm(RegistrationForm):
    """The whole screen. `people` are the rows somebody typed in, `spare` the rest."""

    person_form = IntakePersonForm
    contact_form = IntakeContactForm
    focus = ""

    def __init__(
        self,
        *,
        event: Event,
        timeslots: Sequence[Timeslot],
        now: datetime,
        data: QueryDict | None = None,
        channel: str = "",
    ) -> None:
        shown = data is None or any(step in data for step in STEPS)
        asked = ROWS_SHOWN
        if data is not None:
            data, asked = _tidy(data, limit=event.party_limit, judged=not shown)
        super().__init__(event=event, timeslots=timeslots, data=data)
        self.contact.now = now
        heard = [("", "－"), *heard_choices(event)]
        self.contact.fields["source"].choices = heard
        for field in self.answers.fields.values():
            field.required = False
        if channel in CHANNELS:
            self.contact.initial["channel"] = channel
        self.is_submitted = not shown
        if shown:
            for form in self.forms:
                form._errors = {}
        self.spare = [
            IntakePersonForm(
                None,
                number=number,
                timeslots=timeslots,
                can_wait=event.has_waiting_list,
                needs=self.needs,
            )
            for number in range(len(self.people) + 1, asked + 1)
        ]

    def focus_on(self, place: str) -> None:
        """Where the keyboard begins: "phone", "kana", "slot", or "row", the last."""
        self.focus = place
        fields = {
            "phone": (self.contact, "phone"),
            "kana": (self.rows[0], "kana"),
            "row": (self.rows[-1], "kana"),
        }
        if place in fields:
            form, name = fields[place]
            form.fields[name].widget.attrs["autofocus"] = True

    def is_valid(self) -> bool:
        is_valid = super().is_valid()
        # Who takes the first person's timeslots need not be told what they lack.
        if "slot" in self.people[0].errors:
            for person in self.people[1:]:
                if not person.chosen:
                    person.errors.pop("slot", None)
        return is_valid

    @property
    def rows(self) -> list[PersonForm]:
        return [*self.people, *self.spare]

    @property
    def room_for(self) -> int:
        return self.event.party_limit - len(self.rows)

    def is_full(self, slot: Timeslot) -> bool:
        return not slot.is_lottery and slot.seats_left_at_desk == 0

    def add_error(self, error: ValidationError, *, number: int = 1) -> None:
        """Beside the field that staff can change: a closed event is one of dates."""
        if error.code != "closed":
            super().add_error(error, number=number)
        elif self.contact.cleaned_data.get("arrived_on"):
            text = _("届いた日が、この催しの受付期間の外です。")
            self.contact.add_error("arrived_on", ValidationError(text, code="closed"))
        else:
            text = _(
                "この催しの受付は終わりました。締切の前に届いたはがきとメールは、"
                "届いた日を入力すると登録できます。"
            )
            self.contact.add_error("channel", ValidationError(text, code="closed"))

    def refuse_support(self, offer: SupportOffer, limit: str = "") -> None:
        text = _("%(support)sは、申込みの期限が過ぎたか、空きがありません。")
        self.contact.add_error(
            "support",
            ValidationError(
                text, code="support_gone", params={"support": offer.get_kind_display()}
            ),
        )


def filled_in(data: QueryDict, contact: KnownContact) -> QueryDict:
    """DATA with the first person and the contact as they were given last time."""
    kept = data.copy()
    kept["p1-name"], kept["p1-kana"] = contact.name, contact.kana
    kept["phone"], kept["email"] = contact.phone, contact.email
    return kept


def _tidy(data: QueryDict, *, limit: int, judged: bool) -> tuple[QueryDict, int]:
    """The rows that hold something, moved together, and how many rows to show."""
    typed = data.get("people", "")
    rows = int(typed) if typed.isdecimal() and len(typed) < 3 else 1
    rows = max(1, min(rows, limit))
    gone = data.get("remove", "")
    fields = _fields_of_a_row(data)
    people = [
        {name: data.getlist(f"p{number}-{name}") for name in fields}
        for number in range(1, rows + 1)
        if number == 1 or str(number) != gone
    ]
    asked = len(people) + ("add" in data)
    people = people[:1] + [each for each in people[1:] if _holds_somebody(each)]
    kept = data.copy()
    kept["people"] = str(len(people))
    for number in range(1, rows + 1):
        for name in fields:
            values = people[number - 1][name] if number <= len(people) else []
            if judged and name == "slot" and not values and number <= len(people):
                values = people[0]["slot"]
            kept.setlist(f"p{number}-{name}", values)
    for step in ("add", "remove"):
        kept.pop(step, None)
    return kept, max(min(asked, limit), min(ROWS_SHOWN, limit), len(people))


def _fields_of_a_row(data: QueryDict) -> list[str]:
    """Whatever is asked of a person, extra questions too, in the order of the form."""
    found = {
        key.partition("-")[2]: None
        for key in data
        if key.startswith("p") and "-" in key
    }
    return list(dict.fromkeys([*_ROW, *found]))


def _holds_somebody(row: dict[str, list[str]]) -> bool:
    return any(value.strip() for name in _ROW for value in row[name])
