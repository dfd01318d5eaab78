"""The public page of the network: its 26 member cities."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from network.cities.models import Municipality


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def cities(request: HttpRequest) -> HttpResponse:
    """Who belongs to the Tama Peace Network, and what it does."""
    members = list(Municipality.objects.members())
    return render(request, "network/cities/cities.html", {"cities": members})
