"""What every sheet carries: the creases, the crane, a QR code."""

import math
import re

from events.outreach.exports.paper import (
    BLACK,
    GOTHIC_BOLD,
    QUIET,
    Paper,
    Point,
    width,
)
from events.registration.qr import qr_path

# The fold lines of a crane base, of templates/components/creases.html.
_SQUARE = [(0, 0), (1000, 0), (1000, 1000), (0, 1000)]
_FOLDS = [
    [(0, 0), (1000, 1000)],
    [(1000, 0), (0, 1000)],
    [(500, 0), (500, 1000)],
    [(0, 500), (1000, 500)],
    [(0, 0), (500, 207), (1000, 0), (793, 500), (1000, 1000), (500, 793)]
    + [(0, 1000), (207, 500), (0, 0)],
    [(500, 207), (793, 500), (500, 793), (207, 500), (500, 207)],
]
_FACET = [(500, 207), (793, 500), (500, 500)]
_TURN = math.radians(22.5)
# Five facets of one blue, of templates/components/crane.html; 48 units wide.
_CRANE = [
    ([(18, 28), (27, 4), (34, 28)], 1.0),
    ([(18, 28), (12, 11), (24.5, 13.5)], 0.45),
    ([(18, 28), (9, 14), (1, 22), (8, 20), (16, 33)], 0.8),
    ([(16, 32), (18, 28), (34, 28), (30, 34), (23, 40.5)], 0.8),
    ([(34, 28), (47, 14.5), (29.5, 35)], 0.45),
]
_RUN = re.compile(r"M(\d+) (\d+)h(\d+)")
_PALE = (0.6, 0.64, 0.9)
_GREY = (0.62, 0.62, 0.62)


def draw_creases(paper: Paper, *, centre: Point, side: float) -> None:
    """Hairlines around CENTRE, running off the sheet; one facet is tinted."""

    def place(point: Point) -> Point:
        x, y = (point[0] - 500) / 1000 * side, (point[1] - 500) / 1000 * side
        return (
            centre[0] + x * math.cos(_TURN) - y * math.sin(_TURN),
            centre[1] + x * math.sin(_TURN) + y * math.cos(_TURN),
        )

    ink = _PALE if paper.in_colour else _GREY
    if paper.in_colour:
        paper.shape([place(each) for each in _FACET], paper.accent, alpha=0.05)
    paper.shape([place(each) for each in _SQUARE], ink, fill=False)
    for fold in _FOLDS:
        points = [place(each) for each in fold]
        for start, end in zip(points, points[1:], strict=False):
            paper.line(start, end, ink, 0.2)


def draw_crane(paper: Paper, x: float, y: float, size: float) -> None:
    for points, alpha in _CRANE:
        placed = [(x + px / 48 * size, y + py / 48 * size) for px, py in points]
        paper.shape(placed, paper.accent, alpha=alpha)


def draw_qr(paper: Paper, x: float, y: float, side: float, url: str) -> None:
    """Black, with its quiet zone inside SIDE; without URL the place of a sample."""
    if not url:
        _sample(paper, x, y, side)
        return
    modules, path = qr_path(url)
    unit = side / (modules + 2 * QUIET)
    rows = [
        (x + (QUIET + int(left)) * unit, y + (QUIET + int(top)) * unit, int(run) * unit)
        for left, top, run in _RUN.findall(path)
    ]
    paper.squares(rows, unit, BLACK)
    paper.link(x, y, side, url)


def _sample(paper: Paper, x: float, y: float, side: float) -> None:
    """Where a code will stand: nobody can print a poster that leads nowhere."""
    near, far = side * 0.1, side * 0.9
    corners = [(near, near), (far, near), (far, far), (near, far)]
    paper.shape([(x + a, y + b) for a, b in corners], BLACK, fill=False)
    size = side * 0.22
    left = x + (side - width("見本", GOTHIC_BOLD, size)) / 2
    paper.text(left, y + side / 2 + size * 0.36, "見本", GOTHIC_BOLD, size)
