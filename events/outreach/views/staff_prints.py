"""Staff pages: posters and flyers as PDF or picture, texts to copy."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.outreach.announcing import facts_of
from events.outreach.exports.flyer import Look, flyer
from events.outreach.exports.paper import A4, A5, Paper
from events.outreach.exports.picture import Picture
from events.outreach.exports.poster import poster
from events.outreach.forms.staff_sources import MakeSourcesForm, PrintForm, SheetKind
from events.outreach.models import Source
from events.outreach.reports_links import LinkCheck, check_link
from events.outreach.texts import texts_of
from events.outreach.usecases.sources import create_sources
from events.outreach.views.staff_sources import made_words
from events.programme.access import staff_event
from events.programme.models import Event, Timeslot
from events.registration.exports.files import harmless
from peace.accounts.access import staff_required
from peace.language.localised import LANGUAGES

TYPES = {"pdf": "application/pdf", "png": "image/png"}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def prints(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose the sheet and its codes; a POST makes new codes, the PDF is a GET."""
    event = staff_event(slug)
    now = timezone.now()
    making = MakeSourcesForm(request.POST or None)
    if making.is_bound and making.is_valid():
        made = create_sources(
            kind=making.cleaned_data["kind"],
            places=making.cleaned_data["all_places"],
            event=event,
            actor=request.user.actor,
            now=now,
        )
        messages.success(request, made_words(len(made)))
        codes = "&".join(f"code={each.code}" for each in made)
        return redirect(f"{reverse('staff:event-print', args=[slug])}?{codes}#sheet")
    form = _print_form(request, event)
    form.is_valid()
    check = _check(event, now)
    return render(
        request,
        "events/outreach/staff/sources/print.html",
        {
            "event": event,
            "form": form,
            "making": making,
            "check": check,
            "sources": list(form.by_code.values()),
        },
    )


@require_safe
@staff_required
def file(request: HttpRequest, slug: str) -> HttpResponse:
    """The PDF: a page for each code; without one a sample that leads nowhere.

    As a picture it is one page, with the first of the codes.
    Every code is checked before it goes on paper: of a draft there is a sample only.
    """
    event = staff_event(slug)
    now = timezone.now()
    form = _print_form(request, event)
    if not form.is_valid():
        messages.warning(request, _("紙面を選んでください。"))
        return redirect("staff:event-print", slug)
    values = form.cleaned_data
    language = (values["language"] or "ja") if values["sheet"] != "poster" else "ja"
    checks = [check_link(each, now=now) for each in form.sources]
    urls = [_url(each.source, language) for each in checks if not each.state.is_dead]
    kind = values["file"] or "pdf"
    look = Look(
        size=A5 if values["sheet"] == SheetKind.FLYER_A5 else A4,
        in_colour=values["ink"] != "black",
        bleed=values["bleed"],
        lang=language,
        paper=Picture if kind == "png" else Paper,
    )
    pages = (urls or [""])[: 1 if kind == "png" else None]
    with translation.override(language):
        facts = facts_of(event, _timeslots(event), now=now)
        make = poster if values["sheet"] == SheetKind.POSTER else flyer
        content = make([(facts, url) for url in pages], look)
    name = f"{slug}-{values['sheet']}-{language}.{kind}"
    return HttpResponse(
        content,
        content_type=TYPES[kind],
        headers={"Content-Disposition": f'inline; filename="{harmless(name)}"'},
    )


def _print_form(request: HttpRequest, event: Event) -> PrintForm:
    sources = list(Source.objects.of_event(event).active().with_target())
    data = request.GET.copy()
    data.setdefault("sheet", SheetKind.POSTER)
    # A code that was switched off meanwhile is not printed, and no reason to refuse.
    known = {each.code for each in sources}
    data.setlist("code", [code for code in data.getlist("code") if code in known])
    return PrintForm(data, sources=sources)


def _check(event: Event, now: datetime) -> LinkCheck:
    """What a code of EVENT would open, though none is made yet."""
    return check_link(Source(code="preview", event=event), now=now)


def _url(source: Source, language: str) -> str:
    return source.url if language == "ja" else f"{source.url}?l={language}"


def _timeslots(event: Event) -> list[Timeslot]:
    return list(event.timeslots.with_seats().with_support().in_order())


@require_safe
@staff_required
def texts(request: HttpRequest, slug: str) -> HttpResponse:
    """The text for the city paper and for posts, to copy; nothing is stored."""
    event = staff_event(slug)
    language = request.GET.get("language", "ja")
    language = language if language in LANGUAGES else "ja"
    now = timezone.now()
    own = {each.kind: each for each in Source.objects.of_event(event).active()}
    with translation.override(language):
        facts = facts_of(event, _timeslots(event), now=now)
        found = texts_of(event, facts, own, now=now)
    return render(
        request,
        "events/outreach/staff/sources/texts.html",
        {
            "event": event,
            "language": language,
            "texts": found,
            "check": _check(event, now),
        },
    )
