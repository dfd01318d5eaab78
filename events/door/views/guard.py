"""Who may speak to the door API: a device token, no session and no cookie."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from events.door.access import NotADevice, device_at_door
from events.door.incoming import DoorDevice


def refuse(status: int, code: str, message: str, **more: Any) -> JsonResponse:
    """An error as the API publishes it: a stable word, and a sentence."""
    body = {"error": code, "message": message} | more
    response = JsonResponse(body, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def not_at_a_kiosk() -> JsonResponse:
    """Visitors stand there: what a helper decides is not theirs."""
    return refuse(403, "kiosk", _("自動受付の端末では使えません。"))


DeviceView = Callable[[HttpRequest, DoorDevice], HttpResponse]


def for_device(view: DeviceView) -> Callable[[HttpRequest], HttpResponse]:
    """Lets in devices that are paired, not expired and not revoked; others get 401.

    What a device in rehearsal posts is answered and leaves no trace, whatever the view
    does: all of it is rolled back.
    """
    return _guarded(view)


def for_device_on_record(
    view: DeviceView,
) -> Callable[[HttpRequest], HttpResponse]:
    """As `for_device`, but a rehearsal leaves its trace too: persons were looked up."""
    return _guarded(view, keeps_rehearsal=True)


def for_device_or_evidence(view: DeviceView) -> Callable[[HttpRequest], HttpResponse]:
    """As `for_device`, and a stopped device may hand over what it still holds.

    That is written as from a working one (what it read after it was stopped lets
    nobody in, see `settle`), and answered 401 all the same, with the ids that are kept:
    the phone can forget them, and wipe itself.
    """
    return _guarded(view, takes_evidence=True)


def _guarded(
    view: DeviceView, *, takes_evidence: bool = False, keeps_rehearsal: bool = False
) -> Callable[[HttpRequest], HttpResponse]:
    def answer(request: HttpRequest, device: DoorDevice) -> HttpResponse:
        if keeps_rehearsal or not device.is_rehearsal or request.method != "POST":
            return view(request, device)
        with transaction.atomic():
            response = view(request, device)
            transaction.set_rollback(True)
        return response

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            device = device_at_door(request, timezone.now())
        except NotADevice as no:
            if takes_evidence and no.device:
                answered = answer(request, no.device)
                rows = json.loads(answered.content).get("results", [])
                return _not_a_device(no, kept=[row["id"] for row in rows])
            return _not_a_device(no)
        response = answer(request, device)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


def _not_a_device(no: NotADevice, *, kept: Sequence[str] = ()) -> JsonResponse:
    return refuse(
        401,
        no.reason,
        _("この端末は使えません。職員の画面のQRコードで、もう一度登録してください。"),
        **({"kept": list(kept)} if kept else {}),
    )
