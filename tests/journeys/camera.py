"""What a phone's camera would see: a film of QR codes, and the reading of one.

A film is a row of JPEGs as a camera delivers them, 1280 × 720. How large a code is in
them follows from its size in millimetres, the distance, and the angle of a phone's
lens; paper, screen, light and hand are added as they spoil the picture at a door.
"""

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import qrcode
import zxingcpp
from PIL import Image, ImageChops, ImageDraw, ImageFilter
from playwright.sync_api import Browser

WIDTH, HEIGHT = 1280, 720
FRAMES_A_SECOND = 30  # Chromium plays a film of JPEGs at this rate
LENS_DEGREES = 65  # across the longer side; phones have 60 to 70
HAND = ((0, 0), (2, 1), (-1, 2), (1, -2))  # pixels between pictures: no hand is still
PRINT_BOX = 10  # pixels of a module before the camera makes it smaller


@dataclass(frozen=True)
class Held:
    """A code held before the camera, and everything that makes it hard to read."""

    text: str
    mm: float = 30  # width of the code without its margin
    cm: float = 20  # from the lens
    turn: float = 0  # degrees
    tilt: float = 0  # degrees out of the plane
    blur: float = 0  # radius in pixels of the picture
    light: float = 1  # of the hall; the darker, the more the picture is noise
    on: str = "paper"  # paper, screen, or dark: a phone that shows light on dark
    glare: float = 0  # a lamp on the glass, as a share of the code's width
    at: tuple[float, float] = (0, 0)  # from the middle, as shares of the height

    @property
    def width(self) -> float:
        """Pixels of the code in the picture."""
        sees = 2 * self.cm * 10 * math.tan(math.radians(LENS_DEGREES / 2))
        return self.mm * WIDTH / sees


# Ink and ground by what the code is shown on, 0 to 255 in good light.
GROUNDS = {"paper": (45, 225), "screen": (25, 250), "dark": (235, 30)}


def read_qr(picture: bytes) -> str:
    """The text in a picture of a QR code."""
    [found] = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)).convert("L"))
    return found.text


def phone_that_sees(film: Path, browser: Browser, chromium: str) -> Browser:
    """Another Chromium, whose camera shows FILM over and over."""
    return browser.browser_type.launch(
        executable_path=chromium,
        args=[
            "--no-sandbox",
            "--disable-dev-shm-usage",
            "--use-fake-device-for-media-stream",
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={film}",
        ],
    )


def pictures_of(*held: Held) -> Iterator[Image.Image]:
    """What the camera sees of HELD at once; the first of them says how light it is."""
    seen = _hall()
    for each in held:
        card, mask = _card(each)
        left = (WIDTH - card.width) / 2 + each.at[0] * HEIGHT
        top = (HEIGHT - card.height) / 2 + each.at[1] * HEIGHT
        seen.paste(card, (round(left), round(top)), mask)
    first = held[0] if held else Held("")
    if first.blur:
        seen = seen.filter(ImageFilter.GaussianBlur(first.blur))
    for across, down in HAND:
        yield _lit(ImageChops.offset(seen, across, down), first.light)


def film_of(text: str, path: Path) -> Path:
    """An .mjpeg of TEXT as a QR of a phone, held by a hand that is not still."""
    return film_of_all(
        [(Held(text, mm=40, cm=15, on="screen"),)], path, still=0.7, pause=0
    )


def film_of_all(
    scenes: Sequence[Sequence[Held]], path: Path, *, still: float, pause: float
) -> Path:
    """Each of SCENES for STILL seconds, then an empty hall for PAUSE seconds."""
    [nothing, *_] = map(_jpeg, pictures_of())
    # Chromium tells the length of a frame by its end mark: plain JPEGs in a row.
    with path.open("wb") as film:
        for scene in scenes:
            shown = [_jpeg(picture) for picture in pictures_of(*scene)]
            for number in range(round(still * FRAMES_A_SECOND)):
                film.write(shown[number // 3 % len(shown)])
            film.write(nothing * round(pause * FRAMES_A_SECOND))
    return path


def _hall() -> Image.Image:
    """A dull background that is not even."""
    slope = Image.linear_gradient("L").resize((WIDTH, HEIGHT))
    return slope.point(lambda value: 90 + value // 4)


def _card(held: Held) -> tuple[Image.Image, Image.Image]:
    """The code with its margin as it appears, and where it covers the hall."""
    ink, ground = GROUNDS[held.on]
    code = qrcode.QRCode(border=4, box_size=PRINT_BOX)
    code.add_data(held.text)
    code.make()
    drawn = code.make_image().get_image().convert("L")
    drawn = drawn.point(lambda value: ground if value else ink)
    if held.glare:
        drawn = _with_glare(drawn, held.glare)
    scale = held.width / (code.modules_count * PRINT_BOX)
    mask = Image.new("L", drawn.size, 255)
    if held.tilt:
        distance = held.cm * 10 / held.mm * code.modules_count * PRINT_BOX
        drawn, mask = (_tilted(each, held.tilt, distance) for each in (drawn, mask))
    # Turned while it is large: a lens has no steps.
    drawn, mask = (
        each.rotate(held.turn, Image.Resampling.BICUBIC, expand=True)
        for each in (drawn, mask)
    )
    size = (round(drawn.width * scale), round(drawn.height * scale))
    return drawn.resize(size, Image.Resampling.BOX), mask.resize(size)


def _tilted(drawn: Image.Image, degrees: float, distance: float) -> Image.Image:
    """Held aslant, its upper edge away from the lens, which is DISTANCE pixels off."""
    angle = math.radians(degrees)
    lean, middle_x, middle_y = math.tan(angle), drawn.width / 2, drawn.height / 2
    near = 1 + middle_y * lean / distance
    shrink = 1 / math.cos(angle)
    seen_from = (
        *(1 / near, -middle_x * lean / distance / near, middle_x * (1 - 1 / near)),
        *(0, (shrink - middle_y * lean / distance) / near),
        *(middle_y * (1 - shrink / near), 0, -lean / distance / near),
    )
    return drawn.transform(
        drawn.size, Image.Transform.PERSPECTIVE, seen_from, Image.Resampling.BICUBIC
    )


def _with_glare(drawn: Image.Image, share: float) -> Image.Image:
    """A lamp in the glass: white in the middle, and a soft edge."""
    lamp = Image.new("L", drawn.size, 0)
    across = drawn.width * share
    left, top = drawn.width * 0.55, drawn.height * 0.5
    ImageDraw.Draw(lamp).ellipse(
        (left, top, left + across, top + across * 0.6), fill=255
    )
    return ImageChops.lighter(drawn, lamp.filter(ImageFilter.GaussianBlur(across / 8)))


def _lit(seen: Image.Image, light: float) -> Image.Image:
    """A darker hall: the camera takes what light there is, and its own noise."""
    darker = seen.point(lambda value: value * light)
    noise = Image.effect_noise((WIDTH, HEIGHT), 3 + 13 * (1 - light))
    return ImageChops.add(darker, noise, scale=1, offset=-128)


def _jpeg(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.convert("RGB").save(buffer, "JPEG", quality=75)
    return buffer.getvalue()
