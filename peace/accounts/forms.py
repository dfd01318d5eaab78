"""The sign-in forms of allauth, for Japanese addresses, digits and two ways in."""

import unicodedata
from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.validators import validate_email

from peace.language.email_address import validate_email_address


class _CarrierAddresses(forms.Form):
    """Puts our rule for addresses in the place of Django's."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.EmailField):
                field.validators = [
                    validate_email_address if one is validate_email else one
                    for one in field.validators
                ]


class _WideDigits(forms.Form):
    """Takes the digits that a Japanese keyboard types: １２３４５６ is 123456."""

    def clean_code(self) -> str:
        self.cleaned_data["code"] = unicodedata.normalize(
            "NFKC", self.cleaned_data["code"]
        )
        return super().clean_code()  # type: ignore[misc]


class LoginForm(_CarrierAddresses, allauth_forms.LoginForm):
    """The staff's way: address and password, then the second factor.

    allauth drops the password field where signing up asks for none; residents sign
    up without one and never see this form.
    """

    def _setup_password_field(self) -> None:
        """Keeps the password field."""


class SignupForm(_CarrierAddresses, allauth_forms.SignupForm):
    """Signing up: an address, nothing else."""


class RequestLoginCodeForm(_CarrierAddresses, allauth_forms.RequestLoginCodeForm):
    """Asking for the six digits."""


class AddEmailForm(_CarrierAddresses, allauth_forms.AddEmailForm):
    """Another address for the same person."""


class ResetPasswordForm(_CarrierAddresses, allauth_forms.ResetPasswordForm):
    """A new password for staff; it does not lead past the second factor."""


class ConfirmLoginCodeForm(_WideDigits, allauth_forms.ConfirmLoginCodeForm):
    """The six digits that came by e-mail."""


class ConfirmEmailForm(_WideDigits, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The six digits that prove an address."""
