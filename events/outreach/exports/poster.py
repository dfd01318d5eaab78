"""The A4 poster: the title stands upright in Mincho, the day is found from afar."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from events.outreach.announcing import Facts
from events.outreach.exports.flyer import Look
from events.outreach.exports.motifs import draw_crane, draw_creases, draw_qr
from events.outreach.exports.paper import (
    A4,
    GOTHIC,
    GOTHIC_BOLD,
    MINCHO,
    Blank,
    Paper,
    width,
)
from events.outreach.exports.setting import Setter, plain, typed_address
from events.outreach.exports.typeset import Unit, balanced, units

_LEFT, _RIGHT, _TOP, _FOOT = 16.0, 194.0, 15.0, 236.0
# A long title takes smaller steps, then another column, never a sign less.
_SIZES = (27.0, 24.0, 21.5, 19.0, 17.0, 15.0, 13.5, 12.0, 10.5, 9.0)
_WIDEST = 84.0
_COLUMN = 1.28
_SCALES = (1.0, 0.94, 0.88, 0.82, 0.76, 0.7)
_HIGHEST = 140.0
_SMALLEST = 3.1
# The square of creases, and how far a corner reaches when it is turned.
_CREASES, _REACH = 150.0, 0.653
# Turned with the line when it runs downwards; the others stand upright.
_TURNED = frozenset("ー～〜…―－-–:：=（）()「」『』【】〈〉《》［］〔〕")
_RAISED = frozenset("、。，．")
_SMALL = frozenset("ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ")


def poster(pages: Sequence[tuple[Facts, str]], look: Look) -> bytes:
    """A file with one sheet for each of PAGES: the facts, and the address of its QR."""
    facts = pages[0][0]
    paper = look.paper(
        A4,
        title=plain(facts.whole_title),
        lang="ja",
        bleed=look.bleed,
        in_colour=look.in_colour,
    )
    for number, (each, url) in enumerate(pages):
        if number:
            paper.next_page()
        _draw(paper, each, url)
    return paper.finish()


def _draw(paper: Paper, facts: Facts, url: str) -> None:
    blank = Setter(Blank(A4, title="", lang="ja"), "ja")
    edge = _title(blank.paper, facts)
    limit = edge - 8 - _LEFT
    for scale in _SCALES:
        high = _facts(blank, facts, 0, limit, scale)
        if high <= _HIGHEST:
            break
    # Off the sheet at the top left, clear of the title and of small type.
    lower, right = min(_FOOT - 9 - high, 150), min(edge - 5, 136)
    draw_creases(
        paper,
        centre=(right - _REACH * _CREASES, lower - _REACH * _CREASES),
        side=_CREASES,
    )
    _title(paper, facts)
    _facts(Setter(paper, "ja"), facts, _FOOT - 5 - high, limit, scale)
    _foot(Setter(paper, "ja"), facts, url)


def _title(paper: Paper, facts: Facts) -> float:
    """Upright, from the right edge; returns where its last column begins."""
    room = _FOOT - 10 - _TOP
    columns, size = _columns(facts.title, room, _WIDEST - (12 if facts.subtitle else 0))
    x = _RIGHT - size / 2
    for column in columns:
        _upright(paper, x, _TOP, column, size)
        x -= size * _COLUMN
    left = x + size * _COLUMN - size / 2
    if not facts.subtitle:
        return left
    small = min(size * 0.42, 9.0)
    lines, small = _columns(facts.subtitle, room * 0.9, 24, (small, small * 0.8, 5.0))
    x = left - small * 0.9
    for column in lines:
        _upright(paper, x, _TOP + size * 0.15, column, small)
        x -= small * 1.4
    return x + small * 0.9


def _columns(
    title: str, room: float, widest: float, sizes: Sequence[float] = _SIZES
) -> tuple[list[list[Unit]], float]:
    """The title in columns, and the largest size in which they fit."""
    pieces = units(title)
    for size in sizes:
        for number in (1, 2, 3, 4, 5):
            columns = balanced(pieces, number, lambda text: _length(text))
            longest = max(sum(_length(each.text) for each in one) for one in columns)
            fits = longest * size <= room
            if fits and len(columns) * size * _COLUMN <= widest:
                return columns, size
    return columns, sizes[-1]


def _length(text: str) -> float:
    """How far TEXT runs downwards (em)."""
    if text.isspace():
        return 0.5
    if _is_turned_word(text):
        return width(text, MINCHO, 1.0) + 0.1
    return float(len(text)) if not _is_pair(text) else 1.0


def _is_pair(text: str) -> bool:
    """One or two digits stand side by side in one square (縦中横)."""
    return text.isascii() and text.isdigit() and len(text) <= 2


def _is_turned_word(text: str) -> bool:
    return Unit(text).is_western and not _is_pair(text) and text not in _TURNED


def _upright(
    paper: Paper, x: float, y: float, column: Sequence[Unit], size: float
) -> None:
    """One column around the middle line X, from Y downwards."""
    for each in column:
        if each.is_space:
            y += size * 0.5
        elif _is_turned_word(each.text):
            paper.text(
                x - size * 0.35, y + size * 0.05, each.text, MINCHO, size, turned=True
            )
            y += size * _length(each.text)
        elif _is_pair(each.text):
            wide = width(each.text, MINCHO, size * 0.9)
            paper.text(x - wide / 2, y + size * 0.86, each.text, MINCHO, size * 0.9)
            y += size
        else:
            for sign in each.text:
                _sign(paper, x, y, sign, size)
                y += size


def _sign(paper: Paper, x: float, y: float, sign: str, size: float) -> None:
    wide = width(sign, MINCHO, size)
    if sign in _TURNED:
        top = y + (size - wide) / 2
        # An opening bracket hugs what follows, a closing one what it follows.
        paper.text(x - size * 0.37, top, sign, MINCHO, size, turned=True)
    elif sign in _RAISED:
        paper.text(x + size * 0.12, y + size * 0.32, sign, MINCHO, size)
    elif sign in _SMALL:
        paper.text(x - wide / 2 + size * 0.1, y + size * 0.78, sign, MINCHO, size)
    else:
        paper.text(x - wide / 2, y + size * 0.88, sign, MINCHO, size)


def _facts(set_: Setter, facts: Facts, y: float, limit: float, scale: float) -> float:
    """Occasion, day, talks, place: below left. Returns the lower edge."""
    accent = set_.paper.accent
    if facts.occasion:
        y = set_.paragraph(
            _LEFT, y, facts.occasion, GOTHIC_BOLD, 6 * scale, limit, ink=accent
        )
    y = set_.paragraph(_LEFT, y, facts.year, MINCHO, 6.6 * scale, limit)
    y = _day(set_, facts, y, limit, scale)
    if len(facts.slots) != 1 or facts.last_day:
        y += 2 * scale
    if len(facts.slots) < 2:
        y = set_.paragraph(
            _LEFT,
            y,
            facts.hours,
            MINCHO,
            _hours(facts, 8.5) * scale,
            limit,
            leading=1.5,
        )
    size = 5.9 * scale
    times = [slot.table_time for slot in facts.slots] if len(facts.slots) > 1 else []
    column = max((set_.width(each, MINCHO, size) for each in times), default=-size)
    for number, slot in enumerate(facts.slots):
        if not slot.title:
            continue
        x = _LEFT + column + size
        top = y
        y = set_.paragraph(
            x,
            y,
            slot.title + (f"（{slot.note}）" if slot.note else ""),
            GOTHIC,
            size,
            limit - column - size,
        )
        if times:
            set_.line(_LEFT, top + size * 1.12, units(times[number]), MINCHO, size)
    sizes = [each * scale for each in (5.9, 5.5, 5.1, 4.8)]
    y = set_.heading(
        _LEFT,
        y + 3 * scale,
        facts.venue,
        GOTHIC_BOLD,
        sizes,
        limit,
        most=1,
        leading=1.5,
    )
    said = [
        facts.audience.rstrip("。"),
        _("無料"),
        *([facts.capacity] if facts.capacity else []),
    ]
    y = set_.paragraph(_LEFT, y, " ・ ".join(said), GOTHIC, 5.2 * scale, limit)
    if facts.speaker:
        y = set_.paragraph(
            _LEFT,
            y + 2 * scale,
            facts.speaker,
            GOTHIC,
            max(3.6 * scale, _SMALLEST),
            limit,
            leading=1.5,
        )
    return y


def _hours(facts: Facts, usual: float) -> float:
    """A sentence about opening hours is smaller than a time."""
    return usual if len(facts.hours) < 20 else usual * 0.68


def _day(set_: Setter, facts: Facts, y: float, limit: float, scale: float) -> float:
    tail = f"（{facts.weekday}）"
    large = 23 * scale
    while set_.width(facts.day, MINCHO, large) + 4.4 * large * 0.41 > limit:
        large *= 0.94
    small = large * 0.41
    y += large * 1.12
    x = set_.line(_LEFT, y - large * 0.16, units(facts.day), MINCHO, large)
    set_.line(x, y - large * 0.16, units(tail), MINCHO, small)
    if facts.last_day:
        y = set_.paragraph(
            _LEFT, y, f"～ {facts.last_day}", MINCHO, large * 0.5, limit, leading=1.35
        )
    return y


def _foot(set_: Setter, facts: Facts, url: str) -> None:
    paper = set_.paper
    paper.line((_LEFT, _FOOT), (_RIGHT, _FOOT), thick=0.35)
    draw_qr(paper, _LEFT - 4.5, _FOOT + 3.5, 47, url)
    x, y = _LEFT + 46, _FOOT + 6
    limit = _RIGHT - x - 24
    if facts.is_applied_for and facts.deadline:
        text = _("申込みは%(deadline)s") % {"deadline": facts.deadline}
        y = set_.heading(x, y, text, GOTHIC_BOLD, (5.8, 5.2, 4.6, 4), limit)
    y = set_.heading(
        x, y, facts.how, GOTHIC, (4.7, 4.4, 4.1), limit, most=1, leading=1.5
    )
    if not facts.is_applied_for:
        y = set_.paragraph(x, y + 2, _("お問い合わせ"), GOTHIC_BOLD, 4.1, limit)
    y += 11
    set_.line(x, y - 1.6, units(facts.phone), MINCHO, 10.2)
    text = f"内線{facts.extension}　平和・人権・ダイバーシティ推進係"
    y = set_.paragraph(x, y, text, GOTHIC, 3.6, limit + 24, leading=1.5)
    set_.line(x, y + 5, units(typed_address(url)), GOTHIC, 3.6)
    draw_crane(paper, _RIGHT - 18, _FOOT + 6, 18)
    name = width("国立市", GOTHIC_BOLD, 5)
    set_.line(_RIGHT - 9 - name / 2, _FOOT + 31, units("国立市"), GOTHIC_BOLD, 5)
