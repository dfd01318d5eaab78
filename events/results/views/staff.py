"""Staff pages of a questionnaire: switch it on, see what came of it, print, export."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST, require_safe

from events.programme.access import staff_event
from events.programme.models import Event
from events.programme.reports import fiscal_year
from events.registration.exports.files import XLSX, xlsx_file
from events.registration.qr import qr_path
from events.results.access import questionnaire_of, staff_answer, staff_questionnaire
from events.results.exports.answers import answers_table
from events.results.forms.staff_answers import TimesForm
from events.results.models import Questionnaire
from events.results.reports import comments, standing
from events.results.reports_year import year_of_questionnaires
from events.results.sheet import sheet
from events.results.usecases.quote import set_quotable
from events.results.usecases.switch_questionnaire import (
    AnsweredAlready,
    ClosesTooEarly,
    change_times,
    switch_off,
    switch_on,
    usual_times,
)
from peace.accounts.access import staff_required
from peace.language.dates import era_year, jst


@require_safe
@staff_required
def year(request: HttpRequest) -> HttpResponse:
    """The fiscal year, by programme: how many answered, and what they thought."""
    typed = request.GET.get("year", "")
    today = jst(timezone.now()).date()
    day = today
    if typed.isdecimal() and len(typed) == 4 and 2000 <= int(typed) <= today.year:
        day = today.replace(year=int(typed), month=4, day=1)
    first = fiscal_year(day)[0]
    return render(
        request,
        "events/results/staff/year.html",
        {
            "programmes": year_of_questionnaires(day, now=timezone.now()),
            "year": era_year(first),
            "before": first.year - 1,
            "after": first.year + 1 if first < fiscal_year(today)[0] else None,
            "now": timezone.now(),
        },
    )


@require_safe
@staff_required
def questionnaire(request: HttpRequest, slug: str) -> HttpResponse:
    """One event's: its times, its figures once it has closed, its lines to read."""
    event = staff_event(slug)
    found = questionnaire_of(event)
    return _page(request, event, found)


def _page(
    request: HttpRequest,
    event: Event,
    found: Questionnaire | None,
    form: TimesForm | None = None,
) -> HttpResponse:
    now = timezone.now()
    page: dict = {"event": event, "questionnaire": found}
    if found is None:
        page["usual"] = usual_times(event)
    else:
        times = {"opens_at": found.opens_at, "closes_at": found.closes_at}
        page |= {
            "standing": standing(found),
            "is_open": found.is_open_at(now),
            "is_over": found.closes_at <= now,
            "comments": comments(found),
            "form": form or TimesForm(initial=times),
            "address": f"{settings.SITE_URL}{_path(found)}",
        }
    return render(request, "events/results/staff/questionnaire.html", page)


def _path(found: Questionnaire) -> str:
    with override("ja"):
        return found.path


@require_POST
@staff_required
def switch(request: HttpRequest, slug: str) -> HttpResponse:
    """On; or, while nobody has answered, off."""
    event = staff_event(slug)
    facts = {"actor": request.user.actor, "now": timezone.now()}
    if "off" not in request.POST:
        switch_on(event=event, **facts)
        messages.success(request, _("アンケートを始めました。"))
        return redirect("staff:questionnaire", slug)
    found = questionnaire_of(event)
    try:
        if found:
            switch_off(questionnaire=found, **facts)
            messages.success(request, _("アンケートをやめました。"))
    except AnsweredAlready:
        messages.warning(
            request, _("もう回答があります。「いま締め切る」を使ってください。")
        )
    return redirect("staff:questionnaire", slug)


@require_POST
@staff_required
def times(request: HttpRequest, slug: str) -> HttpResponse:
    """Other times, or closed at once."""
    event = staff_event(slug)
    found = staff_questionnaire(event)
    now = timezone.now()
    form = TimesForm(request.POST)
    if "close" in request.POST:
        values = {"opens_at": found.opens_at, "closes_at": now}
    elif form.is_valid():
        values = form.cleaned_data
    else:
        return _page(request, event, found, form)
    try:
        change_times(questionnaire=found, actor=request.user.actor, now=now, **values)
    except ClosesTooEarly:
        if "close" in request.POST:
            messages.warning(request, _("受付は、まだ始まっていません。"))
            return redirect("staff:questionnaire", slug)
        form.add_error("closes_at", _("終わりは、始まりより後にしてください。"))
        return _page(request, event, found, form)
    messages.success(request, _("受付の時間を保存しました。"))
    return redirect("staff:questionnaire", slug)


@require_POST
@staff_required
def quote(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A line may stand in a report, or not."""
    found = staff_questionnaire(staff_event(slug))
    set_quotable(
        answer=staff_answer(found, pk),
        is_quotable="yes" in request.POST,
        actor=request.user.actor,
        now=timezone.now(),
    )
    response = redirect("staff:questionnaire", slug)
    response["Location"] += "#lines"
    return response


@require_safe
@staff_required
def sign(request: HttpRequest, slug: str) -> HttpResponse:
    """One A4 page for the wall, with the QR."""
    event = staff_event(slug)
    address = f"{settings.SITE_URL}{_path(staff_questionnaire(event))}?w=wall"
    return render(
        request,
        "events/results/staff/sign.html",
        {"event": event, "address": address, "qr": qr_path(address)},
    )


@require_safe
@staff_required
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """The sheet to fill in by hand: A5, in three languages, with the typed numbers."""
    event = staff_event(slug)
    staff_questionnaire(event)
    sheets = []
    for language in ("ja", "ja-easy", "en"):
        with override(language):
            sheets.append(sheet(event, language))
    return render(
        request, "events/results/staff/paper.html", {"event": event, "sheets": sheets}
    )


@require_safe
@staff_required
def export(request: HttpRequest, slug: str) -> HttpResponse:
    """All answers as XLSX, in no order."""
    event = staff_event(slug)
    found = staff_questionnaire(event)
    content = xlsx_file(answers_table(found.answers.all()), title=_("回答"))
    response = HttpResponse(content, content_type=XLSX)
    name = f"questionnaire-{event.slug}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
