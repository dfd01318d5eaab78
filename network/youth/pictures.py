"""Photographs of a report in two sizes: one to look at, one for lists."""

import io

from PIL import Image

LARGE, SMALL = 1600, 640
QUALITY = 82


def two_sizes(content: bytes) -> tuple[bytes, bytes, int, int]:
    """Large and small JPEG of a picture that was made anew; the large one's size.

    CONTENT comes from `uploads.take_in`. No metadata is written. Sides in pixels.
    """
    with Image.open(io.BytesIO(content), formats=["JPEG"]) as opened:
        picture = opened.convert("RGB")
    # What Pillow remembers of the file it would write again: comment, profile.
    picture.info.clear()
    picture.thumbnail((LARGE, LARGE))
    large = _jpeg(picture)
    width, height = picture.size
    picture.thumbnail((SMALL, SMALL))
    return large, _jpeg(picture), width, height


def _jpeg(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return out.getvalue()
