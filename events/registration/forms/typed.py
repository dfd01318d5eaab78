"""Cleans what people type, however they type it: names and phone numbers."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAME_LENGTH = 60
_KANA = re.compile(
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


def clean_kana(typed: str) -> str:
    """A reading as typed, with one kind of space; refuses what is no kana."""
    kana = re.sub(r"[ \u3000\t]+", " ", typed).strip()
    # Half-width kana are kana too; what was typed is what is kept.
    folded = unicodedata.normalize("NFKC", kana)
    if not _KANA.fullmatch(folded) or len(kana) > NAME_LENGTH:
        raise ValidationError(
            _("ふりがなは、ひらがなかカタカナで入力してください。"),
            code="kana_form",
        )
    return kana


def _fits_a_name(sign: str) -> bool:
    """Letters, marks, spaces and the few signs that names have (・ ' - . ー)."""
    kind = unicodedata.category(sign)
    return kind[0] in "LM" or kind in {"Nl", "Zs"} or sign in "・'’-‐.,ー゠〇〆々()（）"
