"""The sheet for the mayors' meeting (市長会議資料): on paper, and as a file."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from events.registration.exports.files import XLSX, FileKind, csv_file, xlsx_file
from network.cities.access import secretariat_required
from network.youth.access import programme_of
from network.youth.exports.mayors import mayors_table
from network.youth.models import YouthProgramme
from network.youth.reports_mayors import MayorsReport, mayors_report
from network.youth.usecases.export_mayors import note_mayors_export
from peace.language.dates import jst

PAGE = ["GET", "HEAD", "POST"]
PAPER = "PAPER"
KINDS = (FileKind.XLSX, FileKind.CSV)


@require_http_methods(PAGE)
@secretariat_required
def mayors(request: HttpRequest, year: int) -> HttpResponse:
    """On the screen without names. What leaves as a file, or shows names, is posted:
    it is written down."""
    programme = programme_of(year)
    if programme.rules is None:
        raise Http404
    now = timezone.now()
    report = mayors_report(programme, now=now)
    with_names = request.method == "POST" and "names" in request.POST
    if request.method == "POST":
        kind = request.POST.get("file", PAPER)
        kind = kind if kind in KINDS else PAPER
        note_mayors_export(
            programme=programme,
            kind=kind,
            with_names=with_names,
            actor=request.user.actor,
            now=now,
        )
        if kind != PAPER:
            return _file(report, programme, kind, with_names=with_names)
    return render(
        request,
        "network/desk/mayors.html",
        {"report": report, "programme": programme, "with_names": with_names},
    )


def _file(
    report: MayorsReport, programme: YouthProgramme, kind: str, *, with_names: bool
) -> HttpResponse:
    table = mayors_table(report, with_names=with_names)
    name = f"mayors-{programme.year}-{jst(timezone.now()):%Y%m%d}"
    if kind == FileKind.XLSX:
        content, mime, end = xlsx_file(table, title=_("市長会議資料")), XLSX, "xlsx"
    else:
        content, mime, end = csv_file(table), "text/csv; charset=utf-8", "csv"
    return HttpResponse(
        content,
        content_type=mime,
        headers={"Content-Disposition": f'attachment; filename="{name}.{end}"'},
    )
