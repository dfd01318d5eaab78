"""The door API: what a helper decides by hand. Online only, one at a time.

Published in docs/door.md; other programs rely on it.
"""

from collections.abc import Callable
from datetime import datetime

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.door.choices import DeviceRole
from events.door.forms.by_hand import read_move, read_override
from events.door.incoming import DoorDevice, TooBusy
from events.door.usecases.by_hand import ByHand, OtherBody
from events.door.usecases.move_here import move_here
from events.door.usecases.override import NotASupervisor, override
from events.door.views.guard import for_device, not_at_a_kiosk, refuse


@require_POST
@for_device
def moves(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """Move a party to this timeslot and let it in; refusals are rows as well."""
    if device.role == DeviceRole.KIOSK:
        return not_at_a_kiosk()
    return _answer(request, device, read=read_move, act=move_here)


@require_POST
@for_device
def overrides(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """A supervisor lets somebody in, with a reason."""
    return _answer(request, device, read=read_override, act=override)


def _answer(
    request: HttpRequest,
    device: DoorDevice,
    *,
    read: Callable[[bytes], ByHand],
    act: Callable[..., dict],
) -> HttpResponse:
    now: datetime = timezone.now()
    try:
        row = act(device=device, wish=read(request.body), now=now)
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    except RequestDataTooBig:
        return refuse(413, "too_large", _("JSONの形で送ってください。"))
    except NotASupervisor:
        return refuse(403, "not_supervisor", _("受付責任者の端末で行ってください。"))
    except OtherBody:
        return refuse(409, "conflict", _("同じ番号の、別の操作があります。"))
    except TooBusy:
        return refuse(503, "busy", _("混み合っています。もう一度送ってください。"))
    return JsonResponse({"result": row, "server_time": timezone.now().isoformat()})
