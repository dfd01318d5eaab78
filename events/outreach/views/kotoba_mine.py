"""A writer's own page, by private link: see, correct, change the consent, withdraw."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.access_kotoba import LinkCut, kotoba_by_link
from events.outreach.forms.kotoba import ConsentForm, KotobaForm
from events.outreach.models import Kotoba
from events.outreach.usecases.kotoba_send import (
    AlreadyWithdrawn,
    CallClosed,
    change_consent,
    correct_line,
    withdraw_line,
)
from peace.language.graphemes import length

View = Callable[[HttpRequest, Kotoba], HttpResponse]


def by_link(view: View) -> Callable[..., HttpResponse]:
    """Hands VIEW the line of the private link; a cut link gets a kind page."""

    @wraps(view)
    def answer(request: HttpRequest, token: str) -> HttpResponse:
        try:
            found = kotoba_by_link(token)
        except LinkCut:
            return render(request, "events/outreach/kotoba/link_cut.html", status=404)
        return view(request, found)

    return login_not_required(never_cache(answer))


@require_safe
@by_link
def mine(request: HttpRequest, kotoba: Kotoba) -> HttpResponse:
    """The line, how it may be shown, and what happens next."""
    now = timezone.now()
    return render(
        request,
        "events/outreach/kotoba/mine.html",
        {
            "kotoba": kotoba,
            "call": kotoba.call,
            "can_correct": kotoba.can_be_corrected_at(now),
            # Nobody hears of it before everybody does.
            "is_chosen": kotoba.position is not None and kotoba.call.told_at,
            "is_shown": kotoba.call.is_shown_at(now),
            "is_new": "new" in request.GET,
            "is_changed": "changed" in request.GET,
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def change(request: HttpRequest, kotoba: Kotoba) -> HttpResponse:
    """Write it anew until the deadline."""
    if not kotoba.can_be_corrected_at(timezone.now()):
        return redirect(kotoba.url)
    typed = request.POST if request.method == "POST" else None
    if typed and "count" in typed:
        return _counted(request, kotoba)
    form = KotobaForm(
        typed,
        longest=kotoba.call.max_length,
        initial={
            name: getattr(kotoba, name)
            for name in ("text", "pen_name", "age_band", "consent", "email", "phone")
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            correct_line(kotoba=kotoba, line=form.line(), now=timezone.now())
        except (CallClosed, AlreadyWithdrawn):
            return redirect(kotoba.url)
        return redirect(f"{kotoba.url}?changed=1")
    return _change_page(request, kotoba, form)


def _counted(request: HttpRequest, kotoba: Kotoba) -> HttpResponse:
    """The same page with the number of characters, for browsers without a script."""
    form = KotobaForm(initial=request.POST.dict(), longest=kotoba.call.max_length)
    count = length(request.POST.get("text", ""))
    return _change_page(request, kotoba, form, count=count)


def _change_page(
    request: HttpRequest,
    kotoba: Kotoba,
    form: KotobaForm,
    *,
    count: int | None = None,
) -> HttpResponse:
    return render(
        request,
        "events/outreach/kotoba/change.html",
        {"kotoba": kotoba, "call": kotoba.call, "form": form, "count": count},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def consent(request: HttpRequest, kotoba: Kotoba) -> HttpResponse:
    """How it may be shown, at any time; a GET changes nothing."""
    if kotoba.is_withdrawn:
        return redirect(kotoba.url)
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        has_name=bool(kotoba.pen_name),
        initial={"consent": kotoba.consent},
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_consent(
                kotoba=kotoba, consent=form.cleaned_data["consent"], now=timezone.now()
            )
        except AlreadyWithdrawn:
            return redirect(kotoba.url)
        return redirect(f"{kotoba.url}?changed=1")
    return render(
        request,
        "events/outreach/kotoba/consent.html",
        {"kotoba": kotoba, "call": kotoba.call, "form": form},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@by_link
def withdraw(request: HttpRequest, kotoba: Kotoba) -> HttpResponse:
    """Asked before harm: what goes, then one button."""
    if kotoba.is_withdrawn:
        return redirect(kotoba.url)
    if request.method == "POST":
        withdraw_line(kotoba=kotoba, now=timezone.now())
        return redirect(kotoba.url)
    return render(
        request,
        "events/outreach/kotoba/withdraw.html",
        {"kotoba": kotoba, "call": kotoba.call},
    )
