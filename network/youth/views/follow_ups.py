"""What delegates did afterwards: the same pages for their city and the secretariat."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.cities.access import for_coordinators, secretariat_required
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import delegate_for_secretariat, delegate_of_city
from network.youth.access_reports import follow_up_of
from network.youth.forms.follow_up import FollowUpForm, initial_of_row
from network.youth.models import Delegate
from network.youth.usecases.follow_up import (
    change_follow_up,
    record_follow_up,
    remove_follow_up,
    restore_follow_up,
)

PAGE = ["GET", "HEAD", "POST"]
EDITOR = CoordinatorLevel.EDITOR
# The names of the addresses: the city's own, and the secretariat's.
CITY, DESK = "youth:city-after", "youth:desk-after"


@require_http_methods(PAGE)
@for_coordinators()
def city(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """The timeline of one of the city's delegates; editors add to it."""
    delegate = delegate_of_city(term.municipality, pk)
    return _timeline(request, delegate, name=CITY, may_edit=term.may(EDITOR))


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def city_edit(
    request: HttpRequest, term: Coordinator, pk: int, row: int
) -> HttpResponse:
    return _edit(request, delegate_of_city(term.municipality, pk), row, name=CITY)


@require_POST
@for_coordinators(EDITOR)
def city_remove(
    request: HttpRequest, term: Coordinator, pk: int, row: int
) -> HttpResponse:
    delegate = delegate_of_city(term.municipality, pk)
    return _remove(request, delegate, row, name=CITY)


@require_POST
@for_coordinators(EDITOR)
def city_restore(
    request: HttpRequest, term: Coordinator, pk: int, row: int
) -> HttpResponse:
    delegate = delegate_of_city(term.municipality, pk)
    return _restore(request, delegate, row, name=CITY)


@require_http_methods(PAGE)
@secretariat_required
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The same for the secretariat, of any city."""
    return _timeline(request, delegate_for_secretariat(pk), name=DESK, may_edit=True)


@require_http_methods(PAGE)
@secretariat_required
def desk_edit(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return _edit(request, delegate_for_secretariat(pk), row, name=DESK)


@require_POST
@secretariat_required
def desk_remove(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return _remove(request, delegate_for_secretariat(pk), row, name=DESK)


@require_POST
@secretariat_required
def desk_restore(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    return _restore(request, delegate_for_secretariat(pk), row, name=DESK)


def _timeline(
    request: HttpRequest, delegate: Delegate, *, name: str, may_edit: bool
) -> HttpResponse:
    form = FollowUpForm(request.POST or None, delegate=delegate) if may_edit else None
    if form and form.is_bound and form.is_valid():
        record_follow_up(
            delegate=delegate,
            done=form.done(),
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("記録しました。"))
        return redirect(name, delegate.pk)
    return render(
        request,
        "network/desk/after.html",
        {
            "delegate": delegate,
            "form": form,
            "rows": delegate.follow_ups.kept(),
            "removed": delegate.follow_ups.filter(removed_at__isnull=False)
            if may_edit
            else [],
            "is_city": name == CITY,
            "may_edit": may_edit,
            **_names(name),
        },
    )


def _edit(
    request: HttpRequest, delegate: Delegate, pk: int, *, name: str
) -> HttpResponse:
    row = follow_up_of(delegate, pk)
    form = FollowUpForm(
        request.POST or None, delegate=delegate, initial=initial_of_row(row)
    )
    if form.is_bound and form.is_valid():
        change_follow_up(
            row=row, done=form.done(), actor=request.user.actor, now=timezone.now()
        )
        messages.success(request, _("直しました。"))
        return redirect(name, delegate.pk)
    return render(
        request,
        "network/desk/after_edit.html",
        {"delegate": delegate, "form": form, "row": row, **_names(name)},
    )


def _remove(
    request: HttpRequest, delegate: Delegate, pk: int, *, name: str
) -> HttpResponse:
    text = _("記録を外しました。下の「外した記録」から元に戻せます。")
    return _change(request, delegate, pk, remove_follow_up, text, name=name)


def _restore(
    request: HttpRequest, delegate: Delegate, pk: int, *, name: str
) -> HttpResponse:
    text = _("元に戻しました。")
    return _change(request, delegate, pk, restore_follow_up, text, name=name)


def _change(
    request: HttpRequest,
    delegate: Delegate,
    pk: int,
    use_case: Callable[..., None],
    text: str,
    *,
    name: str,
) -> HttpResponse:
    row = follow_up_of(delegate, pk)
    use_case(row=row, actor=request.user.actor, now=timezone.now())
    messages.success(request, text)
    return redirect(name, delegate.pk)


def _names(name: str) -> dict[str, str]:
    return {
        "back_name": name,
        "edit_name": f"{name}-edit",
        "remove_name": f"{name}-remove",
        "restore_name": f"{name}-restore",
    }
