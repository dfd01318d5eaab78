"""Staff register a whole list: a file, a look at what will happen, one button."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.programme.access import staff_event
from events.programme.models import Event, Timeslot
from events.registration.exports.files import XLSX
from events.registration.exports.list_template import template_csv, template_xlsx
from events.registration.forms.import_list import (
    ImportForm,
    ListOrder,
    PreviewOver,
    refused,
)
from events.registration.forms.list_rows import Problem
from events.registration.usecases.import_list import (
    ImportedBefore,
    ListRefused,
    forecast_import,
    import_list,
)
from events.registration.views.exports import attachment
from peace.accounts.access import staff_required


@require_http_methods(["GET", "HEAD", "POST"])
@staff_required
def import_people(request: HttpRequest, slug: str) -> HttpResponse:
    """The file, then the preview; with the preview's button it is registered."""
    event = staff_event(slug)
    slots = _slots(event)
    if "list" in request.POST:
        return _write(request, event, slots)
    form = ImportForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        event=event,
        timeslots=slots,
    )
    if request.method == "POST" and form.is_valid():
        return _preview(request, event, slots, form.order())
    return render(
        request,
        "events/registration/staff/import.html",
        {"event": event, "form": form, "timeslots": slots},
    )


def _preview(
    request: HttpRequest, event: Event, slots: list[Timeslot], order: ListOrder
) -> HttpResponse:
    """What would happen, counted by doing it and taking it back."""
    reading = order.read(event, slots)
    problems, forecast, known = reading.problems, None, 0
    if not problems:
        listed = order.listed(reading, slots)
        actor, now = request.user.actor, timezone.now()
        try:
            forecast = forecast_import(
                event=event, timeslots=slots, listed=listed, actor=actor, now=now
            )
        except ListRefused as error:
            problems = refused(error, event)
        except ImportedBefore as error:
            known = error.parties
    return render(
        request,
        "events/registration/staff/import_preview.html",
        {
            "event": event,
            "problems": sorted(problems, key=_row),
            "known": known,
            "reading": reading,
            "forecast": forecast,
            "packed": order.pack(event) if forecast else "",
        },
    )


def _row(problem: Problem) -> int:
    return problem.row


def _write(request: HttpRequest, event: Event, slots: list[Timeslot]) -> HttpResponse:
    try:
        order = ListOrder.unpack(request.POST["list"], event)
    except PreviewOver:
        messages.warning(
            request, _("時間がたったため、もう一度ファイルを選んでください。")
        )
        return redirect("staff:import", event.slug)
    reading = order.read(event, slots)
    if reading.problems:  # The programme was changed since the preview.
        return _preview(request, event, slots, order)
    try:
        action = import_list(
            event=event,
            timeslots=slots,
            listed=order.listed(reading, slots),
            actor=request.user.actor,
            now=timezone.now(),
        )
    except (ListRefused, ImportedBefore):
        return _preview(request, event, slots, order)
    messages.success(
        request,
        _("%(n)s件の申込みを登録しました。15分の間は、元に戻せます。")
        % {"n": len(action.registrations)},
    )
    return redirect("staff:registrations", event.slug)


def _slots(event: Event) -> list[Timeslot]:
    """Those that one applies for, with their seats."""
    return list(event.timeslots.for_application().with_seats().in_order())


@require_safe
@staff_required
def sample_xlsx(request: HttpRequest, slug: str) -> HttpResponse:
    """The empty list with its headings, and a sheet that explains them."""
    event = staff_event(slug)
    return attachment(template_xlsx(event, _slots(event)), XLSX, "list.xlsx")


@require_safe
@staff_required
def sample_csv(request: HttpRequest, slug: str) -> HttpResponse:
    """The same as CSV, headings only."""
    staff_event(slug)
    return attachment(template_csv(), "text/csv; charset=utf-8", "list.csv")
