"""The picture that stands beside a link to an event: 1200 × 630, in real type.

Drawn, not photographed: what, when and where in the look of the site, so that a link
in a chat tells as much as a poster. Nothing personal is in it.
"""

import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

SIZE = (1200, 630)  # what Facebook, LINE and X ask for
EDGE = 72
WIDTH = SIZE[0] - 2 * EDGE
# The look's tokens (peace/static/peace/look.css), on paper.
INK, SOFT, LINE, ACCENT, BAD = "#1a1a1a", "#4d4d4d", "#d6d3cc", "#0017c1", "#ce0000"
TINT, PAPER = "#eef3fe", "#ffffff"
TITLE_SIZES = (88, 80, 72, 64, 58, 52, 46, 40)
MOST_LINES = 3
_FONTS = {
    "mincho": ("biz-udpmincho", "700Bold", "BIZUDPMincho_700Bold.ttf"),
    "gothic": ("biz-udpgothic", "400Regular", "BIZUDPGothic_400Regular.ttf"),
    "bold": ("biz-udpgothic", "700Bold", "BIZUDPGothic_700Bold.ttf"),
}
# What no line begins with, and what none ends with (JIS X 4051, 禁則).
_NOT_FIRST = (
    "、。，．・：；？！ー々」』）】〉》〕ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ～〜…%"
)
_NOT_LAST = "「『（【〈《〔"
# Kept whole: this name, words in katakana, words in Latin letters.
_WORDS = re.compile(
    r"東京大空襲|[ァ-ヺー]{2,12}|[^\W぀-ヿ㐀-鿿豈-﫿！-￯]+[.,:;!?'’”)\-–]*|\s+|."
)
# The crane of templates/components/crane.html: five facets, one blue.
_CRANE = (
    (((18, 28), (27, 4), (34, 28)), 1.0),
    (((18, 28), (12, 11), (24.5, 13.5)), 0.45),
    (((18, 28), (9, 14), (1, 21), (8, 19), (16, 32)), 0.8),
    (((16, 32), (18, 28), (34, 28), (30, 34), (23, 40.5)), 0.8),
    (((34, 28), (47, 14.5), (29.5, 35)), 0.45),
)
# The fold lines of templates/components/creases.html, as polylines.
_CREASES = (
    ((0, 0), (1000, 0), (1000, 1000), (0, 1000), (0, 0), (1000, 1000)),
    ((1000, 0), (0, 1000)),
    ((500, 0), (500, 1000)),
    ((0, 500), (1000, 500)),
    ((0, 0), (500, 207), (1000, 0), (793, 500), (1000, 1000), (500, 793), (0, 1000)),
    ((0, 1000), (207, 500), (0, 0)),
    ((500, 207), (793, 500), (500, 793), (207, 500), (500, 207)),
)


@dataclass(frozen=True)
class Words:
    """What stands on a picture, without marks of readings."""

    brand: str
    eyebrow: str
    title: str
    when: str = ""
    where: str = ""
    stamp: str = ""  # a word in red: called off

    @property
    def fingerprint(self) -> str:
        """Another one for other words: address of the picture, and its ETag."""
        text = "\0".join((*vars(self).values(), "1"))
        return sha256(text.encode()).hexdigest()[:12]


def picture(words: Words) -> bytes:
    """The picture of WORDS as PNG."""
    image = _ground(words.brand).copy()
    draw = ImageDraw.Draw(image)
    top = EDGE
    if words.stamp:
        top += _stamp(draw, words.stamp)
    elif words.eyebrow:
        font = _fitting("bold", words.eyebrow, 32, WIDTH)
        draw.text((EDGE, top), words.eyebrow, ACCENT, font)
        top += 32
    bottom = 400 if words.when else 500
    font, lines = _title(words.title, bottom - top)
    step = round(font.size * 1.35)
    y = top + max(20, (bottom - top - step * len(lines)) // 2)
    for line in lines:
        draw.text((EDGE, y), line, INK, font)
        y += step
    if words.when:
        draw.line((EDGE, 424, SIZE[0] - EDGE, 424), LINE, 2)
        font = _fitting("mincho", words.when, 46, WIDTH)
        draw.text((EDGE, 444), words.when, INK, font)
    if words.where:
        font = _fitting("gothic", words.where, 30, WIDTH)
        draw.text((EDGE, 506), words.where, SOFT, font)
    out = BytesIO()
    # Few colours: a third of the bytes, and phones on a bad line are who reads links.
    few = image.quantize(64, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
    few.save(out, "PNG", compress_level=6)
    return out.getvalue()


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    """TEXT in lines not wider than WIDTH, about equally long, broken as is right."""
    pieces = _pieces(text)
    lines = _fill(pieces, font, width)
    low, high = 1, width
    while low < high:  # the narrowest width that needs no line more
        middle = (low + high) // 2
        if len(_fill(pieces, font, middle)) <= len(lines):
            high = middle
        else:
            low = middle + 1
    return _fill(pieces, font, low)


def _pieces(text: str) -> list[str]:
    """What is never cut: words, signs with what clings to them."""
    pieces: list[str] = []
    for word in _WORDS.findall(" ".join(text.split())):
        clings = word.isspace() or word in _NOT_FIRST
        if pieces and (clings or pieces[-1][-1] in _NOT_LAST):
            pieces[-1] += word
        else:
            pieces.append(word)
    return pieces


def _fill(pieces: list[str], font: ImageFont.FreeTypeFont, width: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and font.getlength((lines[-1] + piece).rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _title(text: str, height: int) -> tuple[ImageFont.FreeTypeFont, list[str]]:
    """The largest type in which TEXT fits; the smallest, and an ellipsis, for more."""
    pieces = _pieces(text)
    for size in TITLE_SIZES:
        font = _font("mincho", size)
        lines = _fill(pieces, font, WIDTH)
        fits = all(font.getlength(line) <= WIDTH for line in lines)
        if fits and len(lines) <= min(MOST_LINES, height // round(size * 1.35)):
            return font, wrap(text, font, WIDTH)
    if len(lines) > MOST_LINES:
        lines = [*lines[: MOST_LINES - 1], lines[MOST_LINES - 1][:-1] + "…"]
    return font, lines


def _stamp(draw: ImageDraw.ImageDraw, word: str) -> int:
    font = _font("bold", 36)
    right = EDGE + font.getlength(word) + 40
    draw.rounded_rectangle((EDGE, EDGE - 12, right, EDGE + 48), 8, outline=BAD, width=3)
    draw.text((EDGE + 20, EDGE - 2), word, BAD, font)
    return 56


def _fitting(name: str, text: str, size: int, width: int) -> ImageFont.FreeTypeFont:
    """A font of SIZE, or as small as TEXT in one line needs."""
    wide = _font(name, size).getlength(text)
    return _font(name, size if wide <= width else max(12, int(size * width / wide)))


@lru_cache(maxsize=32)
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    path = settings.FONT_PACKAGES.joinpath(*_FONTS[name])
    return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


@lru_cache(maxsize=4)
def _ground(brand: str) -> Image.Image:
    """Paper with the fold lines, the crane and the name of the site: on every one."""
    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.polygon([_turned(*at) for at in ((500, 207), (793, 500), (500, 500))], TINT)
    for crease in _CREASES:
        draw.line([_turned(*at) for at in crease], "#e6e4df", 2)
    crane = _crane(60)
    image.paste(crane, (EDGE, 553), crane)
    draw.text((EDGE + 74, 568), brand, INK, _font("bold", 30))
    draw.rectangle((0, SIZE[1] - 8, SIZE[0], SIZE[1]), ACCENT)
    return image


def _turned(x: float, y: float) -> tuple[float, float]:
    """A point of the crease pattern on the picture: turned by 22.5°, top right."""
    cos, sin = 0.9239, 0.3827
    x, y = x - 500, y - 500
    return 960 + 0.62 * (x * cos - y * sin), 90 + 0.62 * (x * sin + y * cos)


def _crane(size: int) -> Image.Image:
    """Drawn four times as large and made small: smooth edges."""
    scale = size * 4 / 48
    large = Image.new("RGBA", (size * 4, size * 4))
    for points, strength in _CRANE:
        facet = Image.new("RGBA", large.size)
        corners = [(x * scale, y * scale) for x, y in points]
        ImageDraw.Draw(facet).polygon(corners, (0, 23, 193, round(255 * strength)))
        large.alpha_composite(facet)
    return large.resize((size, size), Image.Resampling.LANCZOS)
