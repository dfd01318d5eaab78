"""The library: venues and phrases, and how often each is used."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.programme.access import staff_phrase, staff_venue
from events.programme.forms import PhraseForm, VenueForm
from events.programme.models import Phrase, Venue
from events.programme.usecases.library import (
    PhraseNameTaken,
    remove_phrase,
    save_phrase,
    save_venue,
)
from peace.accounts.access import staff_required

PAGE = ["GET", "HEAD", "POST"]


@require_safe
@staff_required
def library(request: HttpRequest) -> HttpResponse:
    """Venues with how many events take place there, and phrases by their place."""
    return render(
        request,
        "events/programme/staff/library.html",
        {
            "venues": Venue.objects.annotate(used=Count("events")).order_by("slug"),
            "phrases": Phrase.objects.order_by("kind", "name"),
        },
    )


@require_http_methods(PAGE)
@staff_required
def new_venue(request: HttpRequest) -> HttpResponse:
    return _edit_venue(request, None)


@require_http_methods(PAGE)
@staff_required
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_venue(request, staff_venue(pk))


def _edit_venue(request: HttpRequest, found: Venue | None) -> HttpResponse:
    form = VenueForm(
        request.POST or None, initial=_values(found, "name", "address", "access")
    )
    if form.is_bound and form.is_valid():
        save_venue(
            venue=found,
            values=form.cleaned_data,
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("保存しました。"))
        return redirect("staff:library")
    events = found.events.coming(timezone.now()).order_by("starts_at") if found else ()
    return render(
        request,
        "events/programme/staff/library_venue.html",
        {"venue": found, "form": form, "events": events},
    )


@require_http_methods(PAGE)
@staff_required
def new_phrase(request: HttpRequest) -> HttpResponse:
    return _edit_phrase(request, None)


@require_http_methods(PAGE)
@staff_required
def phrase(request: HttpRequest, pk: int) -> HttpResponse:
    return _edit_phrase(request, staff_phrase(pk))


def _edit_phrase(request: HttpRequest, found: Phrase | None) -> HttpResponse:
    form = PhraseForm(
        request.POST or None, initial=_values(found, "kind", "name", "text")
    )
    if form.is_bound and form.is_valid():
        try:
            save_phrase(
                phrase=found,
                values=form.cleaned_data,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except PhraseNameTaken:
            form.add_error("name", _("同じ場所に、同じ見出しの文例があります。"))
        else:
            messages.success(request, _("保存しました。"))
            return redirect("staff:library")
    return render(
        request,
        "events/programme/staff/library_phrase.html",
        {"phrase": found, "form": form},
    )


@require_POST
@staff_required
def phrase_remove(request: HttpRequest, pk: int) -> HttpResponse:
    remove_phrase(phrase=staff_phrase(pk), actor=request.user.actor, now=timezone.now())
    messages.success(request, _("文例を消しました。入れた文は、そのままです。"))
    return redirect("staff:library")


def _values(row: Venue | Phrase | None, *names: str) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names} if row else {}
