"""Photographs of reports as answers. Nothing else of the store is shown inline."""

import uuid

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from network.youth import store
from network.youth.access_reports import public_photo
from network.youth.models import ReportPhoto

# Instead of the policy of the house: a picture needs nothing at all.
POLICY = "default-src 'none'; sandbox"
SIZES = ("small", "large")


def picture(photo: ReportPhoto, size: str) -> HttpResponse:
    """The bytes, as the JPEG they were made into; whoever asks was let in before."""
    if size not in SIZES:
        raise Http404
    try:
        content = store.read(photo.files[size])
    except FileNotFoundError as error:
        raise Http404 from error
    response = HttpResponse(content, content_type="image/jpeg")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = "inline"
    response["Last-Modified"] = http_date(photo.sent_at.timestamp())
    response["Cache-Control"] = "no-store"
    response["Content-Security-Policy"] = POLICY
    return response


@require_safe
@login_not_required
def public(request: HttpRequest, code: uuid.UUID, size: str) -> HttpResponseBase:
    """A photograph that everybody may see.

    It may be kept, but not shown without asking again: a consent that is withdrawn
    holds at once (304 while it is public, 404 afterwards).
    """
    photo = public_photo(code)
    # What is behind a code never changes.
    mark = f'"{code.hex}-{size}"'
    response = get_conditional_response(request, etag=mark) or picture(photo, size)
    response["ETag"] = mark
    response["Cache-Control"] = "public, no-cache"
    return response
