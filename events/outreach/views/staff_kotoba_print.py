"""Staff: the exhibition on paper."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from events.outreach.access_kotoba import staff_call
from events.outreach.exports.kotoba_print import booklet_pdf, panels_pdf
from peace.accounts.access import staff_required


@require_safe
@staff_required
def panels(request: HttpRequest, slug: str) -> HttpResponse:
    """One panel a line, upright writing, A4 or A3."""
    found = staff_call(slug)
    size = "A3" if request.GET.get("size") == "A3" else "A4"
    return _pdf(panels_pdf(found, size=size), f"kotoba-{found.slug}-{size}.pdf")


@require_safe
@staff_required
def booklet(request: HttpRequest, slug: str) -> HttpResponse:
    """All lines on a few pages, to hand out."""
    found = staff_call(slug)
    return _pdf(booklet_pdf(found), f"kotoba-{found.slug}-list.pdf")


def _pdf(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
