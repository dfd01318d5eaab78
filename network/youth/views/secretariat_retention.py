"""What is kept of the young people, and until when."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from network.cities.access import secretariat_required
from network.youth.reports_retention import what_is_kept


@require_safe
@secretariat_required
def retention(request: HttpRequest) -> HttpResponse:
    """Numbers and days only; no person stands here."""
    kinds = what_is_kept(now=timezone.now())
    return render(
        request,
        "network/desk/retention.html",
        {"kinds": kinds, "overdue": sum(each.overdue for each in kinds)},
    )
