"""The door API: JSON, a device token, no session and no cookie.

Published in docs/door.md; other programs rely on it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from events.door.access import NotADevice, device_at_door
from events.door.answers import refusal
from events.door.choices import Verdict
from events.door.exports.manifest import manifest
from events.door.forms.scans import BadScan, TooManyScans, read_batch, read_pairing
from events.door.reports import slot_counts
from events.door.usecases.note_contact import note_contact
from events.door.usecases.pair_device import PairingCodeOver, pair_device
from events.door.usecases.record_scans import DoorDevice, TooBusy, record_scans
from events.programme.models import Event
from peace.language.localised import Localised
from peace.rate_limits import address_of, is_over, uses_of

# A helper who reads posters all day stays below; a guessing machine does not.
STRANGE_CODES = {"limit": 60, "seconds": 60}
PAIRING_TRIES = {"limit": 30, "seconds": 600}
STRANGE = {Verdict.UNKNOWN, Verdict.MALFORMED}


def _refuse(status: int, code: str, message: str) -> JsonResponse:
    response = JsonResponse({"error": code, "message": message}, status=status)
    if status == 429:
        response["Retry-After"] = "60"
    return response


def for_device(
    view: Callable[[HttpRequest, DoorDevice], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Lets in devices that are paired, not expired and not revoked; others get 401."""

    @csrf_exempt
    @login_not_required
    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponse:
        try:
            device = device_at_door(request, timezone.now())
        except NotADevice as no:
            return _refuse(
                401,
                no.reason,
                _(
                    "この端末は使えません。職員の画面のQRコードで、もう一度登録してください。"
                ),
            )
        response = view(request, device)
        response["Cache-Control"] = "no-store"
        return response

    return guarded


@require_POST
@csrf_exempt
@login_not_required
def pair(request: HttpRequest) -> HttpResponse:
    """Use a one-time code; answer with the device's token, which is shown only now."""
    if is_over(f"pair:{address_of(request)}", **PAIRING_TRIES):
        return _refuse(429, "too_many", _("しばらくしてから、もう一度お試しください。"))
    try:
        code, name = read_pairing(request.body)
        device, token = pair_device(code=code, name=name, now=timezone.now())
    except RequestDataTooBig:
        return _refuse(413, "too_large", _("JSONの形で送ってください。"))
    except ValidationError as error:
        return _refuse(400, error.code or "form", error.messages[0])
    except PairingCodeOver:
        return _refuse(
            400,
            "pair_code_over",
            _(
                "登録用のQRコードは10分間、1回だけ使えます。"
                "職員に新しいコードを出してもらってください。"
            ),
        )
    body = {
        "device": str(device.pk),
        "token": token,
        "event": device.event.slug,
        "expires_at": device.expires_at.isoformat(),
    }
    return JsonResponse(body, status=201, headers={"Cache-Control": "no-store"})


@require_POST
@for_device
def scans(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Up to 500 scans; answered in the order sent."""
    now = timezone.now()
    try:
        batch = read_batch(request.body, now=now)
    except ValidationError as error:
        return _refuse(400, error.code or "form", error.messages[0])
    except (TooManyScans, RequestDataTooBig):
        return _refuse(
            413, "too_many_scans", _("一度に送れる読み取りは500件までです。")
        )
    if _is_guessing(device):
        return _refuse(
            429,
            "flood",
            _("該当のない読み取りが続いたため、1分ほど止めています。"),
        )
    try:
        answers = iter(record_scans(device=device, scans=batch.scans, now=now))
    except TooBusy:
        return _refuse(503, "busy", _("混み合っています。もう一度送ってください。"))
    rows = [
        refusal(each.id, error=each.error)
        if isinstance(each, BadScan)
        else next(answers)
        for each in batch.entries
    ]
    _count_strange(device, rows)
    conflict = len(rows) == 1 and rows[0].get("error") == "conflict"
    body = {"results": rows, "server_time": timezone.now().isoformat()}
    return JsonResponse(body, status=409 if conflict else 200)


@require_safe
@for_device
def timeslots(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The timetable with live counts; also how the board knows a device is there."""
    now = timezone.now()
    note_contact(device=device, now=now)
    counts = slot_counts(Event(pk=device.event_id), now=now)
    body = {
        "event": {
            "slug": device.event_slug,
            "title": Localised.of(device.event_title).in_language("ja"),
        },
        "device": {"name": device.name, "expires_at": device.expires_at.isoformat()},
        "server_time": now.isoformat(),
        "timeslots": [
            {
                "id": count.timeslot.pk,
                "title": count.timeslot.title.in_language("ja"),
                "starts_at": count.timeslot.starts_at.isoformat(),
                "ends_at": count.timeslot.ends_at.isoformat(),
                "doors_at": count.timeslot.opens_doors_at.isoformat(),
                "closes_at": count.timeslot.ends_at.isoformat(),
                "capacity": count.capacity,
                "expected": count.expected,
                "admitted": count.admitted,
            }
            for count in counts
        ],
    }
    return JsonResponse(body)


@require_safe
@for_device
def manifest_view(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The encrypted list; 304 while nothing has moved."""
    body, etag = manifest(device, now=timezone.now())
    if request.headers.get("If-None-Match") == etag:
        return HttpResponse(status=304, headers={"ETag": etag})
    return JsonResponse(body, headers={"ETag": etag})


def _is_guessing(device: DoorDevice) -> bool:
    """More strange codes in a minute than a door ever sees."""
    return uses_of(f"strange:{device.id}") > STRANGE_CODES["limit"]


def _count_strange(device: DoorDevice, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["verdict"] in STRANGE and row.get("error") != "conflict":
            is_over(f"strange:{device.id}", **STRANGE_CODES)
