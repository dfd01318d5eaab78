"""The door API for people without a ticket: heads, names, and the waiting line."""

from typing import Any

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.door.access import slot_of_device
from events.door.choices import DeviceRole
from events.door.forms.scans import BadScan, TooManyScans
from events.door.forms.walk_ins import read_line_step, read_named, read_walk_ins
from events.door.incoming import DoorDevice, TooBusy
from events.door.reports_line import door_line
from events.door.usecases.admit_at_door import admit_by_name, admit_from_line
from events.door.usecases.record_walk_ins import Counted, record_walk_ins
from events.door.usecases.rehearsal import no_trace_of
from events.door.views.guard import (
    for_device,
    for_device_or_evidence,
    not_at_a_kiosk,
    refuse,
)
from events.registration.qr import qr_path
from events.registration.usecases.line_at_door import (
    NoSeatForParty,
    NotInLine,
    NotYourTurn,
    OffersGoOn,
    pass_over,
)
from events.registration.usecases.register import TooManyPeople
from events.registration.usecases.walk_in import (
    NoSeatLeft,
    NotForWalkIns,
    SomebodyWaits,
)


@require_POST
@for_device_or_evidence
def walk_ins(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Up to 500 walk-ins; answered in the order sent. A kiosk counts nobody."""
    if device.role == DeviceRole.KIOSK:
        return not_at_a_kiosk()
    now = timezone.now()
    try:
        batch = read_walk_ins(request.body, now=now)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    except (TooManyScans, RequestDataTooBig):
        return refuse(413, "too_many_scans", _("一度に送れる読み取りは500件までです。"))
    heads = [each for each in batch if not isinstance(each, BadScan)]
    try:
        answers = iter(record_walk_ins(device=device, walk_ins=heads, now=now))
    except TooBusy:
        return _busy()
    rows = [
        {"id": each.id, "result": "malformed", "error": each.error}
        if isinstance(each, BadScan)
        else _row(str(each.id), next(answers))
        for each in batch
    ]
    conflict = len(rows) == 1 and rows[0]["result"] == "conflict"
    body = {"results": rows, "server_time": timezone.now().isoformat()}
    return JsonResponse(body, status=409 if conflict else 200)


@require_POST
@for_device
def named_walk_in(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Somebody gives a name: registered, seated and let in; the ticket to photograph.

    The name goes to the server only; the answer does not repeat it.
    """
    if device.role == DeviceRole.KIOSK:
        return not_at_a_kiosk()
    try:
        named = read_named(request.body)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    slot = slot_of_device(device, named.timeslot_id)
    try:
        made = admit_by_name(
            scan_id=named.id,
            timeslot=slot,
            name=named.name,
            people=named.people,
            past_the_line=named.past_the_line,
            device=device,
            actor=device.actor,
            now=timezone.now(),
        )
    except NotForWalkIns:
        return JsonResponse({"result": "not_open"})
    except TooManyPeople:
        return JsonResponse({"result": "too_many", "most": slot.event.party_limit})
    except SomebodyWaits as waits:
        return JsonResponse({"result": "line_first", "number": waits.number})
    except NoSeatLeft:
        return JsonResponse({"result": "full"})
    except TooBusy:
        return _busy()
    ticket = made.tickets.valid().first()
    return JsonResponse(
        {
            "result": "admitted",
            "scan": str(named.id),
            "receipt": made.receipt_number,
            "people": named.people,
            "qr": qr_path(ticket.token) if ticket else None,
        }
    )


@require_POST
@for_device
def line(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The line of a timeslot; with a number, one step of it first."""
    if device.role == DeviceRole.KIOSK:
        return not_at_a_kiosk()
    try:
        step = read_line_step(request.body)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    slot = slot_of_device(device, step.timeslot_id)
    now = timezone.now()
    done: dict[str, Any] = {"result": "looked"}
    try:
        if step.number is not None and step.id and step.is_here:
            scan = admit_from_line(
                scan_id=step.id,
                timeslot=slot,
                number=step.number,
                device=device,
                now=now,
            )
            done = {"result": "seated", "scan": str(scan.pk)} | {
                key: scan.answer[key] for key in ("admitted", "party", "message")
            }
        elif step.number is not None:
            with no_trace_of(device):
                pass_over(
                    timeslot=slot, number=step.number, actor=device.actor, now=now
                )
            done = {"result": "passed_over"}
    except OffersGoOn:
        done = {"result": "too_early"}
    except NotInLine:
        done = {"result": "gone"}
    except NotYourTurn as turn:
        done = {"result": "not_your_turn", "first": turn.number}
    except NoSeatForParty:
        done = {"result": "no_seat"}
    except TooBusy:
        return _busy()
    if step.number is not None:
        done["number"] = step.number
    return JsonResponse(done | door_line(slot, now=now))


def _row(tap_id: str, counted: Counted) -> dict[str, Any]:
    return {
        "id": tap_id,
        "result": str(counted.result),
        "number": counted.number,
        "free": counted.free,
        "walk_ins": counted.walk_ins,
    }


def _busy() -> JsonResponse:
    return refuse(503, "busy", _("混み合っています。もう一度送ってください。"))
