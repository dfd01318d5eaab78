"""The secretariat reads the reports of a year, decides, and publishes."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import secretariat_required
from network.youth.access import delegate_for_secretariat, programme_of
from network.youth.access_reports import handed_in_report, photo_of
from network.youth.choices import ReportStatus
from network.youth.forms.review_report import CommentForm, SendBackForm
from network.youth.models import Delegate, YouthProgramme, YouthReport
from network.youth.reports_consent import media_degree_of
from network.youth.reports_published import as_public
from network.youth.reports_written import (
    PUBLISHED,
    remarks_of,
    report_totals,
    written_reports,
)
from network.youth.usecases.review_report import (
    WrongState,
    approve_report,
    comment_report,
    publish_reports,
    send_report_back,
    unpublish_report,
    unpublish_reports,
)
from network.youth.views.photos import picture

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@secretariat_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    """The 26 by state: what waits for us first."""
    programme = programme_of(year)
    rows = written_reports(programme, now=timezone.now())
    return render(
        request,
        "network/desk/reports.html",
        {
            "programme": programme,
            "rows": rows,
            "totals": report_totals(rows),
            "published": sum(row.key == PUBLISHED for row in rows),
            "waiting": sum(row.key == ReportStatus.APPROVED for row in rows),
            "years": YouthProgramme.objects.order_by("-year"),
        },
    )


@require_http_methods(PAGE)
@secretariat_required
def publish(request: HttpRequest, year: int) -> HttpResponse:
    """Asked before: how many, what shows of them, who hears of it."""
    programme = programme_of(year)
    rows = written_reports(programme, now=timezone.now())
    waiting = [row for row in rows if row.key == ReportStatus.APPROVED]
    if request.method == "POST":
        new = publish_reports(
            programme=programme, actor=request.user.actor, now=timezone.now()
        )
        text = ngettext(
            "%(n)d件の報告を公開しました。",
            "%(n)d件の報告を公開しました。",
            len(new),
        )
        messages.success(request, text % {"n": len(new)})
        return redirect("youth:year-reports", year)
    return render(
        request,
        "network/desk/reports_publish.html",
        {"programme": programme, "waiting": waiting},
    )


@require_http_methods(PAGE)
@secretariat_required
def unpublish(request: HttpRequest, year: int) -> HttpResponse:
    """Asked before the page of the year is empty."""
    programme = programme_of(year)
    if request.method == "POST":
        unpublish_reports(
            programme=programme, actor=request.user.actor, now=timezone.now()
        )
        messages.success(request, _("公開をやめました。もう一度公開できます。"))
        return redirect("youth:year-reports", year)
    return render(
        request, "network/desk/reports_unpublish.html", {"programme": programme}
    )


@require_safe
@secretariat_required
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """One report, what shows of it, its comments, and the decision."""
    delegate = delegate_for_secretariat(pk)
    return _report(request, delegate, handed_in_report(delegate))


@require_POST
@secretariat_required
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """A word to the delegate; no decision."""
    delegate = delegate_for_secretariat(pk)
    found = handed_in_report(delegate)
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _report(request, delegate, found, comment=form)
    comment_report(
        report=found,
        text=form.cleaned_data["text"],
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(request, _("コメントを書きました。"))
    return redirect("youth:report-review", pk)


@require_POST
@secretariat_required
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve, send back, or take an approved one from the public page."""
    delegate = delegate_for_secretariat(pk)
    found = handed_in_report(delegate)
    step = request.POST.get("step", "")
    form = SendBackForm(request.POST)
    if step == "send_back" and not form.is_valid():
        return _report(request, delegate, found, points=form)
    actor, now = request.user.actor, timezone.now()
    try:
        if step == "send_back":
            points = form.cleaned_data["points"]
            send_report_back(report=found, points=points, actor=actor, now=now)
            messages.success(request, _("直しのお願いを送りました。"))
        elif step == "approve":
            approve_report(report=found, actor=actor, now=now)
            messages.success(request, _("承認しました。ご本人に知らせます。"))
        elif step == "unpublish":
            unpublish_report(report=found, actor=actor, now=now)
            messages.success(request, _("この報告の公開をやめました。"))
    except WrongState:
        messages.warning(
            request,
            _("この報告は、ほかの方がもう決めたか、ご本人が下書きに戻しました。"),
        )
        return redirect("youth:year-reports", delegate.programme.year)
    return redirect("youth:report-review", pk)


@require_safe
@secretariat_required
def photo(request: HttpRequest, pk: int, code: uuid.UUID, size: str) -> HttpResponse:
    found = handed_in_report(delegate_for_secretariat(pk))
    return picture(photo_of(found, code), size)


def _report(
    request: HttpRequest,
    delegate: Delegate,
    report: YouthReport,
    *,
    comment: CommentForm | None = None,
    points: SendBackForm | None = None,
) -> HttpResponse:
    return render(
        request,
        "network/desk/report_review.html",
        {
            "delegate": delegate,
            "report": report,
            "shown": as_public(report, media_degree_of(delegate)),
            "remarks": remarks_of(report),
            "form": comment or CommentForm(),
            "points": points or SendBackForm(),
            "photo_url": "youth:report-photo",
            "here": reverse("youth:report-comment", args=[delegate.pk]),
        },
    )
