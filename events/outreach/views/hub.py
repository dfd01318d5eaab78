"""One page from which staff reach everything that goes out."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from events.outreach.reports_links import link_checks
from events.programme.access import coming_events
from peace.accounts.access import staff_required

# On the card; the calendar has them all.
MOST_EVENTS = 6


@require_safe
@staff_required
def hub(request: HttpRequest) -> HttpResponse:
    """Posters and their sources, news, talk requests, 一行のコトバ."""
    now = timezone.now()
    return render(
        request,
        "events/outreach/staff/hub.html",
        {
            "coming": coming_events(now)[:MOST_EVENTS],
            "dead_links": sum(check.state.is_dead for check in link_checks(now=now)),
        },
    )
