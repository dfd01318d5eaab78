"""The roll at a stop of the trip, as it moves; and counting by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from events.door.usecases.roll_call import tick, untick
from network.cities.access import secretariat_required
from network.youth import reports_roll_call
from network.youth.access import delegate_of_trip, stop_of_trip, trip_of
from network.youth.models import YouthProgramme


@require_safe
@secretariat_required
def roll_call(request: HttpRequest, year: int, timeslot_id: int) -> HttpResponse:
    """Large figures, the missing first: for whoever stays at the telephone."""
    context = _roll(trip_of(year), timeslot_id)
    return render(request, "network/desk/roll_call.html", context)


@require_safe
@secretariat_required
def live(request: HttpRequest, year: int, timeslot_id: int) -> HttpResponse:
    """The moving part of that page; 304 while nothing has moved."""
    context = _roll(trip_of(year), timeslot_id)
    headers = {"ETag": context["etag"], "Cache-Control": "no-store"}
    if request.headers.get("If-None-Match") == context["etag"]:
        return HttpResponse(status=304, headers=headers)
    response = render(request, "network/desk/roll_call_live.html", context)
    for name, value in headers.items():
        response[name] = value
    return response


@require_POST
@secretariat_required
def count(request: HttpRequest, year: int, timeslot_id: int) -> HttpResponse:
    """Somebody called: this one is here; or not, after all."""
    programme = trip_of(year)
    slot = stop_of_trip(programme, timeslot_id)
    pressed = request.POST.get("here") or request.POST.get("missing") or ""
    if not pressed:
        messages.warning(request, _("もう一度押してください。"))
        return redirect("youth:roll-call", year, timeslot_id)
    delegate = delegate_of_trip(programme, pressed)
    is_here = "here" in request.POST
    act = tick if is_here else untick
    act(
        registration=delegate.registration,
        timeslot=slot,
        actor=request.user.actor,
        now=timezone.now(),
    )
    text = _("%(city)sを「いる」にしました。")
    if not is_here:
        text = _("%(city)sを「いない」に戻しました。")
    messages.success(request, text % {"city": delegate.municipality.name})
    return redirect("youth:roll-call", year, timeslot_id)


def _roll(programme: YouthProgramme, timeslot_id: int) -> dict[str, Any]:
    slot = stop_of_trip(programme, timeslot_id)
    now = timezone.now()
    roll = reports_roll_call.roll_call(programme, slot.pk, now=now)
    return {
        "programme": programme,
        "roll": roll,
        "slot": roll.stop.timeslot,
        "etag": f'W/"{roll.fingerprint()}"',
        "now": now,
    }
