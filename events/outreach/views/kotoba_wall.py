"""The wall: the chosen lines, large and calm, to read, to project and to print."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.outreach.access_kotoba import shown_call, staff_call
from events.outreach.models import KotobaCall
from peace.accounts.access import staff_required


@require_safe
@login_not_required
def wall(request: HttpRequest, slug: str) -> HttpResponse:
    """Everybody's, once shown: names only where the writer agreed."""
    return _wall(request, shown_call(slug, timezone.now()))


@require_safe
@login_not_required
def projection(request: HttpRequest, slug: str) -> HttpResponse:
    """For the wall of a hall: one line after another; without a script, a long page."""
    return _projection(request, shown_call(slug, timezone.now()))


@require_safe
@staff_required
def wall_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for staff, before it is shown."""
    return _wall(request, staff_call(slug), is_preview=True)


@require_safe
@staff_required
def projection_preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for staff, before it is shown."""
    return _projection(request, staff_call(slug))


def _wall(
    request: HttpRequest, call: KotobaCall, *, is_preview: bool = False
) -> HttpResponse:
    return render(
        request,
        "events/outreach/kotoba/wall.html",
        {
            "call": call,
            "lines": call.kotoba.on_the_wall(),
            "is_down": request.GET.get("write") == "down",
            "is_preview": is_preview,
        },
    )


def _projection(request: HttpRequest, call: KotobaCall) -> HttpResponse:
    return render(
        request,
        "events/outreach/kotoba/projection.html",
        {
            "call": call,
            "lines": call.kotoba.on_the_wall(),
            "is_down": request.GET.get("write") != "across",
        },
    )
