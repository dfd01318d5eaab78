"""The reports of a year, for everybody."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from network.youth.access import programme_of
from network.youth.access_reports import public_report
from network.youth.reports_published import published_reports

# Kept by no cache: whoever withdraws a consent is gone from the next answer.
fresh = cache_control(no_cache=True)


@require_safe
@login_not_required
@fresh
def year(request: HttpRequest, year: int) -> HttpResponse:
    """Every report that may be read, city by city."""
    reports = published_reports(year)
    programme = reports[0].report.delegate.programme if reports else programme_of(year)
    pictured = next((each.photos[0] for each in reports if each.photos), None)
    return render(
        request,
        "network/youth/reports.html",
        {
            "programme": programme,
            "reports": reports,
            "og_image": f"{settings.SITE_URL}{pictured.large_path}" if pictured else "",
            "og_url": settings.SITE_URL + request.path,
        },
    )


@require_safe
@login_not_required
@fresh
def one(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One report, and the way to those of the neighbours in the list."""
    shown, reports = public_report(year, code)
    at = reports.index(shown)
    photo = shown.photos[0] if shown.photos else None
    return render(
        request,
        "network/youth/report.html",
        {
            "programme": shown.report.delegate.programme,
            "shown": shown,
            "before": reports[at - 1] if at else None,
            "after": reports[at + 1] if at + 1 < len(reports) else None,
            "og_image": f"{settings.SITE_URL}{photo.large_path}" if photo else "",
            "og_url": settings.SITE_URL + request.path,
        },
    )
