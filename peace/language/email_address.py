"""E-mail addresses, and the old addresses of Japanese carriers.

Until 2009 docomo and au gave out addresses that RFC 5322 does not allow: two dots in
a row, or a dot before the @. People still have them, and their carriers deliver.
"""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

_CARRIERS = ("docomo.ne.jp", "ezweb.ne.jp", "au.com")

FORM_MESSAGE = _("メールアドレスを確かめてください（例 name@example.jp）。")


def normalise_email(value: str) -> str:
    """The stored form: half-width, lower case, no spaces around it.

    Dots and `+tag` stay: to most providers they are another person's address.
    """
    return unicodedata.normalize("NFKC", value).strip().lower()


def has_carrier_dots(value: str) -> bool:
    """Is this one of the carriers' own dot forms, which other servers may refuse?

    The form accepts it, and says kindly that a letter may not arrive.
    """
    local, _at, domain = value.rpartition("@")
    host = domain.lower()
    of_carrier = any(host == one or host.endswith(f".{one}") for one in _CARRIERS)
    return of_carrier and (".." in local or local.endswith("."))


def validate_email_address(value: str) -> None:
    """Django's rule, and the carriers' dot forms.

    Raises ValidationError (code "invalid") with a sentence for the person.
    """
    address = value
    if has_carrier_dots(value):
        local, _at, domain = value.rpartition("@")
        address = f"{re.sub(r'[.]{2,}', '.', local).rstrip('.')}@{domain}"
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(FORM_MESSAGE, code="invalid") from None
