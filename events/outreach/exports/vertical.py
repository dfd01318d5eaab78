"""Japanese set upright (縦書き) on paper, with the typeface's own vertical glyphs.

reportlab sets glyphs by their code point and knows no `vert` feature. So the GSUB
table of the font is read once, and every vertical form (brackets, 、。, small kana,
ー, ～, …) gets a code point of its own in the private area, from which it is set like
any other sign. Numbers of one or two digits stand upright side by side; longer ones
and Latin words lie on their side, as in a newspaper.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from pathlib import Path

from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from events.outreach.exports.opentype import vertical_forms
from peace.language.graphemes import graphemes

MINCHO = "BIZ UDPMincho"
_FILE = ("biz-udpmincho", "400Regular", "BIZUDPMincho_400Regular.ttf")
# Where vertical forms are put: a plane that no text of ours reaches (forms/kotoba).
_PRIVATE = 0xE000
# What stands where the typeface has no sign: printers' geta, so that somebody looks.
GETA = "〓"
_SHORT_NUMBER = 2
_RUN = re.compile(r"[!-~\u00c0-\u024f]+(?: [!-~\u00c0-\u024f]+)*")
_FULL_WIDTH = str.maketrans("!?", "！？")
# May not begin a column (行頭禁則), and may not end one.
_NOT_FIRST = set(
    "、。，．・：；？！）］｝〕〉》」』】”’ー～〜…‥々ゝゞっゃゅょぁぃぅぇぉゎッャュョァィゥェォヮ"
)
_TORN, _FORBIDDEN = 20, 1000
_NOT_LAST = set("（［｛〔〈《「『【“‘")


@dataclass(frozen=True)
class Piece:
    """What takes one place in a column: a sign, a short number, or a lying run."""

    text: str
    lies: bool = False


@cache
def vertical_font() -> dict[int, int]:
    """Register the typeface; code point of each sign that has a vertical form → its
    stand-in."""
    path = Path(settings.FONT_PACKAGES).joinpath(*_FILE)
    font = TTFont(MINCHO, str(path))
    face = font.face
    forms = vertical_forms(path.read_bytes())
    of_glyph = {glyph: code for code, glyph in face.charToGlyph.items()}
    stand_ins: dict[int, int] = {}
    for number, (glyph, form) in enumerate(sorted(forms.items())):
        code, own = of_glyph.get(glyph), _PRIVATE + number
        if code is None or own in face.charToGlyph:
            continue
        face.charToGlyph[own] = form
        # Vertical forms fill the square.
        face.charWidths[own] = 1000
        stand_ins[code] = own
    pdfmetrics.registerFont(font)
    return stand_ins


def has_sign(sign: str) -> bool:
    vertical_font()
    return ord(sign) in pdfmetrics.getFont(MINCHO).face.charToGlyph


def missing_in(text: str) -> list[str]:
    """The characters of TEXT that the typeface cannot set."""
    return [each for each in graphemes(text) if not _settable(each)]


def _settable(grapheme: str) -> bool:
    return all(has_sign(sign) for sign in grapheme if sign not in "\ufe0e\ufe0f")


def pieces(text: str) -> list[Piece]:
    """TEXT as it stands in a column."""
    found: list[Piece] = []
    last = 0
    for run in _RUN.finditer(text):
        found += [Piece(_printed(each)) for each in graphemes(text[last : run.start()])]
        found += _latin(run[0])
        last = run.end()
    return found + [Piece(_printed(each)) for each in graphemes(text[last:])]


def _latin(run: str) -> Iterator[Piece]:
    if set(run) <= set("!?"):
        # Two at most share a place: !? in one square.
        yield from (
            Piece(run[i : i + 2] if len(run) > 1 else run.translate(_FULL_WIDTH))
            for i in range(0, len(run), 2)
        )
    elif run.isdigit() and len(run) <= _SHORT_NUMBER or len(run) == 1:
        yield Piece(run)
    else:
        yield from (Piece(word, lies=True) for word in run.split(" "))


def printed(text: str) -> str:
    """TEXT with 〓 for every character that the typeface cannot set."""
    return "".join(_printed(each) for each in graphemes(text))


def _printed(grapheme: str) -> str:
    return grapheme if _settable(grapheme) else GETA


def length_of(piece: Piece, size: float) -> float:
    """How much of a column it takes."""
    if piece.lies:
        return pdfmetrics.stringWidth(piece.text, MINCHO, size) + size * 0.3
    return size


def columns(text: str, *, size: float, height: float) -> list[list[Piece]]:
    """TEXT broken into as few columns of HEIGHT as it needs.

    They are as even as they can be without tearing words: a break costs nothing after
    a comma, little where a word probably begins (hiragana before anything else), and
    much inside one.
    """
    found = pieces(text)
    lengths = [length_of(each, size) / size for each in found]
    room = height / size
    count = max(1, math.ceil(sum(lengths) / room - 0.01))
    forced: list[list[Piece]] = []
    while count < len(found):
        breaks = _breaks(found, lengths, count=count, room=room)
        if breaks is not None:
            block = [found[i:j] for i, j in pairwise([0, *breaks, len(found)])]
            if _worst_break(block) < _FORBIDDEN:
                return block
            # One column more is better than a column that begins with a comma.
            forced = forced or block
        count += 1
    return forced or [[each] for each in found] or [[]]


def tears_words(block: list[list[Piece]]) -> bool:
    """Whether a column ends inside a word."""
    return _worst_break(block) >= _TORN


def _worst_break(block: list[list[Piece]]) -> float:
    costs = (
        _cost_of_break(one[-1].text, other[0].text) for one, other in pairwise(block)
    )
    return max(costs, default=0)


def _breaks(
    found: list[Piece], lengths: list[float], *, count: int, room: float
) -> list[int] | None:
    """Where COUNT columns end, at the least cost; None when they do not fit."""
    if count == 1:
        return [] if sum(lengths) <= room + 0.5 else None
    target = sum(lengths) / count
    before = [0.0, *accumulate(lengths)]
    # best[n][end]: cost and way of setting the first `end` pieces in n columns.
    best: list[dict[int, tuple[float, list[int]]]] = [{0: (0.0, [])}]
    for number in range(1, count + 1):
        reached: dict[int, tuple[float, list[int]]] = {}
        ends = [len(found)] if number == count else range(1, len(found))
        for start, (cost, way) in best[-1].items():
            for end in ends:
                long = before[end] - before[start]
                if end <= start or long > room + 0.5:
                    continue
                whole = cost + (long - target) ** 2
                if end < len(found):
                    whole += _cost_of_break(found[end - 1].text, found[end].text)
                if end not in reached or whole < reached[end][0]:
                    reached[end] = (whole, [*way, end])
        best.append(reached)
    done = best[-1].get(len(found))
    return done[1][:-1] if done else None


def _cost_of_break(before: str, after: str) -> float:
    last, first = before[-1:], after[:1]
    if first in _NOT_FIRST or last in _NOT_LAST:
        return _FORBIDDEN
    if last in "、。，．！？!?」』）…　" or first in "「『（":
        return 0
    if "\u3041" <= last <= "\u309f" and not "\u3041" <= first <= "\u309f":
        return 3
    return _TORN


def draw_column(
    canvas: Canvas, column: list[Piece], *, x: float, top: float, size: float
) -> float:
    """Set COLUMN with its middle at X, downwards from TOP; where it ends."""
    stand_ins = vertical_font()
    y = top
    for piece in column:
        step = length_of(piece, size)
        if piece.lies:
            _draw_lying(canvas, piece.text, x=x, top=y - size * 0.15, size=size)
        elif len(piece.text) > 1 and piece.text.isascii():
            _draw_side_by_side(canvas, piece.text, x=x, top=y, size=size)
        else:
            own = stand_ins.get(ord(piece.text[0]))
            _draw_sign(canvas, chr(own) if own else piece.text, x=x, top=y, size=size)
        y -= step
    return y


def _draw_sign(canvas: Canvas, sign: str, *, x: float, top: float, size: float) -> None:
    width = pdfmetrics.stringWidth(sign, MINCHO, size)
    canvas.setFont(MINCHO, size)
    canvas.drawString(x - width / 2, top - size * 0.88, sign)


def _draw_side_by_side(
    canvas: Canvas, text: str, *, x: float, top: float, size: float
) -> None:
    width = pdfmetrics.stringWidth(text, MINCHO, size)
    fitted = min(size, size * size * 0.95 / width) if width else size
    canvas.setFont(MINCHO, fitted)
    width = pdfmetrics.stringWidth(text, MINCHO, fitted)
    canvas.drawString(x - width / 2, top - size * 0.5 - fitted * 0.36, text)


def _draw_lying(
    canvas: Canvas, text: str, *, x: float, top: float, size: float
) -> None:
    canvas.saveState()
    canvas.translate(x, top)
    canvas.rotate(-90)
    canvas.setFont(MINCHO, size)
    canvas.drawString(0, -size * 0.36, text)
    canvas.restoreState()
