"""Of a PDF only what draws its pages is taken into a new one.

Kept is a short list: the boxes, the contents and what they draw with (ISO 32000-1,
7.7.3.3 and 7.8.3). Catalogue, outlines, forms, annotations, actions, scripts, files,
layers and metadata are not on it. What a form or a note shows, such as a name that was
filled in, is drawn into its page first.
"""

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from network.youth.remaking.made import CannotRemake, Made
from network.youth.remaking.streams import Measure

MOST_PAGES = 30
MOST_OBJECTS = 200_000
# A new file may be a little larger than what came.
MOST_BYTES = 15 * 1024 * 1024
PAGE = {
    "/Type",
    "/Parent",
    "/MediaBox",
    "/CropBox",
    "/Rotate",
    "/UserUnit",
    "/Resources",
    "/Contents",
    "/Group",
}
RESOURCES = {
    "/ColorSpace",
    "/ExtGState",
    "/Font",
    "/Pattern",
    "/ProcSet",
    "/Shading",
    "/XObject",
}
# In these the keys are names that the author chose, not words of the format.
NAMED = RESOURCES | {"/CharProcs", "/Colorants"}
# Whatever acts, points outside, or tells about the author, wherever it stands.
NEVER = {
    "/A",
    "/AA",
    "/AF",
    "/Alternates",
    "/Annots",
    "/EF",
    "/FS",
    "/JS",
    "/JavaScript",
    "/LastModified",
    "/Measure",
    "/Metadata",
    "/Names",
    "/OC",
    "/OPI",
    "/OpenAction",
    "/PieceInfo",
    "/PS",
    "/PtData",
    "/Ref",
    "/RichMediaContent",
    "/StructParent",
    "/StructParents",
    "/XFA",
}
# A stream whose content lies in another file.
OUTSIDE = {"/F", "/FFilter", "/FDecodeParms"}


def remake_pdf(content: bytes) -> Made:
    """The pages of CONTENT in a new PDF. Raises CannotRemake.

    One that needs no password to be read is opened, whatever its author forbade.
    """
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as source:
            pages = _count(source)
            _draw_what_is_filled_in(source)
            with pikepdf.new() as made:
                _take_pages(source, made)
                _clean(made)
                out = io.BytesIO()
                made.save(
                    out,
                    compress_streams=True,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                )
    except CannotRemake:
        raise
    except MemoryError as error:
        raise CannotRemake("bomb") from error
    except Exception as error:
        raise CannotRemake("unreadable") from error
    if out.tell() > MOST_BYTES:
        raise CannotRemake("bomb")
    return Made("PDF", out.getvalue(), pages=pages)


def _count(source: Pdf) -> int:
    pages = len(source.pages)
    if not pages:
        raise CannotRemake("unreadable")
    if pages > MOST_PAGES:
        raise CannotRemake("pages")
    return pages


def _draw_what_is_filled_in(source: Pdf) -> None:
    form = source.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances", False):
        source.generate_appearance_streams()
    source.flatten_annotations("screen")


def _take_pages(source: Pdf, made: Pdf) -> None:
    for page in source.pages:
        # Before it is copied: an annotation would bring along what it points to.
        _keep_only(page.obj, PAGE)
        made.pages.append(page)


def _clean(made: Pdf) -> None:
    measure = Measure()
    seen: set[tuple[int, int]] = set()
    todo: list[tuple[Object, str]] = []
    for page in made.pages:
        _keep_only(page.obj, PAGE)
        todo += [
            (page.obj[key], key)
            for key in ("/Resources", "/Contents", "/Group")
            if key in page.obj
        ]
    count = 0
    while todo:
        found, role = todo.pop()
        if found.is_indirect:
            if found.objgen in seen:
                continue
            seen.add(found.objgen)
        count += 1
        if count > MOST_OBJECTS:
            raise CannotRemake("bomb")
        todo += _into(found, role, measure)


def _into(found: Object, role: str, measure: Measure) -> Iterator[tuple[Object, str]]:
    """Clean one object; what hangs on it, each with the key it stands under."""
    if isinstance(found, Array):
        for each in found:
            if _may_hold(each):
                yield each, "/Array"
        return
    if isinstance(found, Stream):
        _clean_keys(found, NEVER | OUTSIDE)
        measure.take(found)
    elif role == "/Resources":
        _keep_only(found, RESOURCES)
    elif role not in NAMED:
        _clean_keys(found, NEVER)
    for key in list(found.keys()):
        each = found[key]
        if _may_hold(each):
            # A font may be called /Resources: below a name nothing is a role.
            yield each, "/Item" if role in NAMED else key


def _may_hold(each: object) -> bool:
    return isinstance(each, Array | Dictionary | Stream)


def _keep_only(found: Object, keys: set[str]) -> None:
    for key in set(found.keys()) - keys:
        del found[Name(key)]


def _clean_keys(found: Object, keys: set[str]) -> None:
    for key in set(found.keys()) & keys:
        del found[Name(key)]
