"""How to reach a party, and what it needs."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.programme.models import Timeslot
from events.programme.needs import Needs
from events.programme.reports import support_choices
from events.registration.choices import ReminderChannel
from events.registration.forms.email import clean_email
from events.registration.forms.support import (
    SupportRow,
    add_support,
    check_support,
    support_rows,
    wishes_in,
)
from events.registration.forms.typed import clean_phone
from events.registration.usecases.application import Contact, Extras

NOTE_LENGTH = 400


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
    wants_news = forms.BooleanField(
        label=gettext_lazy(
            "今後の催しのお知らせも、メールで受け取る（いつでもやめられます）"
        ),
        required=False,
    )
    support = forms.MultipleChoiceField(
        label=gettext_lazy("必要なもの"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    accepts_fewer = forms.BooleanField(
        label=gettext_lazy("全員の席がないときは、一部の人数でも参加する"),
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("そのほかに伝えたいこと"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    use_required_attribute = False

    def __init__(
        self,
        *args: Any,
        timeslots: Sequence[Timeslot],
        needs: Needs | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.timeslots = timeslots
        self.needs = needs
        for name in ("phone", "email"):
            self.fields[name].mark = _("どちらか1つ")
        self.fields["support"].choices = support_choices(timeslots)
        if needs:
            add_support(self, party_limit=needs.event.party_limit)

    @property
    def offers_support(self) -> bool:
        return bool(list(self.fields["support"].choices))

    @property
    def support_rows(self) -> list[SupportRow]:
        """One row for each kind of access support: tick, what is left, how many."""
        return support_rows(self)

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

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
        check_support(self)
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

    def extras(self, *, waits_for: Collection[int] = frozenset()) -> Extras:
        return Extras(
            support=wishes_in(self),
            note=self.cleaned_data["note"],
            waits_for=waits_for,
            accepts_fewer=self.cleaned_data.get("accepts_fewer", False),
            wants_news=self.cleaned_data.get("wants_news", False),
        )
