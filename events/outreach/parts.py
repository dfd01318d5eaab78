"""Calendar entries that hang on letters about a dispatched talk, made at delivery."""

from typing import Any

from django.utils import translation

from events.outreach.exports.talk_calendar import talk_calendar, telling_calendar
from events.outreach.models import TalkRequest
from peace.outbox.parts import Attachment


def load_talks(refs: list[str]) -> dict[str, TalkRequest]:
    """Requests with their events, by id. REFS: `<request>` or `<request>:<person>`."""
    ids = {int(ref.partition(":")[0]) for ref in refs}
    found = {
        str(each.pk): each
        for each in TalkRequest.objects.filter(pk__in=ids, event__isnull=False)
        .select_related("event__venue", "storyteller")
        .prefetch_related("event__timeslots")
    }
    return {
        ref: found[ref.partition(":")[0]]
        for ref in refs
        if ref.partition(":")[0] in found
    }


def load_tellings(refs: list[str]) -> dict[str, Any]:
    """The same, with whom the letter is for."""
    found = load_talks(refs)
    return {ref: (each, int(ref.partition(":")[2])) for ref, each in found.items()}


def calendar(request: TalkRequest, language: str) -> list[Attachment]:
    """For who asked for it."""
    with translation.override(language):
        return [_entry(talk_calendar(request))]


def telling(of: tuple[TalkRequest, int], language: str) -> list[Attachment]:
    """For the storyteller; cancelled for one who does not go any more."""
    request, person = of
    with translation.override(language):
        return [_entry(telling_calendar(request, storyteller_id=person))]


def _entry(content: bytes) -> Attachment:
    return Attachment(filename="talk.ics", mimetype="text/calendar", content=content)
