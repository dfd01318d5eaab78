"""A city's delegate: the checklist, and what is handed in for it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from network.cities.access import for_coordinators
from network.cities.choices import CoordinatorLevel
from network.cities.models import Coordinator
from network.youth.access import delegate_of_city, file_of, item_of
from network.youth.forms.documents import FilesForm, OneFileForm, TickForm
from network.youth.models import ChecklistItem
from network.youth.reports_documents import checklist_of, line_of
from network.youth.reports_travel import attendance_of
from network.youth.usecases.hand_in import (
    MOST_FILES,
    ItemClosed,
    TooManyFiles,
    hand_in,
    remove_file,
    replace_file,
    tick,
    untick,
)
from network.youth.views.private_file import handed_over
from peace.language.dates import jst

PAGE = ["GET", "HEAD", "POST"]
EDITOR = CoordinatorLevel.EDITOR
TEMPLATES = "network/desk/"


@require_safe
@for_coordinators()
def delegate(request: HttpRequest, term: Coordinator, pk: int) -> HttpResponse:
    """What is to hand in for one delegate, the late ones first."""
    found = delegate_of_city(term.municipality, pk)
    lines = checklist_of(found, now=timezone.now())
    needed = [each for each in lines if each.item.is_needed]
    return render(
        request,
        f"{TEMPLATES}delegate.html",
        {
            "delegate": found,
            "lines": lines,
            "done": sum(each.item.is_done for each in needed),
            "needed": len(needed),
            "late": sum(each.is_late for each in needed),
            "may_edit": _may_edit(term, found.is_active),
            "line": attendance_of(found, now=timezone.now()),
        },
    )


@require_http_methods(PAGE)
@for_coordinators()
def item_view(
    request: HttpRequest, term: Coordinator, pk: int, item: str
) -> HttpResponse:
    """One item: its files, and the form that hands it in."""
    found = item_of(delegate_of_city(term.municipality, pk), item)
    may_edit = _may_edit(term, found.delegate.is_active)
    if request.method == "POST" and not term.may(EDITOR):
        raise PermissionDenied
    form = _form(request, found) if may_edit else None
    if request.method == "POST" and form is None:
        raise Http404
    if form is not None and form.is_bound and form.is_valid():
        try:
            _hand_in(request, found, form)
        except TooManyFiles:
            form.add_error(
                "files",
                _(
                    "1つの提出物のファイルは%(n)s個までです。先に、要らないものを外してください。"
                )
                % {"n": MOST_FILES},
            )
        except ItemClosed:
            messages.warning(request, _("この提出物は、いまは出せません。"))
            return redirect("youth:delegate", pk)
        else:
            messages.success(request, _("受け取りました。事務局からも見られます。"))
            return redirect("youth:delegate-item", pk, item)
    return render(
        request,
        f"{TEMPLATES}item.html",
        {
            "delegate": found.delegate,
            "line": line_of(found, now=timezone.now()),
            "form": form,
            "may_edit": may_edit,
        },
    )


def _form(request: HttpRequest, item: ChecklistItem) -> Any:
    """The form that this item is handed in with; None where it is another way."""
    data = request.POST if request.method == "POST" else None
    if item.takes_files:
        return FilesForm(data, request.FILES if data is not None else None)
    if item.is_ticked:
        return TickForm(data, today=jst(timezone.now()).date())
    return None


def _hand_in(request: HttpRequest, item: ChecklistItem, form: Any) -> None:
    who = {"actor": request.user.actor, "now": timezone.now()}
    if isinstance(form, FilesForm):
        hand_in(item=item, files=form.sent_files(item.about), **who)
    else:
        tick(item=item, on=form.cleaned_data["on"], **who)


@require_POST
@for_coordinators(EDITOR)
def untick_view(
    request: HttpRequest, term: Coordinator, pk: int, item: str
) -> HttpResponse:
    """Take a tick back."""
    found = item_of(delegate_of_city(term.municipality, pk), item)
    try:
        untick(item=found, actor=request.user.actor, now=timezone.now())
    except ItemClosed as error:
        raise Http404 from error
    messages.success(request, _("「受け取った」を取り消しました。"))
    return redirect("youth:delegate-item", pk, item)


@require_safe
@for_coordinators()
def file_view(
    request: HttpRequest, term: Coordinator, pk: int, code: uuid.UUID
) -> HttpResponse:
    """One file, handed over."""
    return handed_over(file_of(delegate_of_city(term.municipality, pk), code))


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def remove_view(
    request: HttpRequest, term: Coordinator, pk: int, code: uuid.UUID
) -> HttpResponse:
    """Asked before: the file is gone for good."""
    found = file_of(delegate_of_city(term.municipality, pk), code)
    if request.method == "POST":
        try:
            remove_file(file=found, actor=request.user.actor, now=timezone.now())
        except ItemClosed:
            messages.warning(request, _("この提出物は、いまは変えられません。"))
        else:
            messages.success(request, _("ファイルを外しました。"))
        return redirect("youth:delegate-item", pk, found.item.slug)
    line = line_of(found.item, now=timezone.now())
    return render(
        request,
        f"{TEMPLATES}file_remove.html",
        {
            "delegate": found.item.delegate,
            "file": found,
            "is_last": len(line.files) == 1,
        },
    )


@require_http_methods(PAGE)
@for_coordinators(EDITOR)
def replace_view(
    request: HttpRequest, term: Coordinator, pk: int, code: uuid.UUID
) -> HttpResponse:
    """Another file instead of this one."""
    found = file_of(delegate_of_city(term.municipality, pk), code)
    form = (
        OneFileForm(request.POST, request.FILES)
        if request.method == "POST"
        else OneFileForm()
    )
    if form.is_bound and form.is_valid():
        (sent,) = form.sent_files(found.item.about)
        try:
            replace_file(
                file=found, by=sent, actor=request.user.actor, now=timezone.now()
            )
        except ItemClosed:
            messages.warning(request, _("この提出物は、いまは変えられません。"))
        else:
            messages.success(request, _("ファイルを差し替えました。"))
        return redirect("youth:delegate-item", pk, found.item.slug)
    return render(
        request,
        f"{TEMPLATES}file_replace.html",
        {"delegate": found.item.delegate, "file": found, "form": form},
    )


def _may_edit(term: Coordinator, is_active: bool) -> bool:
    return is_active and term.may(EDITOR)
