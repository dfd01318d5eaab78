"""The one page of our own: the way home."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from peace.accounts.access import landing_page


@never_cache
def home(request: HttpRequest) -> HttpResponse:
    """Leads to the calendar, the cities or one's own registrations, by role."""
    return redirect(landing_page(request.user))
