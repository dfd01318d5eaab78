"""Staff: the calls, one call at a glance, its figures."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.outreach.access_kotoba import staff_call
from events.outreach.choices import KotobaStatus
from events.outreach.forms.staff_kotoba import KotobaCallForm
from events.outreach.models import KotobaCall
from events.outreach.reports_kotoba import (
    counts_by_status,
    figures_of,
    shown_count,
    years_of,
)
from events.outreach.usecases.kotoba_call import (
    CallIncomplete,
    CannotUnpublish,
    NotConfirmed,
    hide_wall,
    publish_call,
    save_call,
    show_wall,
    unpublish_call,
)
from peace.accounts.access import staff_required


@require_safe
@staff_required
def calls(request: HttpRequest) -> HttpResponse:
    """All calls, drafts too, the newest first."""
    now = timezone.now()
    return render(
        request,
        "events/outreach/staff/kotoba/calls.html",
        {
            "rows": [
                {"call": call, "state": call_state(call), "figures": call.figures()}
                for call in KotobaCall.objects.all()
            ],
            "now": now,
        },
    )


@require_safe
@staff_required
def call(request: HttpRequest, slug: str) -> HttpResponse:
    """Where the call stands, and what is to do next."""
    found = staff_call(slug)
    now = timezone.now()
    counts = counts_by_status(found)
    return render(
        request,
        "events/outreach/staff/kotoba/call.html",
        {
            "call": found,
            "state": call_state(found),
            "figures": found.figures(),
            "waiting": counts.get(KotobaStatus.RECEIVED, 0),
            "held_back": counts.get(KotobaStatus.HELD_BACK, 0),
            "withdrawn": counts.get(KotobaStatus.WITHDRAWN, 0),
            "members": found.committee.filter(is_active=True).count(),
            "on_the_wall": shown_count(found),
            "is_shown": found.is_shown_at(now),
        },
    )


def call_state(call: KotobaCall) -> dict[str, str]:
    """Sign, tone and word, for `components/status.html`."""
    now = timezone.now()
    if not call.is_published:
        return {"sign": "pen", "tone": "", "word": _("下書き")}
    if now < call.opens_at:
        return {"sign": "late", "tone": "", "word": _("募集前")}
    if call.takes_lines_at(now):
        return {"sign": "free", "tone": "good", "word": _("応募受付中")}
    if call.is_shown_at(now):
        return {"sign": "ok", "tone": "good", "word": _("展示中")}
    if call.is_scored_at(now):
        return {"sign": "wait", "tone": "care", "word": _("選考中")}
    if call.is_confirmed:
        return {"sign": "check", "tone": "", "word": _("入選決定")}
    return {"sign": "few", "tone": "care", "word": _("入選を決める")}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def new_call(request: HttpRequest) -> HttpResponse:
    """A new call, its texts copied from the last one."""
    last = KotobaCall.objects.first()
    form = KotobaCallForm(
        request.POST if request.method == "POST" else None,
        initial=_copied(last) if last else None,
    )
    if request.method == "POST" and form.is_valid():
        made = save_call(
            call=None,
            values=form.cleaned_data,
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("下書きを作りました。"))
        return redirect("staff:kotoba-call", made.slug)
    return render(
        request,
        "events/outreach/staff/kotoba/edit.html",
        {"form": form, "call": None, "copied": last},
    )


def _copied(last: KotobaCall) -> dict[str, Any]:
    """What stays from year to year; dates and the exhibition are new."""
    names = ("title", "theme", "max_length", "places")
    return {name: getattr(last, name) for name in names}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def edit(request: HttpRequest, slug: str) -> HttpResponse:
    found = staff_call(slug)
    form = KotobaCallForm(
        request.POST if request.method == "POST" else None,
        call=found,
        initial={name: getattr(found, name) for name in KotobaCallForm.base_fields},
    )
    if request.method == "POST" and form.is_valid():
        saved = save_call(
            call=found,
            values=form.cleaned_data,
            actor=request.user.actor,
            now=timezone.now(),
        )
        messages.success(request, _("保存しました。"))
        return redirect("staff:kotoba-call", saved.slug)
    return render(
        request,
        "events/outreach/staff/kotoba/edit.html",
        {"form": form, "call": found},
    )


@require_POST
@staff_required
def publish(request: HttpRequest, slug: str) -> HttpResponse:
    """Open it to everybody, or back to a draft while nobody has answered."""
    found, now = staff_call(slug), timezone.now()
    try:
        if found.is_published:
            unpublish_call(call=found, actor=request.user.actor, now=now)
            messages.success(request, _("下書きに戻しました。"))
        else:
            publish_call(call=found, actor=request.user.actor, now=now)
            messages.success(request, _("公開しました。"))
    except CallIncomplete:
        messages.warning(
            request, _("公開するには、テーマと、これからの締切りが要ります。")
        )
    except CannotUnpublish:
        messages.warning(request, _("応募があるため、下書きに戻せません。"))
    return redirect("staff:kotoba-call", found.slug)


@require_POST
@staff_required
def show(request: HttpRequest, slug: str) -> HttpResponse:
    """Let everybody see the chosen lines, or nobody any more."""
    found, now = staff_call(slug), timezone.now()
    if found.shown_at:
        hide_wall(call=found, actor=request.user.actor, now=now)
        messages.success(request, _("公開をやめました。"))
        return redirect("staff:kotoba-call", found.slug)
    try:
        show_wall(call=found, actor=request.user.actor, now=now)
    except NotConfirmed:
        messages.warning(
            request, _("入選を、もう1人の職員が確認してから公開できます。")
        )
    else:
        messages.success(request, _("入選作品を公開しました。"))
    return redirect("staff:kotoba-call", found.slug)


@require_safe
@staff_required
def results(request: HttpRequest, slug: str) -> HttpResponse:
    """By age band, by way, by poster, by year; small cells hidden."""
    found = staff_call(slug)
    return render(
        request,
        "events/outreach/staff/kotoba/results.html",
        {"call": found, "figures": figures_of(found), "years": years_of()},
    )
