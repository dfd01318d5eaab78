"""Public page of a lottery: how seats are drawn, and what came of it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from events.programme.access import public_event
from events.registration.models import Lottery


@require_safe
@login_not_required
def lottery(request: HttpRequest, slug: str) -> HttpResponse:
    """Seal, list, result: everything that one needs to recompute the draw."""
    event = public_event(slug)
    draws = list(Lottery.objects.for_event(event))
    return render(
        request,
        "events/registration/lottery.html",
        {"event": event, "draws": draws},
    )
