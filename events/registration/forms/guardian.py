"""Whether a person is under 18, and whom to ask for consent then."""

import unicodedata
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.programme.eligibility import is_under_18
from events.registration.forms.email import clean_email
from events.registration.forms.typed import clean_name, clean_phone
from events.registration.usecases.application import Guardian

GUARDIAN_FIELDS = ("guardian_name", "guardian_email", "guardian_phone")


def add_guardian(form: forms.Form, *, asks_age: bool) -> None:
    """ASKS_AGE where no birth date tells it."""
    if asks_age:
        form.fields["minor"] = forms.ChoiceField(
            label=_("18歳未満ですか"),
            choices=[("no", _("18歳以上です")), ("yes", _("18歳未満です"))],
            widget=forms.RadioSelect,
            error_messages={"required": _("18歳未満か、18歳以上かを選んでください。")},
        )
    form.fields["guardian_name"] = forms.CharField(
        label=_("保護者のお名前"), required=False
    )
    form.fields["guardian_email"] = forms.CharField(
        label=_("保護者のメールアドレス"),
        help_text=_("同意をお願いするリンクを送ります"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "email"}),
    )
    form.fields["guardian_phone"] = forms.CharField(
        label=_("保護者の電話番号"),
        help_text=_("メールがないときは、市からお電話します"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )
    for name in GUARDIAN_FIELDS:
        form.fields[name].mark = ""


def check_guardian(form: forms.Form, *, day: date) -> None:
    """For a minor: a name and one way to reach the guardian. Adds errors to FORM."""
    if not _is_minor(form, day=day):
        for name in GUARDIAN_FIELDS:
            form.cleaned_data[name] = ""
        return
    for name, clean in (
        ("guardian_name", _clean_guardian_name),
        ("guardian_email", clean_email),
        ("guardian_phone", clean_phone),
    ):
        try:
            form.cleaned_data[name] = clean(form.cleaned_data.get(name, ""))
        except ValidationError as error:
            form.add_error(name, error)
    ways = {"guardian_email", "guardian_phone"}
    if not ways & form.errors.keys() and not any(form.cleaned_data[w] for w in ways):
        form.add_error("guardian_email", guardian_contact_missing())


def guardian_contact_missing() -> ValidationError:
    return ValidationError(
        _(
            "18歳未満の方の参加には、保護者の同意が必要です。"
            "保護者の電話番号かメールアドレスを入力してください。"
        ),
        code="guardian_contact",
    )


def guardian_in(form: forms.Form) -> Guardian | None:
    """None where nobody was named."""
    name, email, phone = (form.cleaned_data.get(name, "") for name in GUARDIAN_FIELDS)
    return Guardian(name, email, phone) if name or email or phone else None


def _is_minor(form: forms.Form, *, day: date) -> bool:
    born = form.cleaned_data.get("birth_date")
    if born:
        return is_under_18(born, day)
    return form.cleaned_data.get("minor") == "yes"


def _clean_guardian_name(typed: str) -> str:
    if not unicodedata.normalize("NFKC", typed).strip():
        raise ValidationError(
            _("保護者のお名前を入力してください。"), code="guardian_name"
        )
    return clean_name(typed)
