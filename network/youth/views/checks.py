"""The secretariat looks at what the cities handed in."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from network.cities.access import secretariat_required
from network.youth.access import (
    delegate_for_secretariat,
    file_of,
    item_of,
    programme_of,
)
from network.youth.choices import ItemKind
from network.youth.forms.documents import ProblemForm
from network.youth.reports_documents import checklist_of, line_of, table_of
from network.youth.reports_travel import attendance_of
from network.youth.usecases.check_item import find_in_order, find_problem
from network.youth.usecases.hand_in import ItemClosed
from network.youth.views.private_file import handed_over

PAGE = ["GET", "HEAD", "POST"]
TEMPLATES = "network/desk/"


@require_safe
@secretariat_required
def table(request: HttpRequest, year: int) -> HttpResponse:
    """All delegates and all items, one sign each; with ?only=open what is missing."""
    programme = programme_of(year)
    rows = table_of(programme, now=timezone.now())
    only_open = request.GET.get("only") == "open"
    return render(
        request,
        f"{TEMPLATES}documents.html",
        {
            "programme": programme,
            "kinds": ItemKind.choices,
            "rows": [each for each in rows if not (only_open and each.is_complete)],
            "only_open": only_open,
            "now": timezone.now(),
            "totals": [
                ("people", _("派遣ユース"), len(rows)),
                ("ok", _("そろった"), sum(each.is_complete for each in rows)),
                ("warn", _("遅れのある市"), sum(bool(each.late) for each in rows)),
                ("few", _("要確認"), sum(each.problems for each in rows)),
                ("move", _("出し直し"), sum(each.mended for each in rows)),
            ],
        },
    )


@require_safe
@secretariat_required
def delegate(request: HttpRequest, pk: int) -> HttpResponse:
    """One delegate's checklist, as its city sees it."""
    found = delegate_for_secretariat(pk)
    lines = checklist_of(found, now=timezone.now())
    needed = [each for each in lines if each.item.is_needed]
    return render(
        request,
        f"{TEMPLATES}check.html",
        {
            "delegate": found,
            "lines": lines,
            "done": sum(each.item.is_done for each in needed),
            "needed": len(needed),
            "late": sum(each.is_late for each in needed),
            "line": attendance_of(found, now=timezone.now()),
        },
    )


@require_http_methods(PAGE)
@secretariat_required
def item_view(request: HttpRequest, pk: int, item: str) -> HttpResponse:
    """One item with its files: in order, or a problem in one sentence."""
    found = item_of(delegate_for_secretariat(pk), item)
    who = {"actor": request.user.actor, "now": timezone.now()}
    wanted = request.POST.get("step", "")
    is_problem = request.method == "POST" and wanted != "in-order"
    form = ProblemForm(request.POST if is_problem else None)
    try:
        if request.method == "POST" and wanted == "in-order":
            find_in_order(item=found, **who)
            messages.success(request, _("済みにしました。"))
            return redirect("youth:check", pk)
        if form.is_bound and form.is_valid():
            find_problem(item=found, sentence=form.cleaned_data["sentence"], **who)
            messages.success(request, _("市に知らせました。"))
            return redirect("youth:check", pk)
    except ItemClosed:
        messages.warning(request, _("この方は派遣されないことになりました。"))
        return redirect("youth:check", pk)
    return render(
        request,
        f"{TEMPLATES}check_item.html",
        {
            "delegate": found.delegate,
            "line": line_of(found, now=timezone.now()),
            "form": form,
        },
    )


@require_safe
@secretariat_required
def file_view(request: HttpRequest, pk: int, code: uuid.UUID) -> HttpResponse:
    """One file, handed over."""
    return handed_over(file_of(delegate_for_secretariat(pk), code))
