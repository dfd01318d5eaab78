"""Sets text on a sheet: lines, paragraphs and headings, with readings above."""

from collections.abc import Sequence
from dataclasses import dataclass

from events.outreach.exports.paper import BLACK, GOTHIC, Ink, Paper, width
from events.outreach.exports.typeset import Unit, balanced, lines, units
from peace.language.ruby import without_ruby

# A reading is half as large as its word, and stands this far above the base line.
_RUBY, _ABOVE = 0.46, 0.96
_WIDOW = 0.2  # of a line: a few signs left over are set with the line before
_LARGE = 8.0  # mm; from there on readings are set smaller
# A little room between kanji and Latin letters or digits (em).
_APART = 0.06


@dataclass
class Setter:
    """Sets text of one language on PAPER."""

    paper: Paper
    language: str

    @property
    def is_spaced(self) -> bool:
        """Words are separated by spaces, so a line breaks there only."""
        return self.language != "ja"

    def leading(self, text: str, usual: float) -> float:
        """How far lines are apart (em): readings need room."""
        return usual + 0.42 if "《" in text else usual

    def measure(self, text: str, font: str, size: float) -> float:
        if self.language == "ja" and Unit(text).is_western:
            return width(text, font, size) + 2 * _APART * size
        return width(text, font, size)

    def width(self, text: str, font: str, size: float) -> float:
        """Of TEXT in one line."""
        return sum(self.measure(each.text, font, size) for each in units(text))

    def line(
        self,
        x: float,
        y: float,
        pieces: Sequence[Unit],
        font: str,
        size: float,
        ink: Ink = BLACK,
    ) -> float:
        """One line on the base line Y; returns where it ends."""
        for each in pieces:
            wide = self.measure(each.text, font, size)
            apart = self.language == "ja" and each.is_western
            shift = _APART * size if apart else 0
            if not each.is_space:
                self.paper.text(x + shift, y, each.text, font, size, ink)
            if each.reading:
                small = size * (_RUBY if size < _LARGE else _RUBY * 0.75)
                over = width(each.reading, GOTHIC, small)
                room = wide + size * (0.5 if size < _LARGE else 0.2)
                if over > room:  # A long reading over a short word.
                    small *= room / over
                    over = width(each.reading, GOTHIC, small)
                left = x + (wide - over) / 2
                self.paper.text(
                    left, y - size * _ABOVE, each.reading, GOTHIC, small, ink
                )
            x += wide
        return x

    def paragraph(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        size: float,
        limit: float,
        *,
        leading: float = 1.6,
        ink: Ink = BLACK,
    ) -> float:
        """TEXT in lines of LIMIT from the top Y on; returns its lower edge."""
        step = self.leading(text, leading) * size
        rows = self.rows(text, font, size, limit)
        if len(rows) == 2 and not self.is_spaced and "\n" not in text:
            last = sum(self.measure(each.text, font, size) for each in rows[1])
            if last < limit * _WIDOW:
                rows = self._even(text, font, size, limit, 2)
        for row in rows:
            y += step
            self.line(x, y - step * 0.3, row, font, size, ink)
        return y

    def rows(self, text: str, font: str, size: float, limit: float) -> list[list[Unit]]:
        return [
            row
            for part in text.splitlines()
            for row in lines(
                units(part),
                limit,
                lambda piece: self.measure(piece, font, size),
                spaced=self.is_spaced,
            )
        ]

    def heading(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        sizes: Sequence[float],
        limit: float,
        *,
        most: int = 2,
        leading: float = 1.28,
        ink: Ink = BLACK,
    ) -> float:
        """TEXT in the largest of SIZES in which MOST lines hold it; its lower edge."""
        for size in sizes:
            count = len(self.rows(text, font, size, limit))
            if count <= most or size == sizes[-1]:
                break
        step = self.leading(text, leading) * size
        for row in self._even(text, font, size, limit, count):
            y += step
            self.line(x, y - step * 0.24, row, font, size, ink)
        return y

    def _even(
        self, text: str, font: str, size: float, limit: float, count: int
    ) -> list[list[Unit]]:
        """In COUNT even lines; as they fall where an even cut would be too wide."""

        def measure(piece: str) -> float:
            return self.measure(piece, font, size)

        rows = balanced(units(text), count, measure, spaced=self.is_spaced)
        wide = (sum(measure(each.text) for each in row) for row in rows)
        return (
            rows
            if all(each <= limit for each in wide)
            else self.rows(text, font, size, limit)
        )


def typed_address(url: str) -> str:
    """URL as somebody types it from paper: no scheme, no language."""
    return url.partition("://")[2].partition("?")[0]


def plain(text: str) -> str:
    return without_ruby(text)
