"""The programme of the summit, for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from network.summit.access import public_summit
from network.summit.reports import access_offered
from network.summit.reports_stage import stage


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def summit(request: HttpRequest, year: int) -> HttpResponse:
    """What happens when on the stage; the event's page says how to come."""
    found = public_summit(year)
    hall = found.hall
    now = timezone.now()
    return render(
        request,
        "network/summit/summit.html",
        {
            "event": found.event,
            "hall": hall,
            "stage": stage(found, now=now),
            "access": access_offered(found),
            "is_over": found.event.ends_at <= now,
        },
    )
