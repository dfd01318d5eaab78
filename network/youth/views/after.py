"""The secretariat sees what became of each year's 26."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from events.registration.exports.files import (
    XLSX,
    FileKind,
    cp932_file,
    csv_file,
    xlsx_file,
)
from network.cities.access import secretariat_required
from network.youth.access import programme_of
from network.youth.exports.after import after_table
from network.youth.models import YouthProgramme
from network.youth.reports_after import years_after
from peace.language.dates import jst


@require_safe
@secretariat_required
def years(request: HttpRequest) -> HttpResponse:
    """All years beside each other."""
    found = years_after(YouthProgramme.objects.order_by("-year"))
    return render(
        request,
        "network/desk/after_years.html",
        {
            "years": found,
            "most": max((each.heads for each in found), default=0),
            "heads": sum(each.heads for each in found),
            "talks": sum(each.talks for each in found),
            "delegates": sum(each.delegates for each in found),
            "kinds": FileKind.choices,
        },
    )


@require_safe
@secretariat_required
def year(request: HttpRequest, year: int) -> HttpResponse:
    """One year, city by city."""
    (found,) = years_after([programme_of(year)])
    return render(
        request,
        "network/desk/after_year.html",
        {
            "after": found,
            "kinds": FileKind.choices,
            "years": YouthProgramme.objects.order_by("-year"),
        },
    )


@require_safe
@secretariat_required
def export(request: HttpRequest) -> HttpResponse:
    """All years or one as a file. There is no person in it, so a GET is enough."""
    programmes = YouthProgramme.objects.order_by("year")
    wanted = request.GET.get("year", "")
    if wanted.isdigit():
        programmes = programmes.filter(year=wanted)
    table = after_table(years_after(programmes))
    name = f"after-{wanted or 'all'}-{jst(timezone.now()):%Y%m%d}"
    kind = request.GET.get("file")
    if kind == FileKind.CSV:
        return _file(csv_file(table), "text/csv; charset=utf-8", f"{name}.csv")
    if kind == FileKind.CP932:
        content = cp932_file(table)
        return _file(content, "text/csv; charset=Shift_JIS", f"{name}-cp932.csv")
    return _file(xlsx_file(table, title=_("その後の活動")), XLSX, f"{name}.xlsx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
