"""What a guardian types on the page of their link, and staff from paper or phone."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.registration.choices import ConsentMethod
from events.registration.forms.email import clean_email
from events.registration.forms.guardian import guardian_contact_missing
from events.registration.forms.typed import clean_name, clean_phone
from events.registration.usecases.application import Guardian
from events.registration.usecases.consent import Evidence

AGREE, REFUSE, WITHDRAW = "agree", "refuse", "withdraw"


class _OneSentence(forms.Form):
    """A form of a staff page, which says its first refusal as a message."""

    @property
    def first_error(self) -> str:
        return next(str(text) for texts in self.errors.values() for text in texts)


class ConsentForm(forms.Form):
    """The guardian's name; the button pressed is the answer."""

    name = forms.CharField(
        label=gettext_lazy("保護者のお名前"),
        error_messages={"required": gettext_lazy("保護者のお名前を入力してください。")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )

    use_required_attribute = False

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    @property
    def agrees(self) -> bool | None:
        """None when a browser sent neither of the two buttons."""
        return {AGREE: True, REFUSE: False}.get(self.data.get("answer", ""))

    def evidence(self, *, language: str) -> Evidence:
        return Evidence(
            guardian_name=self.cleaned_data["name"],
            method=ConsentMethod.LINK,
            language=language,
            digest=self.data.get("digest", "") or "none",
        )


class RecordConsentForm(_OneSentence):
    """Consent that came on paper or by telephone."""

    name = forms.CharField(
        label=gettext_lazy("保護者のお名前"),
        error_messages={"required": gettext_lazy("保護者のお名前を入力してください。")},
    )
    method = forms.ChoiceField(
        label=gettext_lazy("どのように"),
        choices=[
            (ConsentMethod.PAPER.value, ConsentMethod.PAPER.label),
            (ConsentMethod.PHONE.value, ConsentMethod.PHONE.label),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("紙か電話かを選んでください。"),
            "invalid_choice": gettext_lazy("紙か電話かを選んでください。"),
        },
    )

    def clean_name(self) -> str:
        return clean_name(self.cleaned_data["name"])

    def evidence(self, *, language: str) -> Evidence:
        return Evidence(
            guardian_name=self.cleaned_data["name"],
            method=self.cleaned_data["method"],
            language=language,
        )


class AskAgainForm(_OneSentence):
    """Where the request goes this time."""

    name = forms.CharField(label=gettext_lazy("保護者のお名前"), required=False)
    email = forms.CharField(label=gettext_lazy("メール"), required=False)
    phone = forms.CharField(label=gettext_lazy("電話"), required=False)

    def clean_name(self) -> str:
        typed = self.cleaned_data["name"]
        return clean_name(typed) if typed else ""

    def clean_email(self) -> str:
        return clean_email(self.cleaned_data["email"])

    def clean_phone(self) -> str:
        return clean_phone(self.cleaned_data["phone"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        typed = self.errors.keys() & {"phone", "email"}
        if not typed and not cleaned.get("phone") and not cleaned.get("email"):
            raise guardian_contact_missing()
        return cleaned

    def guardian(self) -> Guardian:
        return Guardian(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            phone=self.cleaned_data["phone"],
        )


def answer_missing() -> ValidationError:
    return ValidationError(
        _("「同意する」か「同意しない」を選んでください。"), code="answer"
    )
