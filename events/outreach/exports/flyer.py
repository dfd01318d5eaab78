"""A flyer of an event, A4 or A5, in three languages: everything on one side."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from events.outreach.announcing import Facts, SlotFacts
from events.outreach.exports.motifs import draw_crane, draw_creases, draw_qr
from events.outreach.exports.paper import (
    A4,
    A5,
    GOTHIC,
    GOTHIC_BOLD,
    MINCHO,
    Blank,
    Paper,
)
from events.outreach.exports.setting import Setter, plain, typed_address
from events.outreach.exports.typeset import units

# The whole sheet is set in fractions of an A4; smaller type before anything is lost.
_SCALES = (1.24, 1.16, 1.08, 1.0, 0.94, 0.88, 0.82, 0.76, 0.7, 0.64)
_TITLES = (17.0, 15.0, 13.0, 11.5, 10.0, 9.0, 8.0)
_MARGIN, _FOOT = 17.0, 52.0


@dataclass(frozen=True)
class Look:
    """How a sheet is printed; `paper`: as a PDF, or as a picture."""

    size: tuple[float, float] = A4
    in_colour: bool = True
    bleed: bool = False
    lang: str = "ja"
    paper: type[Paper] = Paper


def flyer(pages: list[tuple[Facts, str]], look: Look) -> bytes:
    """A file with one sheet for each of PAGES: the facts, and the address of its QR."""
    facts = pages[0][0]
    paper = look.paper(
        look.size,
        title=plain(facts.whole_title),
        lang="en" if look.lang == "en" else "ja",
        bleed=look.bleed,
        in_colour=look.in_colour,
    )
    scale = _largest(facts, look)
    for number, (each, url) in enumerate(pages):
        if number:
            paper.next_page()
        _Sheet(paper, each, url, look.lang, scale).draw()
    return paper.finish()


def _largest(facts: Facts, look: Look) -> float:
    """The largest type in which everything fits above the foot."""
    blank = Blank(look.size, title="", lang="ja")
    for scale in _SCALES:
        sheet = _Sheet(blank, facts, "", look.lang, scale)
        if sheet.body() <= sheet.foot_at - 2 * sheet.mm:
            return scale
    return _SCALES[-1]


class _Sheet:
    def __init__(
        self, paper: Paper, facts: Facts, url: str, lang: str, scale: float
    ) -> None:
        self.paper, self.facts, self.url, self.scale = paper, facts, url, scale
        self.set = Setter(paper, lang)
        wide, high = paper.size
        self.mm = wide / A4[0]
        self.left = _MARGIN * self.mm
        self.right = wide - self.left
        self.wide = self.right - self.left
        self.foot_at = high - _FOOT * self.mm

    def draw(self) -> None:
        draw_creases(
            self.paper,
            centre=(self.paper.size[0] - 7 * self.mm, 2 * self.mm),
            side=86 * self.mm,
        )
        self.body()
        self.foot()

    def size(self, millimetres: float) -> float:
        """Type in millimetres on an A4, on this sheet; A5 is not only an A4 halved."""
        grown = 1.12 if self.paper.size == A5 else 1.0
        return millimetres * self.mm * self.scale * grown

    def body(self) -> float:
        """From the top to where it ends."""
        facts, mm = self.facts, self.mm
        accent = self.paper.accent
        narrow = self.wide - 34 * mm
        y = 15 * mm
        if facts.occasion:
            y = self.set.paragraph(
                self.left,
                y,
                facts.occasion,
                GOTHIC_BOLD,
                self.size(5),
                narrow,
                ink=accent,
            )
        titles = [self.size(each) for each in _TITLES]
        y = self.set.heading(
            self.left,
            y + mm,
            facts.title,
            MINCHO,
            titles,
            narrow,
            most=3 if self.set.language == "ja" else 2,
        )
        if facts.subtitle:
            y = self.set.heading(
                self.left, y + mm, facts.subtitle, MINCHO, titles[3:], narrow, most=2
            )
        y = self.set.paragraph(
            self.left, y + 3 * mm, facts.lead, GOTHIC, self.size(4.6), self.wide
        )
        y = self._when(y + 4 * mm)
        y = self._slots(y + 2 * mm)
        y += 3 * mm
        rows = list(self._rows())
        size = self.size(4.2)
        widest = max(self.set.width(label, GOTHIC_BOLD, size) for label, _text in rows)
        column = min(widest + size, self.wide * 0.26)
        for label, text in rows:
            y = self._row(y, label, text, size, column)
        if facts.speaker:
            y = self.set.paragraph(
                self.left, y + 2 * mm, facts.speaker, GOTHIC, self.size(3.5), self.wide
            )
        return y

    def _when(self, y: float) -> float:
        facts, set_ = self.facts, self.set
        y = set_.paragraph(self.left, y, facts.year, MINCHO, self.size(5.4), self.wide)
        large, small = self.size(17), self.size(7.4)
        y += set_.leading(facts.day, 1.12) * large
        base = y - large * 0.18
        x = set_.line(self.left, base, units(facts.day), MINCHO, large)
        brackets = "（{}）" if set_.language != "en" else " {}"
        weekday = brackets.format(facts.weekday)
        if facts.last_day:
            weekday += _until(set_.language, facts.last_day)
        set_.line(x + small * 0.1, base, units(weekday), MINCHO, small)
        if not facts.slots or len(facts.slots) == 1:
            y = set_.paragraph(
                self.left,
                y,
                facts.hours,
                MINCHO,
                self.size(7 if len(plain(facts.hours)) < 20 else 5),
                self.wide,
                leading=1.5,
            )
        return y

    def _slots(self, y: float) -> float:
        """Each talk with its time; one alone is told by the hours above."""
        facts, set_ = self.facts, self.set
        size = self.size(5)
        times = [self._time(slot) for slot in facts.slots]
        column = max((set_.width(each, MINCHO, size) for each in times), default=0)
        for slot, time in zip(facts.slots, times, strict=True):
            x = self.left + column + size * 0.9
            if len(facts.slots) == 1:
                x = self.left
            if not slot.title:
                continue
            text = f"{slot.title}{_in_brackets(set_.language, slot.note)}"
            top = y
            y = set_.paragraph(x, y, text, GOTHIC, size, self.right - x)
            if len(facts.slots) > 1:
                step = set_.leading(text, 1.6) * size
                set_.line(self.left, top + step * 0.7, units(time), MINCHO, size)
        return y

    def _time(self, slot: SlotFacts) -> str:
        if self.set.language == "ja":
            return slot.table_time
        return slot.clock

    def _rows(self) -> Iterator[tuple[str, str]]:
        facts = self.facts
        place = "\n".join(each for each in (facts.venue, facts.address) if each)
        yield _("会場"), place
        if facts.access:
            yield _("行き方"), facts.access
        yield _("対象"), facts.audience
        if facts.capacity:
            yield _("定員"), facts.capacity
        yield _("費用"), _("無料")
        if facts.bring:
            yield _("持ち物"), facts.bring
        if facts.support:
            yield _("参加のサポート"), facts.support

    def _row(
        self, y: float, label: str, text: str, size: float, column: float
    ) -> float:
        leading = 1.5
        lower = self.set.paragraph(
            self.left, y, label, GOTHIC_BOLD, size, column - size * 0.5, leading=leading
        )
        # Beside each other on one base line, with readings or without.
        above = self.set.leading(label, leading) - self.set.leading(text, leading)
        x = self.left + column
        text_lower = self.set.paragraph(
            x,
            y + max(0, above) * size * 0.7,
            text,
            GOTHIC,
            size,
            self.right - x,
            leading=leading,
        )
        return max(lower, text_lower)

    def foot(self) -> None:
        """The QR code, the telephone as large, and who invites."""
        facts, set_, mm = self.facts, self.set, self.mm
        grown = 1.12 if self.paper.size == A5 else 1.0
        top = self.foot_at
        self.paper.line((self.left, top), (self.right, top), thick=0.25)
        side = 38 * mm * (1.08 if self.paper.size == A5 else 1.0)
        draw_qr(self.paper, self.left - 4 * mm, top + 3 * mm, side, self.url)
        x = self.left + side - 2 * mm
        limit = self.right - x - 24 * mm
        y = top + 4.5 * mm
        if facts.is_applied_for:
            head = (
                _("申込みは%(deadline)s") % {"deadline": facts.deadline}
                if facts.deadline
                else _("申込みのしかた")
            )
            y = set_.heading(
                x,
                y,
                head,
                GOTHIC_BOLD,
                [each * mm * grown for each in (4.8, 4.3, 3.8, 3.3)],
                limit,
                leading=1.4,
            )
        y = set_.heading(
            x,
            y,
            facts.how,
            GOTHIC,
            [each * mm * grown for each in (3.9, 3.6, 3.3)],
            limit,
            leading=1.45,
        )
        if not facts.is_applied_for:
            y = set_.paragraph(
                x, y + mm, _("お問い合わせ"), GOTHIC_BOLD, 3.6 * mm * grown, limit
            )
        y += 8.4 * mm * grown
        phone = 8 * mm * grown
        set_.line(x, y - 1.2 * mm, units(facts.phone), MINCHO, phone)
        office = _("国立市 平和・人権・ダイバーシティ推進係（内線%(n)s）") % {
            "n": facts.extension
        }
        y = set_.paragraph(
            x, y, office, GOTHIC, 3.1 * mm * grown, limit + 24 * mm, leading=1.4
        )
        address = typed_address(self.url)
        set_.line(x, y + 4.6 * mm * grown, units(address), GOTHIC, 3.1 * mm * grown)
        draw_crane(self.paper, self.right - 15 * mm, top + 6 * mm, 15 * mm)


def _in_brackets(language: str, text: str) -> str:
    if not text:
        return ""
    return f" ({text})" if language == "en" else f"（{text}）"


def _until(language: str, day: str) -> str:
    return f" – {day}" if language == "en" else f"～{day}"
