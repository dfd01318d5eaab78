"""A picture is decoded, and encoded again as JPEG: nothing beside its pixels stays."""

import io
import warnings

from PIL import Image, ImageCms, ImageOps
from pillow_heif import register_heif_opener

from network.youth.remaking.made import CannotRemake, Made

# The pictures of telephones have 12 to 50 megapixels; 50 decode into 150 MB.
MOST_PIXELS = 50_000_000
LONGEST_SIDE = 3000
FORMATS = ("JPEG", "PNG", "HEIF")
QUALITY = 88

register_heif_opener(thumbnails=False, decode_threads=1)
# Its own net under ours: beyond twice this many it refuses to open at all.
Image.MAX_IMAGE_PIXELS = MOST_PIXELS
warnings.simplefilter("ignore", Image.DecompressionBombWarning)


def remake_picture(content: bytes) -> Made:
    """The first picture in CONTENT, upright, on white, in sRGB. Raises CannotRemake.

    Its size is read from the head before a pixel is decoded.
    """
    try:
        image = Image.open(io.BytesIO(content), formats=FORMATS)
    except Image.DecompressionBombError as error:
        raise CannotRemake("pixels") from error
    except Exception as error:
        raise CannotRemake("kind") from error
    if image.width * image.height > MOST_PIXELS:
        raise CannotRemake("pixels")
    try:
        return _encode(_decode(image))
    except Exception as error:
        raise CannotRemake("unreadable") from error


def _decode(image: Image.Image) -> Image.Image:
    if image.format in {"JPEG", "MPO"}:
        # Decodes a large photograph at half its size or less, in the codec.
        image.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    profile = image.info.get("icc_profile")
    orientation = image.getexif().get(0x0112, 1)
    image = _plain(image)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    image = _on_white(image)
    image.getexif()[0x0112] = orientation
    return _in_srgb(ImageOps.exif_transpose(image), profile)


def _plain(image: Image.Image) -> Image.Image:
    """In a mode that can be made smaller: no palette, eight bits a channel."""
    if image.mode == "P":
        return image.convert("RGBA")
    if image.mode.startswith("I"):
        return image.point(lambda value: value * (1 / 257)).convert("L")
    return image.convert("L") if image.mode == "1" else image


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode not in {"RGBA", "LA", "RGBa", "La"}:
        return image.convert("RGB")
    image = image.convert("RGBA")
    paper = Image.new("RGB", image.size, "white")
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    if not profile:
        return image
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        return ImageCms.profileToProfile(image, source, target) or image
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # of another colour space, or broken: the pixels are there


def _encode(image: Image.Image) -> Made:
    # A comment or a thumbnail would be written along from here.
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=QUALITY)
    return Made("JPEG", out.getvalue(), width=bare.width, height=bare.height)
