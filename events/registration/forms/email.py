"""Cleans an e-mail address as people type it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from peace.language.email_address import validate_email_address

EMAIL_LENGTH = 254
# The quoted forms of RFC 5322 may hold anything; the outbox sends to plain ones only.
_ONE_ADDRESS = re.compile(r"[^\s,;<>\"\x00-\x1f\x7f]+@[^\s,;<>@]+")


def clean_email(typed: str) -> str:
    """The address in half-width signs, or nothing; may raise."""
    email = unicodedata.normalize("NFKC", typed).strip()
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
