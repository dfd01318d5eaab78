"""A city reads what its own delegates wrote."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import delegate_of_city
from network.youth.access_reports import handed_in_report, photo_of
from network.youth.forms.review_report import CommentForm
from network.youth.reports_consent import media_degree_of
from network.youth.reports_published import as_public
from network.youth.reports_written import remarks_of, written_reports_of
from network.youth.usecases.review_report import comment_report
from network.youth.views.photos import picture

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@for_coordinators()
def own(request: HttpRequest, term: Coordinator) -> HttpResponse:
    """Everybody whom the city sent: the report, and what they did since."""
    rows = written_reports_of(term.municipality, now=timezone.now())
    return render(
        request,
        "network/desk/city_delegates.html",
        {"city": term.municipality, "rows": rows},
    )


@require_http_methods(PAGE)
@for_coordinators()
def report(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """One report, with its comments; whoever edits for the city may add one."""
    delegate = delegate_of_city(term.municipality, pk)
    found = handed_in_report(delegate)
    may_comment = term.may(CoordinatorLevel.EDITOR)
    form = CommentForm(request.POST or None) if may_comment else None
    if form and form.is_bound and form.is_valid():
        comment_report(
            report=found,
            text=form.cleaned_data["text"],
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("コメントを書きました。"))
        return redirect("youth:city-report", pk)
    return render(
        request,
        "network/desk/report_city.html",
        {
            "report": found,
            "delegate": delegate,
            "shown": as_public(found, media_degree_of(delegate)),
            "remarks": remarks_of(found),
            "form": form,
            "photo_url": "youth:city-report-photo",
            "here": reverse("youth:city-report", args=[pk]),
        },
    )


@require_safe
@for_coordinators()
def photo(
    request: HttpRequest, term: Coordinator, pk: int, code: uuid.UUID, size: str
) -> HttpResponse:
    found = handed_in_report(delegate_of_city(term.municipality, pk))
    return picture(photo_of(found, code), size)
