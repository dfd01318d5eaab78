"""The same sheet as a picture, for the city's site and for posts: PNG, in real type.

Drawn by the same hand as the PDF: whoever draws on `Paper` need not know. Twice as
large first, so that edges and small type are smooth.
"""

import io
from collections.abc import Iterable, Sequence
from functools import lru_cache

from PIL import Image, ImageDraw, ImageFont
from reportlab.pdfbase import pdfmetrics

from events.outreach.exports.paper import (
    BLACK,
    BLUE,
    Ink,
    Paper,
    Point,
    use_fonts,
    width,
)

# 1240 × 1754 for A4: sharp on any screen, and small enough to be posted anywhere.
DPI = 150
_FINER = 2
_PIXELS = DPI * _FINER / 25.4  # a millimetre, before it is made smaller
_LEAST = 1 * _FINER  # a hairline must not vanish


class Picture(Paper):
    """One sheet, without bleed: a picture is not cut."""

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
        self.edge = 0.0
        self.accent = BLUE if in_colour else BLACK
        full = tuple(round(side * _PIXELS) for side in size)
        self._image = Image.new("RGB", full, "white")
        # What is drawn with an alpha lets through what lies under it.
        self._draw = ImageDraw.Draw(self._image, "RGBA")

    def finish(self) -> bytes:
        out = io.BytesIO()
        image = self._image.reduce(_FINER)
        if not self.in_colour:
            image = image.convert("L")
        image.save(out, "PNG", optimize=True, dpi=(DPI, DPI))
        return out.getvalue()

    def next_page(self) -> None:
        raise NotImplementedError("a picture has one page")

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
        left, top = self._at(x, y)
        if not turned:
            _write(self._draw, left, top, text, font, size, _paint(ink))
            return
        up, down = _face(font, size).getmetrics()
        wide = round(width(text, font, size) * _PIXELS) + 2
        mask = Image.new("L", (wide, up + down))
        _write(ImageDraw.Draw(mask), 0, up, text, font, size, 255)
        # Clockwise: what hung below the base line is now at its left.
        mask = mask.transpose(Image.Transpose.ROTATE_270)
        self._draw.bitmap((round(left) - down, round(top)), mask, _paint(ink))

    def line(
        self, start: Point, end: Point, ink: Ink = BLACK, thick: float = 0.2
    ) -> None:
        wide = max(_LEAST, round(thick * _PIXELS))
        self._draw.line([self._at(*start), self._at(*end)], _paint(ink), wide)

    def shape(
        self, points: Sequence[Point], ink: Ink, *, alpha: float = 1, fill: bool = True
    ) -> None:
        placed = [self._at(*point) for point in points]
        if fill:
            self._draw.polygon(placed, _paint(ink, alpha))
        else:
            self._draw.line([*placed, placed[0]], _paint(ink, alpha), _LEAST)

    def squares(
        self, rows: Iterable[tuple[float, float, float]], high: float, ink: Ink
    ) -> None:
        for x, y, wide in rows:
            left, top = map(round, self._at(x, y))
            right, bottom = map(round, self._at(x + wide, y + high))
            self._draw.rectangle((left, top, right - 1, bottom - 1), _paint(ink))

    def link(self, x: float, y: float, side: float, url: str) -> None:
        """A picture opens nothing by itself."""

    def _at(self, x: float, y: float) -> Point:
        return x * _PIXELS, y * _PIXELS


def _write(
    draw: ImageDraw.ImageDraw,
    left: float,
    base: float,
    text: str,
    font: str,
    size: float,
    paint: tuple[int, ...] | int,
) -> None:
    """Sign by sign, by the same advances by which the sheet was set."""
    face = _face(font, size)
    for sign in text:
        draw.text((left, base), sign, paint, face, anchor="ls")
        left += width(sign, font, size) * _PIXELS


@lru_cache(maxsize=64)
def _face(font: str, size: float) -> ImageFont.FreeTypeFont:
    path = pdfmetrics.getFont(font).face.filename
    return ImageFont.truetype(
        path, size * _PIXELS, layout_engine=ImageFont.Layout.BASIC
    )


def _paint(ink: Ink, alpha: float = 1) -> tuple[int, int, int, int]:
    red, green, blue = (round(part * 255) for part in ink)
    return red, green, blue, round(alpha * 255)
