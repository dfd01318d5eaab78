"""Names and numbers of people: how they are found, how they are told."""

import re
import unicodedata
from pathlib import Path

from django.utils.translation import get_language

from peace.language import easy

_KATAKANA = range(ord("ァ"), ord("ヶ") + 1)
_TO_HIRAGANA = ord("ァ") - ord("ぁ")
# Spaces, middle dots, what is not seen, and the selectors of a kanji's shape.
_IGNORED = re.compile(
    r"[\s・･·‧•\u00ad\u200b-\u200f\u2060\ufeff\ufe00-\ufe0f\U000e0100-\U000e01ef]+"
)


def _table() -> dict[int, str]:
    table = {code: chr(code - _TO_HIRAGANA) for code in _KATAKANA}
    # 龍ケ崎 and 龍ヶ崎 are one name.
    table[ord("ヶ")] = table[ord("ゖ")] = "け"
    table[ord("ヵ")] = table[ord("ゕ")] = "か"
    text = Path(__file__).with_name("variants.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            variant, usual = line.split("\t")[:2]
            table[ord(variant)] = usual
    return table


_FOLDED = _table()


def fold(text: str) -> str:
    """The text as it is searched: ﾀｶ, タカ and たか, 髙 and 高 become the same.

    Without spaces and middle dots, in small letters. For finding only: what a person
    typed is stored, shown and sent unchanged.
    """
    text = unicodedata.normalize("NFKC", _IGNORED.sub("", text)).lower()
    # NFKC sets a free-standing ゛ behind a space: out with it, and join か and ゛.
    text = unicodedata.normalize("NFKC", _IGNORED.sub("", text))
    return text.translate(_FOLDED)


def people(number: int, language: str | None = None) -> str:
    """4名 / 4人 with its reading / 4 people."""
    match language or get_language():
        case "en":
            return f"{number:,} {'person' if number == 1 else 'people'}"
        case "ja-easy":
            return easy.people(number)
    return f"{number:,}名"


def either(numbers: str, language: str | None = None) -> str:
    """Two extensions of one telephone: 229・256 as it is set, 229 or 256 in English."""
    if (language or get_language()) == "en":
        return numbers.replace("・", " or ")
    return numbers


def grouped(receipt: str) -> str:
    """A receipt number in groups of four, as it is shown and read aloud."""
    return " ".join(re.findall(r".{1,4}", str(receipt)))
