"""A file of the private store as an answer: handed over, never shown."""

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from network.youth import store
from network.youth.choices import FileKind
from network.youth.models import ChecklistFile

_TYPES = {FileKind.PDF: "application/pdf", FileKind.JPEG: "image/jpeg"}
_SUFFIXES = {FileKind.PDF: "pdf", FileKind.JPEG: "jpg"}


def handed_over(file: ChecklistFile) -> HttpResponse:
    """FILE as a download under a name of ours: city, item, number.

    Whoever may have it was asked before. Nothing runs in it, even if a browser showed
    it: no type is guessed, and it stands in a sandbox without sources.
    """
    try:
        content = store.read(file.stored_as)
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(
        content,
        content_type=_TYPES[FileKind(file.kind)],
        headers={
            "Content-Disposition": content_disposition_header(True, _name(file)) or "",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox; default-src 'none'",
            "Cache-Control": "no-store",
        },
    )


def _name(file: ChecklistFile) -> str:
    item = file.item
    number = item.files.filter(pk__lte=file.pk).count()
    year, city = item.delegate.programme.year, item.delegate.municipality.name
    kind = item.get_kind_display()
    return f"{year}_{city}_{kind}_{number}.{_SUFFIXES[FileKind(file.kind)]}"
