"""Pages for what went wrong: a sentence a resident understands, and a way on."""

import logging
import secrets
import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseServerError
from django.shortcuts import render
from django.template import loader
from django.views.decorators.cache import never_cache

log = logging.getLogger("peace.errors")


def not_understood(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """400: too many fields, too much text, or a host name that is not ours."""
    return render(request, "400.html", status=400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: there is no such page, or it is not this person's to see."""
    return render(request, "404.html", status=404)


def not_allowed(
    request: HttpRequest, exception: Exception | None = None
) -> HttpResponse:
    """403: the page exists, but this role does not include it."""
    return render(request, "403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """500 with a number to read out on the telephone; the log has the same number.

    Needs neither database, session nor translations, because any may be broken.
    The path is not logged: it may carry a person's signed link.
    """
    error_id = secrets.token_hex(3)
    match = getattr(request, "resolver_match", None)
    kind = sys.exc_info()[0]
    log.error(
        "error %s in %s: %s",
        error_id,
        match.view_name if match else "no view",
        kind.__name__ if kind else "unknown",
    )
    page = loader.get_template("500.html").render(
        {"error_id": error_id, "office_phone": settings.OFFICE_PHONE}
    )
    return HttpResponseServerError(page)


@never_cache
def form_stale(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the CSRF check: nothing was sent, and nothing that was typed is lost.

    Offers the answers with a fresh mark for one more press of the button, but only
    where the browser itself says that they come from a page of ours (`Origin`):
    another site cannot make a visitor send anything this way. Passwords and files
    are never written back.
    """
    return render(
        request,
        "errors/form_stale.html",
        {"answers": _answers(request)},
        status=403,
    )


@never_cache
def rate_limited(request: HttpRequest, minutes: int = 10) -> HttpResponse:
    """429: too much in a short time; says in how many minutes it works again."""
    response = render(
        request, "errors/rate_limited.html", {"minutes": minutes}, status=429
    )
    response["Retry-After"] = str(minutes * 60)
    return response


def _answers(request: HttpRequest) -> list[tuple[str, str]]:
    if request.headers.get("Origin") != f"{request.scheme}://{request.get_host()}":
        return []
    if request.FILES or any("password" in name for name in request.POST):
        return []
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name != "csrfmiddlewaretoken"
        for value in values
    ]
