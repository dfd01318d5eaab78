"""Pages that only tell: privacy and accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_page
from django.views.decorators.http import require_safe


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def privacy(request: HttpRequest) -> HttpResponse:
    """What the city uses people's information for (text `privacy-1`)."""
    return render(request, "pages/privacy.html")


@require_safe
@login_not_required
@cache_page(60, cache="pages")
def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the site is, what is missing, and whom to tell."""
    return render(request, "pages/accessibility.html")
