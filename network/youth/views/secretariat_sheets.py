"""The sheets of a trip: printed, taken out as a file, shredded; groups and rooms."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from events.registration.exports.files import (
    XLSX,
    FileKind,
    cp932_file,
    csv_file,
    unwritable,
    xlsx_file,
)
from events.registration.exports.table import Table
from network.cities.access import secretariat_required
from network.youth.access import programme_of
from network.youth.choices import Sheet
from network.youth.exports.sheets import sheet_table
from network.youth.forms.rooms import (
    Row,
    rows_after_conflict,
    rows_as_they_are,
    rows_suggested,
    rows_typed,
)
from network.youth.models import Delegate, PrintRecord, YouthProgramme
from network.youth.reports_health import names_of
from network.youth.reports_sheets import (
    SheetKind,
    delegates_of,
    emergency_lines,
    groups_of,
    insurance_lines,
    roll_call_columns,
    rooms_of,
    sheet_kinds,
)
from network.youth.usecases.assign_rooms import ChangedMeanwhile, assign_rooms
from network.youth.usecases.print_sheet import keep_sheet, print_sheet, shred_sheet

MOST_GROUPS = 13


@require_safe
@secretariat_required
def sheets(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """What can be printed, and what was: by whom, when, and whether it is gone."""
    years = list(YouthProgramme.objects.order_by("-year"))
    programme = programme_of(year) if year else (years[0] if years else None)
    prints = list(programme.prints.all()) if programme else []
    who = names_of({each.by for each in prints} | {each.shredded_by for each in prints})
    today = timezone.localdate()
    return render(
        request,
        "network/desk/sheets.html",
        {
            "programme": programme,
            "years": years,
            "kinds": sheet_kinds(),
            "files": FileKind.choices,
            "delegates": delegates_of(programme) if programme else [],
            "prints": [
                (each, who.get(each.by, each.by), who.get(each.shredded_by, ""))
                for each in prints
            ],
            "is_over": bool(programme) and programme.erase_on <= today,
            "is_reader": bool(programme)
            and programme.health_readers.reading().filter(user=request.user).exists(),
        },
    )


@sensitive_variables()
@require_POST
@secretariat_required
def sheet(request: HttpRequest, year: int, sheet: str) -> HttpResponse:
    """One sheet to be printed, or as a file; each time it is written down."""
    programme, kind = programme_of(year), _kind(sheet)
    delegates = delegates_of(programme)
    wanted = request.POST.get("file", "")
    if kind.is_file and wanted in FileKind.values:
        return _as_file(request, programme, kind, delegates, wanted)
    printed = print_sheet(
        programme=programme,
        sheet=kind.sheet,
        people=len(delegates),
        actor=request.user.actor,
        now=timezone.now(),
    )
    return render(
        request,
        f"network/desk/sheets/{kind.sheet.lower()}.html",
        {
            "programme": programme,
            "kind": kind,
            "printed": printed,
            "who": request.user.name or request.user.email,
            "delegates": delegates,
        }
        | _contents(kind.sheet, programme, delegates),
    )


def _kind(slug: str) -> SheetKind:
    found = next((each for each in sheet_kinds() if each.slug == slug), None)
    if found is None:
        raise Http404
    return found


def _contents(
    sheet: Sheet, programme: YouthProgramme, delegates: list[Delegate]
) -> dict:
    if sheet == Sheet.ROLL_CALL:
        return {"pages": roll_call_columns(programme)}
    if sheet == Sheet.ROOMS:
        return {"rooms": rooms_of(delegates), "groups": groups_of(delegates)}
    if sheet == Sheet.EMERGENCY:
        return {"lines": emergency_lines(delegates)}
    if sheet == Sheet.INSURANCE:
        return {"lines": insurance_lines(delegates)}
    return {}


@sensitive_variables()
def _as_file(
    request: HttpRequest,
    programme: YouthProgramme,
    kind: SheetKind,
    delegates: list[Delegate],
    wanted: str,
) -> HttpResponse:
    table = sheet_table(kind.sheet, delegates)
    lost = unwritable(table) if wanted == FileKind.CP932 else []
    if lost and "anyway" not in request.POST:
        return render(
            request,
            "network/desk/sheet_unwritable.html",
            {"programme": programme, "kind": kind, "lost": lost},
        )
    printed = print_sheet(
        programme=programme,
        sheet=kind.sheet,
        people=len(table.rows),
        as_file=wanted,
        actor=request.user.actor,
        now=timezone.now(),
    )
    name = f"{kind.slug}-{programme.year}-{timezone.localdate(printed.at):%Y%m%d}"
    return _file(table, wanted, name=name, title=str(kind.sheet.label))


def _file(table: Table, wanted: str, *, name: str, title: str) -> HttpResponse:
    if wanted == FileKind.XLSX:
        content, kind, name = xlsx_file(table, title=title), XLSX, f"{name}.xlsx"
    elif wanted == FileKind.CP932:
        kind, name = "text/csv; charset=Shift_JIS", f"{name}-cp932.csv"
        content = cp932_file(table)
    else:
        content, kind = csv_file(table), "text/csv; charset=utf-8"
        name = f"{name}.csv"
    return HttpResponse(
        content,
        content_type=kind,
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "no-store",
        },
    )


@require_POST
@secretariat_required
def shredded(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper is shredded, or the file deleted; the tick can be taken back."""
    printed = PrintRecord.objects.filter(pk=pk).select_related("programme").first()
    if printed is None:
        raise Http404
    who = {"actor": request.user.actor, "now": timezone.now()}
    if "undo" in request.POST:
        keep_sheet(printed=printed, **who)
        messages.success(request, _("「処分した」を取り消しました。"))
    else:
        shred_sheet(printed=printed, **who)
        messages.success(request, _("処分したことを記録しました。"))
    return redirect("youth:sheets-year", printed.programme.year)


@require_http_methods(["GET", "HEAD", "POST"])
@secretariat_required
def rooms(request: HttpRequest, year: int) -> HttpResponse:
    """Groups and rooms in one table, saved all at once."""
    programme = programme_of(year)
    delegates = delegates_of(programme)
    if request.method == "POST":
        return _save_rooms(request, programme, delegates)
    wanted = request.GET.get("groups", "")
    if wanted.isdecimal() and 1 <= int(wanted) <= MOST_GROUPS:
        rows = rows_suggested(delegates, int(wanted))
        return _rooms_page(request, programme, rows, is_suggested=True)
    return _rooms_page(request, programme, rows_as_they_are(delegates))


def _save_rooms(
    request: HttpRequest, programme: YouthProgramme, delegates: list[Delegate]
) -> HttpResponse:
    rows = rows_typed(delegates, request.POST)
    if any(row.error for row in rows):
        return _rooms_page(request, programme, rows)
    try:
        number = assign_rooms(
            programme=programme,
            places=[row.place for row in rows],
            actor=request.user.actor,
            now=timezone.now(),
        )
    except ChangedMeanwhile as error:
        fresh = delegates_of(programme)
        rows = rows_after_conflict(fresh, request.POST, error.delegates)
        return _rooms_page(request, programme, rows)
    text = _("%(n)s名の班と部屋を保存しました。") % {"n": number}
    messages.success(request, text if number else _("変わったところはありません。"))
    return redirect("youth:rooms", programme.year)


def _rooms_page(
    request: HttpRequest,
    programme: YouthProgramme,
    rows: list[Row],
    *,
    is_suggested: bool = False,
) -> HttpResponse:
    return render(
        request,
        "network/desk/rooms.html",
        {
            "programme": programme,
            "rows": rows,
            "late": [row for row in rows if row.is_late],
            "problems": [
                {"target": f"group-{row.delegate.pk}", "text": row.error}
                for row in rows
                if row.error
            ],
            "is_suggested": is_suggested,
            "groups": sorted({row.group for row in rows if row.group}),
            "rooms": sorted({row.room for row in rows if row.room}),
            "most_groups": MOST_GROUPS,
        },
    )
