"""Cleans the cells of a list: what a clerk types there, and what Excel makes of it."""

import re
import unicodedata
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from events.programme.models import Timeslot
from events.registration.choices import AgeBand, Visit
from events.registration.forms.contact import NOTE_LENGTH
from peace.language.dates import staff_time
from peace.language.names import fold

_AGES = {
    **{f"{years}代": AgeBand.UNDER_20 for years in (0, 10)},
    "10代以下": AgeBand.UNDER_20,
    "20代": AgeBand.TWENTIES,
    "30代": AgeBand.THIRTIES_FORTIES,
    "40代": AgeBand.THIRTIES_FORTIES,
    "30~40代": AgeBand.THIRTIES_FORTIES,
    "50代": AgeBand.FIFTIES_SIXTIES,
    "60代": AgeBand.FIFTIES_SIXTIES,
    "50~60代": AgeBand.FIFTIES_SIXTIES,
    **{f"{years}代": AgeBand.OVER_70 for years in (70, 80, 90, 100)},
    "70代以上": AgeBand.OVER_70,
}
_YES = {"はい", "○", "◯", "〇", "1", "yes"}
_NO = {"いいえ", "×", "0", "no"}
MINOR = {"": None, "yes": True, "no": False}
_FIRST = _YES | {"はじめて", "初めて"}
_AGAIN = _NO | {"2回目以上", "2回目", "あり"}


def with_zero(typed: str) -> str:
    """A spreadsheet that takes a phone number for a figure drops its 0."""
    digits = unicodedata.normalize("NFKC", typed)
    return f"0{digits}" if re.fullmatch(r"[1-9][0-9]{8,9}", digits) else typed


def clean_slots(
    typed: str, timeslots: Sequence[Timeslot], default: Timeslot | None
) -> frozenset[int] | str:
    """The timeslots that a cell names: by title, by begin, or by their number."""
    if not typed:
        if default is None:
            return _("参加する回を1つ以上選んでください。")
        return frozenset([default.pk])
    names = slot_names(timeslots)
    pieces = [typed] if fold(typed) in names else re.split(r"[、,，・/／\n;；]+", typed)
    chosen = []
    for piece in filter(None, (fold(each) for each in pieces)):
        if piece not in names:
            return _(
                "「%(typed)s」という回はありません。書ける回は、%(slots)sです。"
            ) % {
                "typed": typed[:40],
                "slots": "、".join(str(slot) for slot in timeslots),
            }
        if names[piece] is None:
            return _(
                "「%(typed)s」は2つ以上の回にあてはまります。時刻で書いてください。"
            ) % {"typed": typed[:40]}
        chosen.append(names[piece])
    for place, first in enumerate(chosen):
        for second in chosen[place + 1 :]:
            if first.pk != second.pk and first.overlaps(second):
                return _(
                    "%(first)sと%(second)sは時間が重なっています。"
                    "どちらかを選んでください。"
                ) % {"first": str(first), "second": str(second)}
    return frozenset(slot.pk for slot in chosen)


def slot_names(timeslots: Sequence[Timeslot]) -> dict[str, Timeslot | None]:
    """How a timeslot may be called in a cell; None for a name that two have."""
    names: dict[str, Timeslot | None] = {}
    for number, slot in enumerate(timeslots, start=1):
        begins = staff_time(slot.starts_at)
        for name in {
            str(slot.title),
            begins,
            f"{begins} {slot.title}",
            str(number),
            f"第{number}回",
            f"{number}回目",
        }:
            names[fold(name)] = None if fold(name) in names else slot
    return names


def clean_age(typed: str) -> str:
    if not typed:
        return ""
    plain = re.sub(r"[〜～\-–]", "~", unicodedata.normalize("NFKC", typed))
    plain = plain.replace(" ", "").replace("歳", "代")
    if plain not in _AGES:
        raise ValidationError(
            _(
                "年代は「10代以下」「20代」「30～40代」「50～60代」「70代以上」で書いてください。"
            )
        )
    return _AGES[plain]


def clean_visit(typed: str) -> str:
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if not plain:
        return ""
    if plain in _FIRST:
        return Visit.FIRST
    if plain in _AGAIN:
        return Visit.AGAIN
    raise ValidationError(
        _("「はい」か「いいえ」で書いてください。空欄でもかまいません。")
    )


def clean_minor(typed: str) -> str:
    """A key of MINOR; only events that ask for a guardian's consent need it."""
    plain = unicodedata.normalize("NFKC", typed).strip().lower()
    if not plain:
        return ""
    if plain in _YES or plain in _NO:
        return "yes" if plain in _YES else "no"
    raise ValidationError(
        _("「はい」か「いいえ」で書いてください。空欄でもかまいません。")
    )


def clean_note(typed: str) -> str:
    if len(typed) > NOTE_LENGTH:
        raise ValidationError(
            _(
                "%(max)s文字まで入力できます。いま%(n)s文字です。"
                "%(over)s文字減らしてください。"
            )
            % {
                "max": NOTE_LENGTH,
                "n": len(typed),
                "over": len(typed) - NOTE_LENGTH,
            }
        )
    return typed
