"""Breaks a line as a Japanese typesetter does, with readings above where they are.

Pure: a width comes from outside. Rules of 禁則 after JIS X 4051: no small kana, mark
or closing bracket begins a line, and no opening bracket ends one. A reading stays
with its word. Where words are separated by spaces (English, easy Japanese), lines
break there only.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from peace.language.ruby import MARK

NOT_FIRST = frozenset(
    "、。，．・：；？！ー～〜…‥”’）〕］｝〉》」』】ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々)]},.:;?!%％円人日月年時分回"
)
NOT_LAST = frozenset("（〔［｛〈《「『【“‘([{¥￥")
# Names that a line must not part, and the words of our titles.
KEPT = (
    *("東京大空襲", "国立市", "国立駅", "伝承者", "原爆", "体験", "講話", "定期"),
    *("平和", "戦争", "派遣", "研修", "事業", "地域", "映画", "展示", "世代", "市民"),
    "申込不要",
)
# A number stays with what it counts.
_PIECE = re.compile(
    "|".join(KEPT)
    + r"|\d[\d,:.-]*[年月日時分人円回名席つ間番]?"
    # A word in katakana, too: セレスティーヌ.
    + r"|[ァ-ヺー]{2,10}"
    + r"|[^\s⺀-鿿豈-﫿＀-￯\U00020000-\U0003ffff｜]+|\s|."
)
Measure = Callable[[str], float]


@dataclass(frozen=True)
class Unit:
    """What a line is made of: a sign, a word, or a word with its reading above."""

    text: str
    reading: str = ""

    @property
    def is_space(self) -> bool:
        return self.text.isspace()

    @property
    def is_western(self) -> bool:
        """Letters and digits (Café, 2026) rather than kana and kanji."""
        return not self.is_space and all(sign < "⺀" for sign in self.text)


def units(text: str) -> list[Unit]:
    """TEXT, with its readings as `漢字《かんじ》`, in pieces that stay whole."""
    found: list[Unit] = []
    place = 0
    for mark in MARK.finditer(text):
        found += _pieces(text[place : mark.start()])
        base = mark["marked"] or mark["kanji"]
        found.append(Unit(base, mark["reading"]))
        place = mark.end()
    return found + _pieces(text[place:])


def _pieces(text: str) -> list[Unit]:
    return [Unit(piece) for piece in _PIECE.findall(text)]


def lines(
    pieces: Sequence[Unit], limit: float, measure: Measure, *, spaced: bool = False
) -> list[list[Unit]]:
    """PIECES in as few lines of LIMIT as they need; SPACED: broken at spaces only."""
    found: list[list[Unit]] = []
    line: list[Unit] = []
    width = 0.0
    for piece in pieces:
        if piece.is_space and not line:
            continue
        size = measure(piece.text)
        if line and width + size > limit and not piece.is_space:
            cut = _last_break(line, piece, spaced=spaced)
            rest = line[cut:]
            found.append(_trimmed(line[:cut]))
            line = [each for each in rest if not each.is_space or each is not rest[0]]
            width = sum(measure(each.text) for each in line)
        line.append(piece)
        width += size
    return [*found, _trimmed(line)] if _trimmed(line) else found


def _last_break(line: Sequence[Unit], then: Unit, *, spaced: bool) -> int:
    """How many units of LINE stay, when THEN does not fit any more."""
    following = [*line[1:], then]
    for keep in range(len(line), 0, -1):
        if may_break(line[keep - 1], following[keep - 1], spaced=spaced):
            return keep
    if spaced:
        return _last_break(line, then, spaced=False)
    return len(line)


def may_break(before: Unit, after: Unit, *, spaced: bool = False) -> bool:
    if before.is_space or after.is_space:
        return True
    if spaced:
        return False
    return after.text[0] not in NOT_FIRST and before.text[-1] not in NOT_LAST


def _trimmed(line: Sequence[Unit]) -> list[Unit]:
    found = list(line)
    while found and found[-1].is_space:
        found.pop()
    while found and found[0].is_space:
        found.pop(0)
    return found


def balanced(
    pieces: Sequence[Unit], number: int, measure: Measure, *, spaced: bool = False
) -> list[list[Unit]]:
    """A heading in NUMBER lines: even ones, cut where a reader would breathe."""
    sizes = [measure(each.text) for each in pieces]
    whole, last = sum(sizes), len(pieces)
    if number < 2 or last < number:
        return [_trimmed(pieces)]
    ideal = whole / number
    # best[n][end]: the least cost of the first END pieces in n lines, and its cut.
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for _line in range(number):
        row: dict[int, tuple[float, int]] = {}
        for start, (cost, _cut) in best[-1].items():
            width = 0.0
            for end in range(start + 1, last + 1):
                width += sizes[end - 1]
                if end < last and not may_break(
                    pieces[end - 1], pieces[end], spaced=spaced
                ):
                    continue
                breath = _breath(pieces[end - 1], pieces[end]) if end < last else 0
                total = cost + ((width - ideal) / ideal) ** 2 + breath
                if total < row.get(end, (total + 1, 0))[0]:
                    row[end] = (total, start)
        best.append(row)
    if last not in best[number]:
        return balanced(pieces, number - 1, measure, spaced=spaced)
    found, end = [], last
    for row in reversed(best[1:]):
        start = row[end][1]
        found.append(_trimmed(pieces[start:end]))
        end = start
    return [line for line in reversed(found) if line]


def _breath(before: Unit, after: Unit) -> float:
    """How much a cut between two signs hurts: nothing after a mark, most in a word."""
    if before.is_space or after.is_space or before.text[-1] in NOT_FIRST - KANA_END:
        return 0
    ends, begins = _script(before.text[-1]), _script(after.text[0])
    if ends == "HIRAGANA" and begins != "HIRAGANA":
        return 0.03
    if after.text[0] in NOT_LAST:
        return 0.03
    if ends != begins:
        return 0.3 if ends == "CJK" else 0.08
    # Between two words of several signs each it reads more easily than within one.
    return 0.25 if len(before.text) > 1 or len(after.text) > 1 else 0.5


KANA_END = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ々円人日月年時分回")


def _script(sign: str) -> str:
    return (
        "KATAKANA"
        if sign == "ー"
        else unicodedata.name(sign, "OTHER").split(" ")[0].split("-")[0]
    )
