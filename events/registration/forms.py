"""The registration form: people × timeslots, one contact, and little else.

It checks the shape of what was typed and turns it into values; it writes nothing and
asks the database nothing. Whether there are seats is the use case's question.
"""

import re
import unicodedata
import uuid
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.choices import Support
from events.programme.models import Event, Timeslot
from events.registration.choices import AgeBand, ReminderChannel, Visit
from events.registration.usecases.register import Contact, Extras, Person
from peace.language.email_address import validate_email_address

NAME_LENGTH = 60
NOTE_LENGTH = 400
EMAIL_LENGTH = 254
# The quoted forms of RFC 5322 may hold anything; the outbox sends to plain ones only.
_ONE_ADDRESS = re.compile(r"[^\s,;<>\"\x00-\x1f\x7f]+@[^\s,;<>@]+")
KANA = re.compile(
    r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u309d\u309e\u30fd\u30fe ・\u3000]*"
)


def clean_phone(typed: str) -> str:
    """Digits of a Japanese phone number, however it was typed; may raise."""
    digits = unicodedata.normalize("NFKC", typed)
    digits = re.sub(r"[\s\-‐‑–—−ー()（）.・]", "", digits)
    digits = re.sub(r"^\+810?", "0", digits)
    if digits and not re.fullmatch(r"0[0-9]{9,10}", digits):
        raise ValidationError(
            _(
                "電話番号は、0から始まる10桁か11桁の数字で入力してください"
                "（例 042-576-2111）。"
            ),
            code="phone_form",
        )
    return digits


def clean_name(typed: str) -> str:
    """A name as typed, with one kind of space; refuses what is no part of a name."""
    name = re.sub(r"[ \u3000\t]+", " ", typed).strip()
    if not name:
        raise ValidationError(
            _("参加する方のお名前を入力してください。"), code="name_missing"
        )
    if len(name) > NAME_LENGTH:
        raise ValidationError(
            _(
                "お名前は%(max)s文字まで入力できます。"
                "短くした形や通称でもかまいません。"
            ),
            code="name_too_long",
            params={"max": NAME_LENGTH},
        )
    odd = "".join(dict.fromkeys(sign for sign in name if not _fits_a_name(sign)))
    if odd:
        raise ValidationError(
            _(
                "「%(chars)s」はお名前の欄で使えません。その文字を消してください。"
                "漢字が出ないときは、ひらがなでもかまいません。"
            ),
            code="name_sign",
            params={"chars": odd},
        )
    return name


def _fits_a_name(sign: str) -> bool:
    """Letters, marks, spaces and the few signs that names have (・ ' - . ー)."""
    kind = unicodedata.category(sign)
    return kind[0] in "LM" or kind in {"Nl", "Zs"} or sign in "・'’-‐.,ー゠〇〆々()（）"


class PersonForm(forms.Form):
    """One person of the party, with a choice of timeslots."""

    name = forms.CharField(
        label=gettext_lazy("お名前"),
        error_messages={
            "required": gettext_lazy("参加する方のお名前を入力してください。")
        },
    )
    kana = forms.CharField(label=gettext_lazy("ふりがな"), required=False)
    slot = forms.TypedMultipleChoiceField(
        label=gettext_lazy("参加する回"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        # An id that this event does not have is as good as none.
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_list"],
            gettext_lazy("参加する回を1つ以上選んでください。"),
        ),
    )
    age = forms.ChoiceField(
        label=gettext_lazy("年代"),
        choices=AgeBand.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    visit = forms.ChoiceField(
        label=gettext_lazy("平和の催しへの参加"),
        choices=Visit.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        number: int,
        timeslots: Sequence[Timeslot],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, prefix=f"p{number}", **kwargs)
        self.number = number
        self.timeslots = timeslots
        self.fields["slot"].choices = [(slot.pk, str(slot)) for slot in timeslots]

    def add_prefix(self, field_name: str) -> str:
        return f"{self.prefix}-{field_name}"

    @property
    def is_applicant(self) -> bool:
        return self.number == 1

    @property
    def chosen(self) -> set[str]:
        """What is ticked now, as typed, for showing the form again."""
        if not self.is_bound:
            return set(self.initial.get("slot", ()))
        return set(self.data.getlist(self.add_prefix("slot")))

    @property
    def slot_choices(self) -> list[dict[str, Any]]:
        """One row per timeslot for the template: id, ticked, full or not."""
        return [
            {
                "slot": slot,
                "id": f"{self['slot'].auto_id}_{place}",
                "is_ticked": str(slot.pk) in self.chosen,
                "is_closed": slot.is_full and str(slot.pk) not in self.chosen,
            }
            for place, slot in enumerate(self.timeslots)
        ]

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def clean_kana(self) -> str:
        kana = re.sub(r"[ \u3000\t]+", " ", self.cleaned_data["kana"]).strip()
        # Half-width kana are kana too; what was typed is what is kept.
        folded = unicodedata.normalize("NFKC", kana)
        if not KANA.fullmatch(folded) or len(kana) > NAME_LENGTH:
            raise ValidationError(
                _("ふりがなは、ひらがなかカタカナで入力してください。"),
                code="kana_form",
            )
        return kana

    def clean_slot(self) -> frozenset[int]:
        chosen = frozenset(self.cleaned_data["slot"])
        if not chosen:
            raise ValidationError(
                _("参加する回を1つ以上選んでください。"), code="nothing_chosen"
            )
        slots = [slot for slot in self.timeslots if slot.pk in chosen]
        for place, first in enumerate(slots):
            for second in slots[place + 1 :]:
                if first.overlaps(second):
                    raise ValidationError(
                        _(
                            "%(first)sと%(second)sは時間が重なっています。"
                            "どちらかを選んでください。"
                        ),
                        code="overlap",
                        params={"first": str(first), "second": str(second)},
                    )
        return chosen

    def person(self) -> Person:
        return Person(
            name=self.cleaned_data["name"],
            kana=self.cleaned_data["kana"],
            timeslot_ids=self.cleaned_data["slot"],
            age_band=self.cleaned_data["age"],
            visit=self.cleaned_data["visit"],
        )


class ContactForm(forms.Form):
    """How to reach the party, and what they need. One contact is enough."""

    phone = forms.CharField(
        label=gettext_lazy("電話番号"),
        help_text=gettext_lazy("市外局番から。例：042-576-2111"),
        required=False,
        widget=forms.TextInput(
            attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}
        ),
    )
    # A text field: browsers refuse the dot forms of old carrier addresses in `email`.
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        help_text=gettext_lazy("控えと前日のお知らせを送ります"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "email", "inputmode": "email"}),
    )
    remind_by = forms.ChoiceField(
        label=gettext_lazy("前日のお知らせ"),
        choices=ReminderChannel.choices,
        required=False,
        widget=forms.RadioSelect,
    )
    support = forms.MultipleChoiceField(
        label=gettext_lazy("必要なもの"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(
        label=gettext_lazy("そのほかに伝えたいこと"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    use_required_attribute = False

    def __init__(self, *args: Any, event: Event, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("phone", "email"):
            self.fields[name].mark = _("どちらか1つ")
        self.fields["support"].choices = [
            (code, Support(code).label) for code in event.support
        ]

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        email = unicodedata.normalize("NFKC", self.cleaned_data["email"]).strip()
        if email:
            try:
                validate_email_address(email)
                if len(email) > EMAIL_LENGTH or not _ONE_ADDRESS.fullmatch(email):
                    raise ValidationError("")
            except ValidationError:
                raise ValidationError(
                    _(
                        "メールアドレスを確かめてください（例 name@example.jp）。"
                        "メールがない方は、空欄のまま申し込めます。"
                    ),
                    code="email_form",
                ) from None
        return email

    def clean_note(self) -> str:
        note = self.cleaned_data["note"].strip()
        if len(note) > NOTE_LENGTH:
            raise ValidationError(
                _(
                    "%(max)s文字まで入力できます。いま%(n)s文字です。"
                    "%(over)s文字減らしてください。"
                ),
                code="text_too_long",
                params={
                    "max": NOTE_LENGTH,
                    "n": len(note),
                    "over": len(note) - NOTE_LENGTH,
                },
            )
        return note

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = self.errors.keys() & {"phone", "email"}
        if not typed and not cleaned.get("phone") and not cleaned.get("email"):
            self.add_error(
                "phone",
                ValidationError(
                    _("電話番号かメールアドレスの、どちらかを入力してください。"),
                    code="contact_missing",
                ),
            )
        return cleaned

    def contact(self) -> Contact:
        phone, email = self.cleaned_data["phone"], self.cleaned_data["email"]
        wish = self.cleaned_data["remind_by"]
        reachable = {
            ReminderChannel.EMAIL: bool(email),
            ReminderChannel.PHONE: bool(phone),
            ReminderChannel.NONE: True,
        }
        if not wish or not reachable[wish]:
            wish = ReminderChannel.EMAIL if email else ReminderChannel.PHONE
        return Contact(phone=phone, email=email, remind_by=wish)

    def extras(self) -> Extras:
        return Extras(
            support=self.cleaned_data["support"], note=self.cleaned_data["note"]
        )


def read_ids(typed: Sequence[str]) -> set[int]:
    """Ids that were ticked; whatever is none of ours is left out."""
    return {int(each) for each in typed if re.fullmatch(r"[0-9]{1,18}", each)}


class RegistrationForm:
    """The whole form: one to `party_limit` people and one contact.

    Works without JavaScript: adding and removing a person are buttons of the form,
    and nothing that was typed is lost by them.
    """

    def __init__(
        self,
        *,
        event: Event,
        timeslots: Sequence[Timeslot],
        data: QueryDict | None = None,
        chosen: Sequence[str] = (),
    ) -> None:
        self.event = event
        typed = _people_in(data)
        self.is_too_large = typed > event.party_limit
        count = min(typed, event.party_limit)
        if data is not None and "remove" in data:
            data, count = _without_person(data, count)
        if data is not None and "add" in data:
            count = min(event.party_limit, count + 1)
        only_shown = data is None or "add" in data or "remove" in data
        self.is_submitted = not only_shown
        self.people = [
            PersonForm(
                data,
                number=number,
                timeslots=timeslots,
                initial={"slot": list(chosen)},
            )
            for number in range(1, count + 1)
        ]
        self.contact = ContactForm(data, event=event)
        self.key = _key_in(data)
        if only_shown:
            for form in self.forms:
                form._errors = {}  # shown again, not judged yet

    @property
    def forms(self) -> list[forms.Form]:
        return [*self.people, self.contact]

    @property
    def room_for(self) -> int:
        """How many people may still be added."""
        return self.event.party_limit - len(self.people)

    def is_valid(self) -> bool:
        # Every form is asked, so that all errors are told at once.
        judged = [form.is_valid() for form in self.forms]
        if self.is_submitted and self.is_too_large:
            self.refuse_people()
        return self.is_submitted and all(judged) and not self.is_too_large

    def add_error(self, error: ValidationError, *, number: int = 1) -> None:
        """Put a use case's refusal beside the timeslots of one person."""
        self.people[number - 1].add_error("slot", error)

    def refuse_seats(self, slot: Timeslot) -> None:
        """Say beside each person who chose SLOT that it filled up meanwhile."""
        for form in self.people:
            if slot.pk in form.cleaned_data.get("slot", ()):
                form.add_error("slot", _seats_gone(slot))

    def refuse_people(self) -> None:
        """Say that the party is larger than one registration may hold."""
        self.add_error(
            ValidationError(
                _(
                    "1回に申し込めるのは%(max)s名までです。%(max)s名を超えるときは、"
                    "%(office_phone)sへお電話ください。"
                ),
                code="too_many_people",
                params={
                    "max": self.event.party_limit,
                    "office_phone": settings.OFFICE_PHONE,
                },
            )
        )

    def show_seats_of(self, timeslots: Sequence[Timeslot]) -> None:
        """Show the form with the seats as they are now; what was typed stays."""
        for form in self.people:
            form.timeslots = timeslots

    @property
    def summary(self) -> list[dict[str, str]]:
        """Every error with the id of its field, for the list on top."""
        rows = []
        for form in self.people:
            for name, errors in form.errors.items():
                target = form[name].auto_id + ("_0" if name == "slot" else "")
                rows += [
                    {
                        "target": target,
                        "text": _("%(number)s人目：%(error)s")
                        % {"number": form.number, "error": error},
                    }
                    for error in errors
                ]
        for name, errors in self.contact.errors.items():
            target = self.contact[name].auto_id
            rows += [{"target": target, "text": error} for error in errors]
        return rows


def _seats_gone(slot: Timeslot) -> ValidationError:
    return ValidationError(
        _(
            "%(timeslot)sは、入力している間に席が足りなくなりました。"
            "人数を減らすか、ほかの回を選んでください。"
        ),
        code="slot_full",
        params={"timeslot": str(slot)},
    )


def _people_in(data: QueryDict | None) -> int:
    try:
        return max(1, int((data or {}).get("people", 1)))
    except (TypeError, ValueError):
        return 1


def _key_in(data: QueryDict | None) -> uuid.UUID:
    try:
        return uuid.UUID((data or {}).get("key", ""))
    except (ValueError, AttributeError):
        return uuid.uuid4()


def _without_person(data: QueryDict, count: int) -> tuple[QueryDict, int]:
    """The same data with one person taken out and the later ones moved up.

    And how many of COUNT are left: all of them when there is no such person.
    """
    try:
        gone = int(data.get("remove", 0))
    except ValueError:
        gone = 0
    kept = data.copy()
    if not 2 <= gone <= count:
        return kept, count
    fields = ("name", "kana", "slot", "age", "visit")
    for number in range(gone, count + 1):
        for name in fields:
            later = data.getlist(f"p{number + 1}-{name}") if number < count else []
            kept.setlist(f"p{number}-{name}", later)
    return kept, count - 1
