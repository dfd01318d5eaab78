"""Staff pages: sources, their labels, and whether every printed QR code opens."""

from django.contrib import messages
from django.core.paginator import Paginator
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

from events.outreach.access import staff_source
from events.outreach.choices import SourceKind
from events.outreach.forms.staff_sources import NewSourcesForm, PlaceForm
from events.outreach.link_state import LinkState
from events.outreach.models import Source
from events.outreach.reports_links import check_link, link_checks
from events.outreach.reports_sources import source_rows, visits_by_day
from events.outreach.usecases.sources import (
    CodeTaken,
    create_sources,
    describe_source,
    switch_source,
)
from events.programme.access import coming_events, staff_event
from events.programme.models import Event
from events.registration.qr import qr_path
from peace.accounts.access import staff_required
from peace.language.dates import fiscal_year_begins

PAGE = ["GET", "HEAD", "POST"]
PER_PAGE = 40
MOST_LABELS = 120


@require_safe
@staff_required
def sources(request: HttpRequest) -> HttpResponse:
    """All of them, the newest first; narrowed to what is on."""
    shows_all = "all" in request.GET
    found = Source.objects.with_target()
    page = Paginator(found if shows_all else found.active(), PER_PAGE).get_page(
        request.GET.get("page")
    )
    return render(
        request,
        "events/outreach/staff/sources/list.html",
        {
            "rows": source_rows(page.object_list),
            "page": page,
            "page_query": "all=1&" if shows_all else "",
            "shows_all": shows_all,
        },
    )


@require_http_methods(PAGE)
@staff_required
def new(request: HttpRequest) -> HttpResponse:
    """Many at once; then the sheet with their QR codes."""
    now = timezone.now()
    events = [*coming_events(now), *_drafts()]
    chosen = request.GET.get("event", "")
    initial = {
        "target": next((f"event:{e.pk}" for e in events if e.slug == chosen), ""),
        "kind": request.GET.get("kind", SourceKind.POSTER),
    }
    form = NewSourcesForm(request.POST or None, events=events, initial=initial)
    if form.is_bound and form.is_valid():
        try:
            made = create_sources(
                kind=form.cleaned_data["kind"],
                places=form.cleaned_data["all_places"],
                code=form.cleaned_data["code"],
                **form.leads_to,
                actor=request.user.actor,
                now=now,
            )
        except CodeTaken:
            form.code_taken()
        else:
            messages.success(request, made_words(len(made)))
            if len(made) == 1:
                return redirect("staff:sources-one", made[0].code)
            codes = "".join(f"&code={each.code}" for each in made)
            return redirect(f"{reverse('staff:sources-labels')}?{codes[1:]}")
    return render(request, "events/outreach/staff/sources/new.html", {"form": form})


def made_words(count: int) -> str:
    text = ngettext(
        "QRコードを%(n)d個、作りました。", "QRコードを%(n)d個、作りました。", count
    )
    return text % {"n": count}


def _drafts() -> list[Event]:
    return list(Event.objects.filter(status="DRAFT").order_by("starts_at")[:50])


@require_http_methods(PAGE)
@staff_required
def source(request: HttpRequest, code: str) -> HttpResponse:
    """One source: its QR code and link, where it hangs, what it brought."""
    found = staff_source(code)
    form = PlaceForm(request.POST or None, initial={"place": found.place})
    now = timezone.now()
    if form.is_bound and form.is_valid():
        describe_source(
            source=found,
            place=form.cleaned_data["place"],
            actor=request.user.actor,
            now=now,
        )
        messages.success(request, _("保存しました。"))
        return redirect("staff:sources-one", found.code)
    return render(
        request,
        "events/outreach/staff/sources/source.html",
        {
            "row": source_rows([found])[0],
            "check": check_link(found, now=now),
            "qr": qr_path(found.url),
            "form": form,
            "days": visits_by_day(found, since=fiscal_year_begins(now).date()),
        },
    )


@require_POST
@staff_required
def switch(request: HttpRequest, code: str) -> HttpResponse:
    """Off, when a poster is taken down; on again, when it hangs again."""
    found = staff_source(code)
    is_on = request.POST.get("to") == "on"
    switch_source(
        source=found, is_on=is_on, actor=request.user.actor, now=timezone.now()
    )
    if is_on:
        messages.success(request, _("このリンクは、また開きます。"))
    else:
        messages.success(
            request, _("止めました。読み取った人には、これからの催しの一覧を出します。")
        )
    return redirect("staff:sources-one", found.code)


@require_safe
@staff_required
def labels(request: HttpRequest) -> HttpResponse:
    """A sheet of QR codes to cut out: of one event, or of the codes that are named."""
    wanted = request.GET.getlist("code")[:MOST_LABELS]
    slug = request.GET.get("event", "")
    found = Source.objects.active().with_target()
    found = found.filter(event__slug=slug) if slug else found.filter(code__in=wanted)
    shown = sorted(found[:MOST_LABELS], key=lambda each: (each.place, each.code))
    return render(
        request,
        "events/outreach/staff/sources/labels.html",
        {"labels": [(each, qr_path(each.url)) for each in shown]},
    )


@require_safe
@staff_required
def check(request: HttpRequest) -> HttpResponse:
    """What a visitor finds behind every code that is on: those to mend first."""
    checks = link_checks(now=timezone.now())
    past = [each for each in checks if each.state == LinkState.PAST]
    found = [each for each in checks if each.state != LinkState.PAST]
    return render(
        request,
        "events/outreach/staff/sources/check.html",
        {
            "checks": found,
            "past": past,
            "dead": sum(each.state.is_dead for each in found),
        },
    )


@require_safe
@staff_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Everything with which an event is made known, from one page."""
    found = staff_event(slug)
    rows = source_rows(Source.objects.of_event(found).with_target())
    return render(
        request,
        "events/outreach/staff/sources/event.html",
        {"event": found, "rows": rows},
    )
