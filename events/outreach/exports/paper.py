"""A sheet of paper to draw on: millimetres from the top left corner of the trim.

One of PDF, with real fonts (BIZ UD, embedded in the signs that are used), and one
that only measures. What is drawn is vector, the QR code too.
"""

import io
from collections.abc import Iterable, Sequence
from functools import cache

from django.conf import settings
from reportlab.lib.colors import Color
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MM = 72 / 25.4  # points
MINCHO, GOTHIC, GOTHIC_BOLD = "peace-mincho", "peace-gothic", "peace-gothic-bold"
_FILES = {
    MINCHO: ("biz-udpmincho", "700Bold", "BIZUDPMincho_700Bold.ttf"),
    GOTHIC: ("biz-udpgothic", "400Regular", "BIZUDPGothic_400Regular.ttf"),
    GOTHIC_BOLD: ("biz-udpgothic", "700Bold", "BIZUDPGothic_700Bold.ttf"),
}
A4, A5 = (210.0, 297.0), (148.0, 210.0)
BLEED = 3.0
# The same QR code in print: at most a phone's length away, a module is 0.5 mm.
QUIET = 4

Ink = tuple[float, float, float]
BLACK: Ink = (0.102, 0.102, 0.102)
BLUE: Ink = (0, 0.09, 0.757)
Point = tuple[float, float]


@cache
def use_fonts() -> None:
    """Reads the three fonts once in a process; about half a second."""
    for name, parts in _FILES.items():
        path = settings.FONT_PACKAGES.joinpath(*parts)
        pdfmetrics.registerFont(TTFont(name, str(path)))


def width(text: str, font: str, size: float) -> float:
    """Millimetres that TEXT takes at SIZE millimetres."""
    use_fonts()
    return pdfmetrics.stringWidth(text, font, size)


def has_sign(sign: str, font: str = GOTHIC) -> bool:
    """Whether the font can draw SIGN; what it cannot would be an empty box."""
    use_fonts()
    return ord(sign) in pdfmetrics.getFont(font).face.charToGlyph


class Paper:
    """One sheet; `ink` is the accent, black where toner is saved."""

    def __init__(
        self,
        size: tuple[float, float],
        *,
        title: str,
        lang: str,
        bleed: bool = False,
        in_colour: bool = True,
    ) -> None:
        use_fonts()
        self.size = size
        self.in_colour = in_colour
        self.edge = BLEED if bleed else 0.0
        self.accent = BLUE if in_colour else BLACK
        self._out = io.BytesIO()
        full = [(side + 2 * self.edge) * MM for side in size]
        self._canvas = Canvas(
            self._out,
            pagesize=full,
            pageCompression=1,
            lang=lang,
            # Else a font that is not embedded would be named, and print shops ask.
            initialFontName=GOTHIC,
        )
        self._canvas.setTitle(title)
        self._canvas.setAuthor("国立市")
        self._canvas.setSubject("国立市 平和の催し")
        self._canvas.setCreator("国立市 平和の催し")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        if bleed:
            trim = [self.edge * MM, self.edge * MM]
            trim += [(side + self.edge) * MM for side in size]
            self._canvas.setTrimBox(trim)
            self._canvas.setBleedBox([0, 0, *full])

    def finish(self) -> bytes:
        self._canvas.showPage()
        self._canvas.save()
        return self._out.getvalue()

    def next_page(self) -> None:
        self._canvas.showPage()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        font: str,
        size: float,
        ink: Ink = BLACK,
        *,
        turned: bool = False,
    ) -> None:
        """TEXT from X on the base line Y; TURNED: from there downwards."""
        self._canvas.saveState()
        self._canvas.setFillColor(Color(*ink))
        self._canvas.translate(*self._at(x, y))
        if turned:
            self._canvas.rotate(-90)
        self._canvas.setFont(font, size * MM)
        self._canvas.drawString(0, 0, text)
        self._canvas.restoreState()

    def line(
        self, start: Point, end: Point, ink: Ink = BLACK, thick: float = 0.2
    ) -> None:
        self._canvas.setStrokeColor(Color(*ink))
        self._canvas.setLineWidth(thick * MM)
        self._canvas.line(*self._at(*start), *self._at(*end))

    def shape(
        self, points: Sequence[Point], ink: Ink, *, alpha: float = 1, fill: bool = True
    ) -> None:
        """A closed shape, filled, or its outline as a hairline."""
        path = self._canvas.beginPath()
        path.moveTo(*self._at(*points[0]))
        for point in points[1:]:
            path.lineTo(*self._at(*point))
        path.close()
        self._canvas.setFillColor(Color(*ink, alpha=alpha))
        self._canvas.setStrokeColor(Color(*ink, alpha=alpha))
        self._canvas.setLineWidth(0.2 * MM)
        self._canvas.drawPath(path, fill=int(fill), stroke=int(not fill))

    def squares(
        self, rows: Iterable[tuple[float, float, float]], high: float, ink: Ink
    ) -> None:
        """Bars (x, y, wide) of one height as one path, so that no seam shows."""
        path = self._canvas.beginPath()
        for x, y, wide in rows:
            left, top = self._at(x, y)
            path.rect(left, top - high * MM, wide * MM, high * MM)
        self._canvas.setFillColor(Color(*ink))
        self._canvas.drawPath(path, fill=1, stroke=0)

    def link(self, x: float, y: float, side: float, url: str) -> None:
        """A square that opens URL, for whoever reads the PDF on a screen."""
        left, top = self._at(x, y)
        box = (left, top - side * MM, left + side * MM, top)
        self._canvas.linkURL(url, box, relative=0)

    def _at(self, x: float, y: float) -> Point:
        high = self.size[1] + 2 * self.edge
        return (x + self.edge) * MM, (high - self.edge - y) * MM


class Blank(Paper):
    """A sheet that keeps nothing, to see how much room something needs."""

    def text(self, *args: object, **options: object) -> None:
        """Nothing is drawn."""

    def line(self, *args: object, **options: object) -> None:
        """Nothing is drawn."""

    def shape(self, *args: object, **options: object) -> None:
        """Nothing is drawn."""

    def squares(self, *args: object, **options: object) -> None:
        """Nothing is drawn."""

    def link(self, *args: object, **options: object) -> None:
        """Nothing is drawn."""
