"""Public pages of the QR on the wall: visitors count themselves.

No session, no cookie, nobody's data. Therefore no CSRF mark either: it would need a
cookie, and a forged tap counts what a real one counts, one head.
"""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from events.door.access import counting_event
from events.door.forms.count import VisitorForm
from events.door.usecases.count_visitor import (
    NotCountingNow,
    count_visitor,
    counts_visitors_at,
)
from events.programme.access import coming_events
from events.programme.afterwards import survey_of
from events.programme.reports import listings
from peace.rate_limits import address_of, is_over

# A whole school behind the Wi-Fi of the hall stays below; a machine does not.
TAPS = {"limit": 400, "seconds": 600}
NEXT_EVENTS = 3


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@login_not_required
@never_cache
def count(request: HttpRequest, code: str) -> HttpResponse:
    """One button; age band and first visit are a tap each, for whoever likes."""
    event = counting_event(code)
    now = timezone.now()
    form = VisitorForm(request.POST if request.method == "POST" else None)
    page = {
        "event": event,
        "form": form,
        "is_open": counts_visitors_at(event, now),
    }
    if request.method != "POST" or not form.is_valid():
        page["form"] = form if not form.is_bound else VisitorForm()
        return render(request, "events/door/count.html", page)
    if is_over(f"count:{event.pk}:{address_of(request)}", **TAPS):
        page["is_busy"] = True
        return render(request, "events/door/count.html", page, status=429)
    try:
        count_visitor(event=event, now=now, **form.values())
    except NotCountingNow:
        return render(request, "events/door/count.html", page)
    return redirect("count:thanks", code)


@require_safe
@login_not_required
@never_cache
def thanks(request: HttpRequest, code: str) -> HttpResponse:
    """Thank you, and where to go on: the questionnaire, the next events."""
    event = counting_event(code)
    now = timezone.now()
    others = [each for each in coming_events(now) if each.pk != event.pk]
    return render(
        request,
        "events/door/count_thanks.html",
        {
            "event": event,
            "code": code,
            "is_open": counts_visitors_at(event, now),
            "survey": survey_of(event, now),
            "next_events": listings(others[:NEXT_EVENTS], now=now),
        },
    )
