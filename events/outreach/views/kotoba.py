"""Public pages: the calls, and the one line that somebody sends."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.access_kotoba import public_call, public_calls
from events.outreach.forms.kotoba import KotobaForm
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.usecases.kotoba_send import CallClosed, send_line
from events.registration.visit_source import remembered_source
from peace.errors import rate_limited
from peace.language.graphemes import length
from peace.rate_limits import address_of, is_over

# A school class or a city hall sits behind one address; a machine sends more.
LINES_PER_ADDRESS = {"limit": 300, "seconds": 600}


@require_safe
@login_not_required
def calls(request: HttpRequest) -> HttpResponse:
    """What is open now, what is being chosen, and the walls of the years before."""
    now = timezone.now()
    found = list(public_calls())
    return render(
        request,
        "events/outreach/kotoba/calls.html",
        {
            "open": [call for call in found if call.takes_lines_at(now)],
            "coming": [call for call in found if call.opens_at > now],
            "choosing": [
                call
                for call in found
                if call.is_over_at(now) and not call.is_shown_at(now)
            ],
            "shown": [call for call in found if call.is_shown_at(now)],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """One call, and its form while it is open. What was typed is kept."""
    found = public_call(slug)
    now = timezone.now()
    if not found.takes_lines_at(now):
        return _page(request, found, form=None)
    if request.method != "POST":
        return _page(request, found, form=KotobaForm(longest=found.max_length))
    if is_over(f"kotoba:{address_of(request)}", **LINES_PER_ADDRESS):
        return rate_limited(request, minutes=10)
    if "count" in request.POST:
        return _counted(request, found)
    form = KotobaForm(request.POST, longest=found.max_length)
    if form.is_valid():
        made = _send(request, found, form)
        if made is None:
            return _page(request, found, form=None)
        return redirect(f"{made.url}?new=1")
    return _page(request, found, form=form)


def _send(request: HttpRequest, call: KotobaCall, form: KotobaForm) -> Kotoba | None:
    try:
        return send_line(
            call=call,
            line=form.line(),
            key=form.form_key,
            language=get_language() or "ja",
            source=remembered_source(request),
            now=timezone.now(),
        )
    except CallClosed:
        return None


def _counted(request: HttpRequest, call: KotobaCall) -> HttpResponse:
    """The same page with the number of characters, for browsers without a script."""
    form = KotobaForm(initial=request.POST.dict(), longest=call.max_length)
    return _page(request, call, form=form, count=length(request.POST.get("text", "")))


def _page(
    request: HttpRequest,
    call: KotobaCall,
    *,
    form: KotobaForm | None,
    count: int | None = None,
) -> HttpResponse:
    now = timezone.now()
    return render(
        request,
        "events/outreach/kotoba/call.html",
        {
            "call": call,
            "form": form,
            "count": count,
            "is_coming": now < call.opens_at,
            "is_shown": call.is_shown_at(now),
        },
    )
