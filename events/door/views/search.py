"""Search at the door. Posted, so that no name stands in an address or a log."""

from django.core.exceptions import RequestDataTooBig, ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events.door.choices import DeviceRole
from events.door.forms.search import read_search
from events.door.incoming import DoorDevice
from events.door.usecases.search import Hit, search_parties
from events.door.views.guard import for_device_on_record, refuse
from peace.rate_limits import is_over

# A helper with a queue of forgotten tickets stays below; copying the list does not.
SEARCHES = (
    {"limit": 20, "seconds": 60},
    {"limit": 200, "seconds": 3600},
)


@require_POST
@for_device_on_record
def search(request: HttpRequest, device: DoorDevice) -> HttpResponse:
    """At most ten parties of this event; never for a kiosk, which visitors use."""
    if device.role == DeviceRole.KIOSK:
        return refuse(403, "role", _("自動受付の端末では、検索できません。"))
    try:
        wanted = read_search(request.body)
    except RequestDataTooBig:
        return refuse(413, "too_large", _("JSONの形で送ってください。"))
    except ValidationError as error:
        return refuse(400, error.code or "form", error.messages[0])
    if any(
        is_over(f"search:{limit['seconds']}:{device.id}", **limit) for limit in SEARCHES
    ):
        return refuse(429, "too_many", _("しばらくしてから、もう一度お試しください。"))
    found = search_parties(
        device=device,
        words=wanted.words,
        timeslot_id=wanted.timeslot_id,
        now=timezone.now(),
    )
    return JsonResponse({"hits": [_row(hit) for hit in found.hits], "more": found.more})


def _row(hit: Hit) -> dict:
    return {
        "receipt_number": hit.receipt_number,
        "name": hit.name,
        "kana": hit.kana,
        "people": hit.people,
        "cancelled": hit.is_cancelled,
        "timeslots": [
            {
                "id": slot_id,
                "people": standing.people,
                "in": standing.inside,
                "waiting": standing.waiting,
            }
            for slot_id, standing in hit.timeslots.items()
        ],
    }
