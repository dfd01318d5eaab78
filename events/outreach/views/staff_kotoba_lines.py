"""Staff: read every line, type what came on paper, take in a school's list."""

import csv
import io

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.access_kotoba import staff_call, staff_line
from events.outreach.choices import KotobaStatus
from events.outreach.forms.staff_kotoba import PaperForm
from events.outreach.forms.staff_kotoba_list import KotobaListForm
from events.outreach.models import Kotoba, KotobaCall
from events.outreach.reports_kotoba import Queued, counts_by_status, twins_in
from events.outreach.usecases.kotoba_list import (
    ListKnown,
    SelectionConfirmed,
    import_lines,
    type_line,
)
from events.outreach.usecases.kotoba_read import (
    NotToDecide,
    ReasonMissing,
    WordsChanged,
    decide_line,
)
from peace.accounts.access import staff_required

PER_PAGE = 30
TWINS = "TWINS"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def lines(request: HttpRequest, slug: str) -> HttpResponse:
    """The queue, narrowed by state; one decision a button, one key."""
    found = staff_call(slug)
    asked = request.POST if request.method == "POST" else request.GET
    state, words = asked.get("state", KotobaStatus.RECEIVED), asked.get("q", "")
    if state not in {*KotobaStatus.values, TWINS, ""}:
        state = KotobaStatus.RECEIVED
    refused = None
    if request.method == "POST":
        refused = _decide(request, found)
        if refused is None:
            query = urlencode(
                {"state": state, "q": words, "page": asked.get("page", "")}
            )
            here = reverse("staff:kotoba-lines", args=[found.slug])
            return redirect(f"{here}?{query}#queue")
    twins = twins_in(found)
    page = Paginator(_narrowed(found, state, words, twins), PER_PAGE).get_page(
        asked.get("page")
    )
    return render(
        request,
        "events/outreach/staff/kotoba/lines.html",
        {
            "call": found,
            "state": state,
            "words": words,
            "page": page,
            "query": urlencode({"state": state, "q": words}) + "&",
            "rows": [Queued(each, twins.get(each.pk, [])) for each in page],
            "states": _states(found, twins),
            "refused": refused,
        },
    )


def _narrowed(
    call: KotobaCall, state: str, words: str, twins: dict
) -> QuerySet[Kotoba]:
    found = call.kotoba.order_by("created_at", "pk")
    if state == TWINS:
        found = found.filter(pk__in=list(twins))
    elif state:
        found = found.filter(status=state)
    if words:
        found = found.filter(text__icontains=words) | found.filter(
            pen_name__icontains=words
        )
    return found


def _states(call: KotobaCall, twins: dict) -> list[dict]:
    counts = counts_by_status(call)
    return [
        *(
            {"value": each.value, "label": each.label, "n": counts.get(each, 0)}
            for each in KotobaStatus
        ),
        {"value": TWINS, "label": _("似ている作品"), "n": len(twins)},
        {"value": "", "label": _("すべて"), "n": sum(counts.values())},
    ]


def _decide(request: HttpRequest, call: KotobaCall) -> dict | None:
    """None when decided; else the line and the sentence to show beside it."""
    line = staff_line(call, request.POST.get("line", ""))
    status = request.POST.get("status", "")
    if status not in {
        KotobaStatus.ACCEPTED,
        KotobaStatus.HELD_BACK,
        KotobaStatus.RECEIVED,
    }:
        return {"line": line, "text": _("ボタンを1つ選んでください。")}
    try:
        decide_line(
            kotoba=line,
            status=status,
            reason=request.POST.get("reason", "")[:200],
            read=request.POST.get("read", ""),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except ReasonMissing:
        return {"line": line, "text": _("対象外にする理由を書いてください。")}
    except NotToDecide:
        messages.warning(request, _("取り下げられたか、入選に入っている作品です。"))
    except WordsChanged:
        messages.warning(
            request, _("書いた人が直しました。新しい文を読んでから決めてください。")
        )
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def type_in(request: HttpRequest, slug: str) -> HttpResponse:
    """Paper after paper: Enter saves, and the empty form is there again."""
    found = staff_call(slug)
    form = PaperForm(
        request.POST if request.method == "POST" else None, longest=found.max_length
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = type_line(
                call=found,
                line=form.line(),
                key=form.form_key,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except SelectionConfirmed:
            messages.warning(request, _("入選が決まったため、もう追加できません。"))
        else:
            messages.success(request, _("登録しました：%(text)s") % {"text": made.text})
        return redirect("staff:kotoba-type", found.slug)
    return render(
        request,
        "events/outreach/staff/kotoba/type.html",
        {
            "call": found,
            "form": form,
            "latest": found.kotoba.filter(way="PAPER").order_by("-pk")[:5],
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def import_list(request: HttpRequest, slug: str) -> HttpResponse:
    """A school's list: all of it or nothing, every bad row named."""
    found = staff_call(slug)
    posted = request.method == "POST"
    form = KotobaListForm(
        request.POST if posted else None,
        request.FILES if posted else None,
        longest=found.max_length,
    )
    if posted and form.is_valid():
        try:
            count = import_lines(
                call=found,
                lines=form.lines,
                group=form.cleaned_data["group"],
                digest=form.digest,
                actor=request.user.actor,
                now=timezone.now(),
            )
        except ListKnown as known:
            form.add_error(
                "file",
                _("このファイルは、もう登録されています（%(n)s点）。")
                % {"n": known.lines},
            )
        except SelectionConfirmed:
            form.add_error(None, _("入選が決まったため、もう追加できません。"))
        else:
            messages.success(request, _("%(n)s点を登録しました。") % {"n": count})
            return redirect("staff:kotoba-lines", found.slug)
    return render(
        request,
        "events/outreach/staff/kotoba/import.html",
        {"call": found, "form": form},
    )


@require_safe
@staff_required
def import_sample(request: HttpRequest, slug: str) -> HttpResponse:
    """The headings and three rows as they should look, for Excel."""
    staff_call(slug)
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow(["コトバ", "名前", "年代", "展示"])
    table.writerow(
        ["朝の教室に、みんなの声がそろっている", "くに丸", "10代以下", "名前あり"]
    )
    table.writerow(["おかえりと言える家が、今日もある", "", "10代以下", "名前なし"])
    table.writerow(["空が青いだけで、うれしい日", "", "", "展示しない"])
    response = HttpResponse(
        "\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="kotoba.csv"'
    return response
