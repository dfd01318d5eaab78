"""A resident's own page, after signing in by an e-mailed code. Nobody has to."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from events.registration.access import registrations_of
from events.registration.reports import TicketSheet


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """The registrations made with this person's proved address."""
    now = timezone.now()
    sheets = [TicketSheet.of(each, now=now) for each in registrations_of(request.user)]
    return render(request, "events/registration/mine.html", {"sheets": sheets})
