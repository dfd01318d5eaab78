"""What people count as one character: が typed as か and ゛, a family of emoji, a flag.

The rules are those of UAX #29 as far as people meet them on a phone: marks and
selectors belong to the sign before them, a joiner ties emoji together, two regional
letters are one flag, an emoji keeps its colour of skin.
"""

import re
import unicodedata

_JOINER = "\u200d"
_SKIN = range(0x1F3FB, 0x1F400)
_REGIONAL = range(0x1F1E6, 0x1F200)
_TAGS = range(0xE0020, 0xE0080)
_HALF_VOICED = "\uff9e\uff9f"
# Nobody sees them, and they turn, hide or break what stands around them.
_UNSEEN = re.compile(
    r"[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    r"\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\U000e0000-\U000e001f\ud800-\udfff\ue000-\uf8ff\U000f0000-\U0010ffff]"
)
# か゛ has one mark, Vietnamese two; a tower of them falls over the line above.
MOST_MARKS = 3


def graphemes(text: str) -> list[str]:
    """TEXT in the pieces that a person sees as one character each."""
    found: list[str] = []
    for sign in text:
        if found and _belongs(found[-1], sign):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def length(text: str) -> int:
    """How many characters a person counts."""
    return len(graphemes(text))


def unseen(text: str) -> bool:
    """Whether TEXT holds what no reader sees: controls, marks of direction, fillers.

    A joiner is fine between two emoji, and nowhere else.
    """
    if _UNSEEN.search(text):
        return True
    return any(
        sign == _JOINER
        and not (before and _is_pictorial(before[-1]) and _is_pictorial(after[:1]))
        for sign, before, after in _with_neighbours(text)
    )


def towers(text: str) -> bool:
    """Whether more marks are heaped on one sign than any script needs."""
    return any(
        sum(_is_mark(sign) for sign in each) > MOST_MARKS for each in graphemes(text)
    )


def _with_neighbours(text: str) -> list[tuple[str, str, str]]:
    """Each sign with what stands before it (selectors left out) and after it."""
    return [
        (sign, text[:place].rstrip("\ufe0e\ufe0f"), text[place + 1 :])
        for place, sign in enumerate(text)
    ]


def _belongs(before: str, sign: str) -> bool:
    if sign == _JOINER or _is_mark(sign) or sign in _HALF_VOICED:
        return True
    if ord(sign) in _SKIN or ord(sign) in _TAGS:
        return True
    if before.endswith(_JOINER):
        return _is_pictorial(sign)
    if ord(sign) in _REGIONAL:
        return len(before) == 1 and ord(before) in _REGIONAL
    return False


def _is_mark(sign: str) -> bool:
    return unicodedata.category(sign) in {"Mn", "Me", "Mc"}


def _is_pictorial(sign: str) -> bool:
    """An emoji, or its colour of skin: So and Sk outside the letters."""
    return bool(sign) and (
        unicodedata.category(sign) == "So" or ord(sign) in _SKIN or sign in "♀♂⚕"
    )
