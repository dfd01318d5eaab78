"""The door API: JSON, a device token, no session and no cookie.

Published in docs/door.md; other programs rely on it.
"""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from events.door.answers import refusal
from events.door.choices import DeviceRole, Verdict
from events.door.exports.manifest import manifest
from events.door.exports.whole_event import whole_event
from events.door.forms.contact import read_status
from events.door.forms.scans import (
    BadScan,
    TooManyScans,
    read_batch,
    read_pairing,
    read_undos,
)
from events.door.incoming import DoorDevice, TooBusy
from events.door.reports import slot_counts, with_hours
from events.door.usecases.note_contact import note_contact
from events.door.usecases.pair_device import PairingCodeOver, pair_device
from events.door.usecases.record_scans import record_scans
from events.door.usecases.undo import Undoer, undo
from events.door.views.guard import for_device, for_device_or_evidence, refuse
from events.programme.models import Event
from peace.language.localised import Localised
from peace.rate_limits import address_of, is_over, uses_of

# A helper who reads posters all day stays below; a guessing machine does not.
STRANGE_CODES = {"limit": 60, "seconds": 60}
PAIRING_TRIES = {"limit": 30, "seconds": 600}
# Everybody who tries a demo sits at one address.
DEMO_TRIES = {"limit": 600, "seconds": 600}
STRANGE = {Verdict.UNKNOWN, Verdict.MALFORMED}


@require_POST
@csrf_exempt
@login_not_required
def pair(request: HttpRequest) -> HttpResponse:
    """Use a one-time code; answer with the device's token, which is shown only now."""
    tries = DEMO_TRIES if settings.DEMO else PAIRING_TRIES
    if is_over(f"pair:{address_of(request)}", **tries):
        return refuse(429, "too_many", _("しばらくしてから、もう一度お試しください。"))
    try:
        code, name = read_pairing(request.body)
        device, token = pair_device(code=code, name=name, now=timezone.now())
    except RequestDataTooBig:
        return refuse(413, "too_large", _("JSONの形で送ってください。"))
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    except PairingCodeOver:
        return refuse(
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
@for_device_or_evidence
def scans(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Up to 500 scans; answered in the order sent."""
    now = timezone.now()
    try:
        batch = read_batch(request.body, now=now)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    except (TooManyScans, RequestDataTooBig):
        return refuse(413, "too_many_scans", _("一度に送れる読み取りは500件までです。"))
    if _is_guessing(device):
        return refuse(
            429,
            "flood",
            _("該当のない読み取りが続いたため、1分ほど止めています。"),
        )
    try:
        answers = iter(record_scans(device=device, scans=batch.scans, now=now))
    except TooBusy:
        return refuse(503, "busy", _("混み合っています。もう一度送ってください。"))
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


@require_POST
@for_device_or_evidence
def undos(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Up to 500 undos of scans and walk-ins; answered in the order sent."""
    now = timezone.now()
    try:
        batch = read_undos(request.body, now=now)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    except (TooManyScans, RequestDataTooBig):
        return refuse(413, "too_many_scans", _("一度に送れる読み取りは500件までです。"))
    by = Undoer(
        event_id=device.event_id,
        actor=device.actor,
        device_id=device.id,
        is_supervisor=device.role == DeviceRole.SUPERVISOR,
        stops_at=device.stops_at,
        is_rehearsal=device.is_rehearsal,
    )
    try:
        results = undo(undos=batch, by=by, now=now)
    except OperationalError:
        return refuse(503, "busy", _("混み合っています。もう一度送ってください。"))
    rows = [
        {"id": str(each.id), "of": str(each.of), "result": str(result)}
        for each, result in zip(batch, results, strict=True)
    ]
    return JsonResponse({"results": rows, "server_time": timezone.now().isoformat()})


@require_safe
@for_device
def timeslots(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The timetable with live counts; also how the board knows how a device fares."""
    now = timezone.now()
    note_contact(device=device, status=read_status(request.GET, now=now), now=now)
    counts = with_hours(slot_counts(Event(pk=device.event_id), now=now))
    body = {
        "event": {
            "slug": device.event_slug,
            "title": Localised.of(device.event_title).in_language("ja"),
        },
        "device": {
            "name": device.name,
            "role": device.role,
            "rehearsal": device.is_rehearsal,
            "expires_at": device.expires_at.isoformat(),
        },
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
                "walk_ins": count.walk_ins,
                "free": count.free if count.counts_seats else None,
                "takes_walk_ins": count.takes_walk_ins,
                "line": count.waiting,
                "by_hand": count.is_counted_by_hand,
                "hours": count.hours,
            }
            for count in counts
        ]
        or whole_event(device, now=now),
    }
    return JsonResponse(body)


@require_safe
@for_device
def manifest_view(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """The encrypted list, or of it what changed; 304 while nothing has moved."""
    have = request.GET.get("have")
    body, etag, has_all = manifest(device, now=timezone.now(), have=have)
    unmoved = request.headers.get("If-None-Match") == etag
    # A phone that lost a part of its list asks for it, whatever tag it kept.
    if unmoved and (have is None or has_all):
        return HttpResponse(status=304, headers={"ETag": etag})
    return JsonResponse(body, headers={"ETag": etag})


def _is_guessing(device: DoorDevice) -> bool:
    """More strange codes in a minute than a door ever sees."""
    return uses_of(f"strange:{device.id}") > STRANGE_CODES["limit"]


def _count_strange(device: DoorDevice, rows: list[dict[str, Any]]) -> None:
    for row in rows:
        if row["verdict"] in STRANGE and row.get("error") != "conflict":
            is_over(f"strange:{device.id}", **STRANGE_CODES)
