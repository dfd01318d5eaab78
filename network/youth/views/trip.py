"""The secretariat's pages of the trip: plan it, its timetable, its tickets."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from events.registration.qr import qr_path
from events.registration.usecases.enrol import WasThere
from network.cities.access import secretariat_required
from network.youth.access import programme_of, trip_of
from network.youth.forms.timetable import (
    PasteForm,
    TimetableFormSet,
    rows_of,
    rows_typed,
)
from network.youth.models import Delegate, YouthProgramme
from network.youth.reports_roll_call import current_stop
from network.youth.reports_travel import attendance, is_travelling, stops_of
from network.youth.usecases.plan_trip import (
    EmptyTimetable,
    NoDates,
    TripExists,
    plan_trip,
    save_timetable,
)

PAGE = ["GET", "HEAD", "POST"]
DESK = "network/desk"


@require_http_methods(PAGE)
@secretariat_required
def trip(request: HttpRequest, year: int) -> HttpResponse:
    """The trip at a glance; where there is none yet, a button that plans it."""
    programme = programme_of(year)
    now = timezone.now()
    if request.method == "POST":
        try:
            plan_trip(programme=programme, actor=request.user.actor, now=now)
        except TripExists:
            messages.warning(request, _("この年度の派遣は、もう作られています。"))
        except NoDates:
            messages.warning(
                request,
                _("年度の決まりに「必ず参加する日」を書いて、公開してください。"),
            )
        else:
            messages.success(
                request,
                _("派遣を作りました。日程を直してください。市には知らせていません。"),
            )
        return redirect("youth:trip", year)
    report = attendance(programme, now=now)
    return render(
        request,
        f"{DESK}/trip.html",
        {
            "programme": programme,
            "trip": programme.trip,
            "stops": report.stops,
            "report": report,
            "counts": _counts(report.lines),
            "current": current_stop(report.stops, now=now),
            "is_travelling": is_travelling(programme, now),
            "others": _other_trips(programme),
            "now": now,
        },
    )


@require_http_methods(PAGE)
@secretariat_required
def timetable(request: HttpRequest, year: int) -> HttpResponse:
    """Day by day: change, add and remove rows, or paste the lines of a plan."""
    programme = trip_of(year)
    if request.method != "POST":
        rows = TimetableFormSet(initial=rows_of(stops_of(programme)))
        return _timetable(request, programme, rows)
    if "more" in request.POST:
        rows = TimetableFormSet(initial=rows_typed(request.POST))
        return _timetable(request, programme, rows, unsaved=True)
    if "paste" in request.POST:
        return _pasted(request, programme)
    rows = TimetableFormSet(request.POST)
    if rows.is_valid():
        try:
            save_timetable(
                programme=programme,
                rows=rows.plans(),
                removed=rows.removed(),
                actor=request.user.actor,
                now=timezone.now(),
            )
        except WasThere:
            problem = _(
                "点呼の記録がある行は、消せません。消す印を外して、保存してください。"
            )
        except EmptyTimetable:
            problem = _("日程には、1行は必要です。")
        else:
            messages.success(request, _("日程を保存しました。"))
            return redirect("youth:trip-timetable", year)
        return _timetable(request, programme, rows, problem=problem)
    return _timetable(request, programme, rows)


def _pasted(request: HttpRequest, programme: YouthProgramme) -> HttpResponse:
    """The lines as rows behind those that are typed; nothing is saved yet."""
    paste = PasteForm(request.POST, year=programme.year)
    typed = rows_typed(request.POST)
    if not paste.is_valid():
        rows = TimetableFormSet(initial=typed)
        return _timetable(request, programme, rows, paste=paste, unsaved=True)
    rows = TimetableFormSet(initial=[*typed, *paste.cleaned_data["lines"]])
    return _timetable(request, programme, rows, unsaved=True)


def _timetable(
    request: HttpRequest,
    programme: YouthProgramme,
    rows: Any,
    *,
    paste: PasteForm | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "programme": programme,
        "rows": rows,
        "paste": paste or PasteForm(year=programme.year),
        "summary": paste or (rows if rows.is_bound else None),
    }
    return render(request, f"{DESK}/trip_timetable.html", context | more)


@require_safe
@secretariat_required
def tickets(request: HttpRequest, year: int) -> HttpResponse:
    """All tickets on A4, eight to a sheet: QR, city, group. To cut and hang up."""
    programme = trip_of(year)
    delegates = (
        Delegate.objects.filter(programme=programme)
        .active()
        .with_person()
        .select_related("registration")
        .prefetch_related("registration__tickets")
        .order_by("municipality")
    )
    cards = [
        {"delegate": each, "qr": qr_path(ticket.token)}
        for each in delegates
        if each.registration
        for ticket in each.registration.tickets.all()
        if ticket.revoked_at is None
    ]
    context = {"programme": programme, "cards": cards}
    return render(request, f"{DESK}/trip_tickets.html", context)


@require_safe
@secretariat_required
def attended(request: HttpRequest, year: int) -> HttpResponse:
    """Each delegate × stop: who was there, who missed a compulsory date."""
    programme = trip_of(year)
    now = timezone.now()
    report = attendance(programme, now=now)
    counts = _counts(report.lines)
    # A part at which nobody was counted says nothing.
    stops = [
        stop
        for stop in report.stops
        if stop.is_compulsory or counts.get(stop.timeslot.pk, (0, 0))[0]
    ]
    context = {
        "programme": programme,
        "report": report,
        "stops": stops,
        "rows": [
            (line, [_mark_at(line, stop) for stop in stops]) for line in report.lines
        ],
        "now": now,
    }
    return render(request, f"{DESK}/trip_attendance.html", context)


def _mark_at(line: Any, stop: Any) -> Any:
    return next((mark for mark in line.marks if mark.stop is stop), None)


def _counts(lines: Any) -> dict[int, tuple[int, int]]:
    """By timeslot: who was counted, and how many are expected."""
    found: dict[int, tuple[int, int]] = {}
    for line in lines:
        for mark in line.marks:
            here, all_of_them = found.get(mark.stop.timeslot.pk, (0, 0))
            found[mark.stop.timeslot.pk] = (here + mark.was_there, all_of_them + 1)
    return found


def _other_trips(programme: YouthProgramme) -> list[YouthProgramme]:
    return list(
        YouthProgramme.objects.filter(trip__isnull=False)
        .exclude(pk=programme.pk)
        .order_by("-year")
    )
