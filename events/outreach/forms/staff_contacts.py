"""One contact, as staff type it."""

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.outreach.choices import ContactKind
from events.outreach.usecases.contacts import ContactCard
from events.registration.forms.email import EMAIL_LENGTH, clean_email


class ContactForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("種類"),
        choices=ContactKind.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("「学校」「自治体」「団体」のどれかを選んでください。"),
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("名前"),
        help_text=gettext_lazy("学校、団体、市の名前です。"),
        max_length=100,
        error_messages={"required": gettext_lazy("名前を入力してください。")},
    )
    person = forms.CharField(
        label=gettext_lazy("担当者"),
        help_text=gettext_lazy("役職でもかまいません。メールの宛名になります。"),
        max_length=80,
        required=False,
    )
    email = forms.CharField(
        label=gettext_lazy("メールアドレス"),
        max_length=EMAIL_LENGTH,
        widget=forms.TextInput(attrs={"inputmode": "email", "autocomplete": "off"}),
        error_messages={"required": gettext_lazy("メールアドレスを入力してください。")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("メールの言葉"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        initial="ja",
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"),
            gettext_lazy("「日本語」「やさしい日本語」「English」のどれかです。"),
        ),
    )
    note = forms.CharField(
        label=gettext_lazy("メモ"),
        help_text=gettext_lazy("職員だけが見ます。どう知り合い、何に同意したか。"),
        max_length=200,
        required=False,
    )
    use_required_attribute = False

    def clean_email(self) -> str:
        try:
            return clean_email(self.cleaned_data["email"])
        except ValidationError:
            raise ValidationError(
                _("メールアドレスを確かめてください（例 name@example.jp）。")
            ) from None

    def card(self) -> ContactCard:
        return ContactCard(**self.cleaned_data)
