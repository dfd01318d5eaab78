"""The public page of the network: its 26 member cities."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe

from network.cities.models import Municipality
from network.cities.reports import officers_on
from peace.language.dates import jst


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def cities(request: HttpRequest) -> HttpResponse:
    """Who belongs to the Tama Peace Network, and what it does."""
    today = jst(timezone.now()).date()
    return render(
        request,
        "network/cities/cities.html",
        {
            "cities": list(Municipality.objects.members()),
            "officers": officers_on(today),
        },
    )
