"""Cleans what people type, however they type it: names, phones, addresses."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from peace.language.email_address import validate_email_address

NAME_LENGTH = 60
EMAIL_LENGTH = 254
# The quoted forms of RFC 5322 may hold anything; the outbox sends to plain ones only.
_ONE_ADDRESS = re.compile(r"[^\s,;<>\"\x00-\x1f\x7f]+@[^\s,;<>@]+")


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


def clean_email(typed: str) -> str:
    """An address that letters can go to, as it was given; may raise."""
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
