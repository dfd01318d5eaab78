"""Cleans what people type, however they type it: names, phone numbers, dates."""

import re
import unicodedata
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

NAME_LENGTH = 60
_KANA = re.compile(
    r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u309d\u309e\u30fd\u30fe ・\u3000]*"
)
# The year before the first of each era; the letters are those of forms and licences.
_ERAS = {"令和": 2018, "R": 2018, "平成": 1988, "H": 1988, "昭和": 1925, "S": 1925}
_ERAS |= {"大正": 1911, "T": 1911}
_DATE = re.compile(
    r"(?P<era>令和|平成|昭和|大正|[RHST])?(?P<year>元|\d{1,4})[年/.\-]"
    r"(?P<month>\d{1,2})[月/.\-](?P<day>\d{1,2})日?",
    re.IGNORECASE,
)
_OLDEST = date(1900, 1, 1)
_EIGHT_DIGITS = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")


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


def clean_date(typed: str, *, today: date) -> date | None:
    """A birth date: 2010-4-2, 20100402, 平成22年4月2日, H22.4.2 …; may raise."""
    text = unicodedata.normalize("NFKC", typed)
    text = re.sub(r"[\s,、]", "", text)
    text = re.sub(r"[‐‑–—−ー]", "-", text)
    if not text:
        return None
    found = _DATE.fullmatch(text) or _EIGHT_DIGITS.fullmatch(text)
    if found is None:
        raise _date_form()
    parts = found.groupdict()
    year = 1 if parts["year"] == "元" else int(parts["year"])
    year += _ERAS[parts["era"].upper()] if parts.get("era") else 0
    try:
        day = date(year, int(parts["month"]), int(parts["day"]))
    except ValueError:
        raise ValidationError(
            _("「%(typed)s」は暦にない日です。年・月・日を確かめてください。"),
            code="no_such_date",
            params={"typed": typed.strip()[:30]},
        ) from None
    if not _OLDEST <= day <= today:
        raise _date_form()
    return day


def _date_form() -> ValidationError:
    return ValidationError(
        _(
            "生年月日は、2010年4月2日か平成22年4月2日のように入力してください。"
            "2010/4/2でもかまいません。"
        ),
        code="date_form",
    )


def _fits_a_name(sign: str) -> bool:
    """Letters, marks, spaces and the few signs that names have (・ ' - . ー)."""
    kind = unicodedata.category(sign)
    return kind[0] in "LM" or kind in {"Nl", "Zs"} or sign in "・'’-‐.,ー゠〇〆々()（）"
