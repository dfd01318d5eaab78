"""Storytellers: who tells what, how often; their own calendar."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.access import staff_storyteller, storyteller_of_calendar
from events.programme.choices import EventStatus
from events.programme.exports.storyteller_calendar import storyteller_calendar
from events.programme.forms import StorytellerForm
from events.programme.models import Storyteller, Telling
from events.programme.reports import fiscal_year, loads
from events.programme.usecases.library import renew_calendar, save_storyteller
from peace.accounts.access import staff_required
from peace.language.dates import era_year, jst

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@staff_required
def storytellers(request: HttpRequest) -> HttpResponse:
    """Everybody with what they tell and how often this fiscal year."""
    today = jst(timezone.now()).date()
    found = loads(day=today)
    return render(
        request,
        "events/programme/staff/storytellers.html",
        {
            "loads": found,
            "most": max((load.count for load in found), default=0),
            "year": era_year(fiscal_year(today)[0]),
        },
    )


@require_http_methods(PAGE)
@staff_required
def new_storyteller(request: HttpRequest) -> HttpResponse:
    return _edit(request, None)


@require_http_methods(PAGE)
@staff_required
def storyteller(request: HttpRequest, pk: int) -> HttpResponse:
    """One storyteller: what they tell, where; the address of their calendar."""
    return _edit(request, staff_storyteller(pk))


def _edit(request: HttpRequest, found: Storyteller | None) -> HttpResponse:
    names = ("name", "kana", "email", "phone", "stories", "is_active")
    initial = {name: getattr(found, name) for name in names} if found else {}
    form = StorytellerForm(request.POST or None, initial=initial)
    if form.is_bound and form.is_valid():
        save_storyteller(
            storyteller=found,
            values=form.cleaned_data,
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("保存しました。"))
        return redirect("staff:storytellers")
    return render(
        request,
        "events/programme/staff/storyteller.html",
        {
            "storyteller": found,
            "form": form,
            "tellings": _tellings(found).order_by("-timeslot__starts_at"),
        },
    )


@require_POST
@staff_required
def renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new secret address for the calendar, when the old one went astray."""
    renew_calendar(
        storyteller=staff_storyteller(pk),
        actor=request.user.actor,
        now=timezone.now(),
    )
    messages.success(request, _("予定表の住所を変えました。本人に知らせてください。"))
    return redirect("staff:storyteller", pk)


@require_safe
@login_not_required
@never_cache
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    """The feed behind a secret address: the person's tellings, no visitors."""
    found = storyteller_of_calendar(code)
    tellings = _tellings(found).exclude(timeslot__event__status=EventStatus.DRAFT)
    response = HttpResponse(
        storyteller_calendar(tellings.order_by("timeslot__starts_at")),
        content_type="text/calendar; charset=utf-8",
    )
    response["Content-Disposition"] = 'attachment; filename="storyteller.ics"'
    return response


def _tellings(found: Storyteller | None):  # noqa: ANN202 - a QuerySet
    return Telling.objects.filter(storyteller=found).select_related(
        "timeslot__event__venue"
    )
