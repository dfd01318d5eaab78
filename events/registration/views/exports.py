"""Staff take registrations out as a file; what a file cannot hold is said first."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.programme.access import staff_event
from events.programme.models import Event
from events.registration.exports.files import (
    XLSX,
    FileKind,
    cp932_file,
    csv_file,
    unwritable,
    xlsx_file,
)
from events.registration.exports.table import Shape, Table, registrations_table
from events.registration.models import Registration
from events.registration.usecases.export_list import note_export
from events.registration.views.lists import picked
from peace.accounts.access import staff_required
from peace.language.dates import jst

REPORT = "events/registration/staff/export_report.html"


@require_POST
@staff_required
def export_many(request: HttpRequest, slug: str) -> HttpResponse:
    """The ticked registrations, or all that were found, as XLSX or CSV."""
    event = staff_event(slug)
    now = timezone.now()
    numbers = picked(request, event)
    kind = _choice(FileKind, request.POST.get("file"))
    shape = _choice(Shape, request.POST.get("shape"))
    parties = _in_order(event, numbers)
    if not parties:
        messages.warning(request, _("書き出す申込みを選んでください。"))
        return redirect("staff:registrations", slug)
    table = registrations_table(
        parties, shape=shape, timeslots=event.timeslots.in_order(), now=now
    )
    lost = unwritable(table) if kind == FileKind.CP932 else []
    if lost and "anyway" not in request.POST:
        kept = {"numbers": " ".join(numbers), "shape": shape}
        return render(request, REPORT, {"event": event, "lost": lost, **kept})
    note_export(
        event=event,
        kind=kind,
        registrations=len(parties),
        rows=len(table.rows),
        actor=request.user.actor,
        now=now,
    )
    return _file(table, kind, name=f"{slug}-{jst(now):%Y%m%d}", title=str(event.title))


def _in_order(event: Event, numbers: list[str]) -> list[Registration]:
    """The registrations with these receipt numbers, in the order of the numbers."""
    found = Registration.objects.for_event(event).filter(receipt_number__in=numbers)
    by_number = {each.receipt_number: each for each in found.with_people()}
    return [by_number[number] for number in numbers if number in by_number]


def _choice(choices: type, typed: str | None) -> str:
    return typed if typed in choices.values else choices.values[0]


def _file(table: Table, kind: str, *, name: str, title: str) -> HttpResponse:
    if kind == FileKind.XLSX:
        return attachment(xlsx_file(table, title=title), XLSX, f"{name}.xlsx")
    if kind == FileKind.CP932:
        content = cp932_file(table)
        return attachment(content, "text/csv; charset=Shift_JIS", f"{name}-cp932.csv")
    return attachment(csv_file(table), "text/csv; charset=utf-8", f"{name}.csv")


def attachment(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
