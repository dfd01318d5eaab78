"""Staff pages: who came from where, of an event and over the fiscal year."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.outreach.exports.results import results_table
from events.outreach.reports_results import Results, results_of
from events.outreach.reports_sources import (
    by_kind,
    by_source,
    event_tallies,
    fiscal_years,
    year_tallies,
)
from events.programme.access import staff_event
from events.programme.models import Event, Programme
from events.registration.exports.files import XLSX, FileKind, csv_file, xlsx_file
from peace.accounts.access import staff_required
from peace.language.dates import fiscal_year_begins

PAGE = "events/outreach/staff/sources/results.html"


@require_safe
@staff_required
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """Of one event, by source."""
    found = staff_event(slug)
    return render(request, PAGE, {"event": found, "results": _of_event(found)})


@require_safe
@staff_required
def event_export(request: HttpRequest, slug: str) -> HttpResponse:
    found = staff_event(slug)
    return _file(request, _of_event(found), name=f"{slug}-sources")


@require_safe
@staff_required
def year(request: HttpRequest) -> HttpResponse:
    """Of all events of a fiscal year, by kind of source; narrowed to a programme."""
    chosen, programme = _year(request), _programme(request)
    return render(
        request,
        PAGE,
        {
            "event": None,
            "year": chosen,
            "year_begins": date(chosen, 4, 1),
            "years": fiscal_years(timezone.now()),
            "programme": programme,
            "programmes": Programme.objects.order_by("position"),
            "results": _of_year(chosen, programme),
        },
    )


@require_safe
@staff_required
def year_export(request: HttpRequest) -> HttpResponse:
    chosen, programme = _year(request), _programme(request)
    name = f"sources-{chosen}" + (f"-{programme.slug}" if programme else "")
    return _file(request, _of_year(chosen, programme), name=name)


def _of_event(found: Event) -> Results:
    return results_of(by_source(event_tallies(found)))


def _of_year(chosen: int, programme: Programme | None) -> Results:
    return results_of(by_kind(year_tallies(date(chosen, 4, 1), programme)))


def _year(request: HttpRequest) -> int:
    typed = request.GET.get("year", "")
    now = fiscal_year_begins(timezone.now()).year
    years = fiscal_years(timezone.now())
    return int(typed) if typed.isdecimal() and typed in map(str, years) else now


def _programme(request: HttpRequest) -> Programme | None:
    slug = request.GET.get("programme", "").replace("\0", "")
    return Programme.objects.filter(slug=slug).first() if slug else None


def _file(request: HttpRequest, results: Results, *, name: str) -> HttpResponse:
    table = results_table(results)
    if request.GET.get("file") == FileKind.CSV:
        return _attached(csv_file(table), "text/csv; charset=utf-8", f"{name}.csv")
    content = xlsx_file(table, title=_("どこから来たか"))
    return _attached(content, XLSX, f"{name}.xlsx")


def _attached(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
