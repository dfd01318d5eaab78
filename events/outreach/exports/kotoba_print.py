"""The exhibition on paper: a panel for each line, and all of them as a booklet."""

import io
from collections.abc import Sequence

from django.utils.translation import gettext as _
from reportlab.lib.pagesizes import A3, A4, landscape
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from events.outreach.exports.vertical import (
    MINCHO,
    Piece,
    columns,
    draw_column,
    length_of,
    printed,
    tears_words,
    vertical_font,
)
from events.outreach.models import Kotoba, KotobaCall
from peace.language.dates import era_year, jst
from peace.language.graphemes import length

# Panels hang upright; the text block is a little above the middle.
_SIZES = {"A4": A4, "A3": A3}
_INK, _SOFT, _HAIR = (0.1, 0.1, 0.1), (0.38, 0.38, 0.38), (0.75, 0.74, 0.71)
_LARGEST, _SMALLEST = 0.115, 0.05  # of the page's width
_COLUMN_STEP = 1.75
Block = list[list[Piece]]


def panels_pdf(call: KotobaCall, *, size: str = "A4") -> bytes:
    """One page a line, in the order of the wall; only what may be shown."""
    vertical_font()
    page = _SIZES[size]
    written = io.BytesIO()
    canvas = Canvas(written, pagesize=page)
    canvas.setTitle(f"{call.title.in_language('ja')} {size}")
    for line in call.kotoba.on_the_wall():
        _panel(canvas, line, call, page)
        canvas.showPage()
    if canvas.getPageNumber() == 1:
        _empty(canvas, page)
    canvas.save()
    return written.getvalue()


def _panel(
    canvas: Canvas, line: Kotoba, call: KotobaCall, page: tuple[float, float]
) -> None:
    if not line.is_japanese:
        _panel_across(canvas, line, call, page)
        return
    width, height = page
    margin = width * 0.11
    room = height - 2 * margin - width * 0.16
    size, block = _fitted(line.text, width=width - 2 * margin, height=room)
    canvas.setFillColorRGB(*_INK)
    step = size * _COLUMN_STEP
    right = width / 2 + step * (len(block) - 1) / 2
    # A name takes a narrow column of its own, at the left and at the foot.
    if line.name_shown:
        right += step * 0.35
    top = height - margin - (room - _tallest(block, size)) * 0.36
    for number, column in enumerate(block):
        draw_column(canvas, column, x=right - step * number, top=top, size=size)
    if line.name_shown:
        small = max(size * 0.42, 11)
        name = columns(line.name_shown, size=small, height=room)[0]
        tall = sum(small for _piece in name)
        draw_column(
            canvas,
            name,
            x=right - step * len(block) + step * 0.1,
            top=top - max(_tallest(block, size) - tall, 0),
            size=small,
        )
    _foot(canvas, call, page)


def _panel_across(
    canvas: Canvas, line: Kotoba, call: KotobaCall, page: tuple[float, float]
) -> None:
    """A line in another script is set as it is read: from left to right."""
    width, height = page
    room, size = width * 0.78, width * 0.075
    text = printed(line.text)
    rows = simpleSplit(text, MINCHO, size, room)
    while len(rows) > 6 and size > width * _SMALLEST / 2:
        size *= 0.92
        rows = simpleSplit(text, MINCHO, size, room)
    canvas.setFillColorRGB(*_INK)
    canvas.setFont(MINCHO, size)
    y = height * 0.58 + size * 0.9 * (len(rows) - 1)
    for row in rows:
        canvas.drawCentredString(width / 2, y, row)
        y -= size * 1.8
    if line.name_shown:
        canvas.setFont(MINCHO, size * 0.5)
        canvas.drawRightString(width * 0.89, y - size * 0.4, printed(line.name_shown))
    _foot(canvas, call, page)


def _fitted(text: str, *, width: float, height: float) -> tuple[float, Block]:
    """The largest type in which TEXT stands in three columns at most."""
    base = width / 0.78
    size = base * _LARGEST
    fitting: list[tuple[float, Block]] = []
    while True:
        block = columns(text, size=size, height=height * 0.9)
        if len(block) <= 3 or size <= base * _SMALLEST:
            fitting.append((size, block))
            # A little smaller is better than a word torn in two.
            if not tears_words(block):
                return size, block
            if size <= max(fitting[0][0] * 0.7, base * _SMALLEST):
                return fitting[0]
        size *= 0.94


def _tallest(block: Block, size: float) -> float:
    return max(sum(length_of(piece, size) for piece in column) for column in block)


def _foot(canvas: Canvas, call: KotobaCall, page: tuple[float, float]) -> None:
    width, _height = page
    unit = width / 210 / mm  # 1 on A4
    canvas.setStrokeColorRGB(*_HAIR)
    canvas.setLineWidth(0.4 * unit)
    y = 19 * mm * unit
    canvas.line(width * 0.11, y, width * 0.89, y)
    canvas.setFillColorRGB(*_SOFT)
    canvas.setFont(MINCHO, 9 * unit)
    canvas.drawCentredString(width / 2, y - 6 * mm * unit, _caption(call))


def _caption(call: KotobaCall) -> str:
    title = call.title.in_language("ja")
    return f"{title}　{era_year(jst(call.closes_at).date(), 'ja')}　国立市"


def _empty(canvas: Canvas, page: tuple[float, float]) -> None:
    canvas.setFont(MINCHO, 14)
    canvas.drawCentredString(
        page[0] / 2, page[1] / 2, _("展示する作品は、まだありません。")
    )


def booklet_pdf(call: KotobaCall) -> bytes:
    """All lines upright on A4 across, from right to left, to fold or to staple."""
    vertical_font()
    written = io.BytesIO()
    page = landscape(A4)
    canvas = Canvas(written, pagesize=page)
    canvas.setTitle(call.title.in_language("ja"))
    lines = list(call.kotoba.on_the_wall())
    sheets = _sheets(lines, page)
    for number, sheet in enumerate(sheets, start=1):
        _sheet(canvas, sheet, call, page, number=number, of=len(sheets))
        canvas.showPage()
    if not sheets:
        _empty(canvas, page)
    canvas.save()
    return written.getvalue()


_BOOK_SIZE = 13.5
_BOOK_STEP = 24.0
_BOOK_MARGIN = 18 * mm
_TITLE_ROOM = 26 * mm
# Between one line and the next.
_BOOK_GAP = 14.0


def _block_of(line: Kotoba, page: tuple[float, float]) -> Block:
    return columns(
        line.text, size=_BOOK_SIZE, height=page[1] - 2 * _BOOK_MARGIN - 34 * mm
    )


def _sheets(
    lines: Sequence[Kotoba], page: tuple[float, float]
) -> list[list[tuple[Kotoba, Block]]]:
    room = page[0] - 2 * _BOOK_MARGIN - _TITLE_ROOM
    sheets: list[list[tuple[Kotoba, Block]]] = []
    used = room
    for line in lines:
        block = _block_of(line, page)
        takes = len(block) * _BOOK_STEP + _BOOK_GAP
        if used + takes > room:
            sheets.append([])
            used = 0.0
        sheets[-1].append((line, block))
        used += takes
    return sheets


def _sheet(
    canvas: Canvas,
    sheet: list[tuple[Kotoba, Block]],
    call: KotobaCall,
    page: tuple[float, float],
    *,
    number: int,
    of: int,
) -> None:
    width, height = page
    top = height - _BOOK_MARGIN
    canvas.setFillColorRGB(*_INK)
    title = call.title.in_language("ja")
    size = min(15.0, (height - 2 * _BOOK_MARGIN) / max(1, length(title)) * 0.98)
    draw_column(
        canvas,
        columns(title, size=size, height=height)[0],
        x=width - _BOOK_MARGIN - 6,
        top=top,
        size=size,
    )
    canvas.setStrokeColorRGB(*_HAIR)
    canvas.setLineWidth(0.5)
    rule = width - _BOOK_MARGIN - 20
    canvas.line(rule, _BOOK_MARGIN, rule, top)
    x = width - _BOOK_MARGIN - _TITLE_ROOM + _BOOK_STEP / 2
    for line, block in sheet:
        canvas.setFillColorRGB(*_INK)
        for column in block:
            draw_column(canvas, column, x=x, top=top, size=_BOOK_SIZE)
            x -= _BOOK_STEP
        if line.name_shown:
            canvas.setFillColorRGB(*_SOFT)
            small = 9.5
            name = columns(line.name_shown, size=small, height=height)[0]
            # At the foot of the line's last column, where its own words have ended.
            draw_column(
                canvas,
                name,
                x=x + _BOOK_STEP,
                top=_BOOK_MARGIN + small * len(name) + 2,
                size=small,
            )
        x -= _BOOK_GAP
    canvas.setFillColorRGB(*_SOFT)
    canvas.setFont(MINCHO, 8)
    label = f"{number} / {of}"
    canvas.drawString(
        width / 2 - pdfmetrics.stringWidth(label, MINCHO, 8) / 2,
        _BOOK_MARGIN - 9 * mm,
        label,
    )
