"""What letters about a dispatched talk may say, in the reader's language."""

from datetime import datetime

from django.utils import translation
from django.utils.translation import gettext as _

from events.outreach.models import TalkInquiry, TalkRequest
from events.programme.choices import Story
from events.registration.letters import office_values
from peace.language.dates import clock, date_long, time_range
from peace.language.names import people


def when(at: datetime, language: str) -> str:
    """令和8年2月15日(日) 午後1時30分."""
    gap = ", " if language == "en" else " "
    return f"{date_long(at, language)}{gap}{clock(at, language)}"


def talk_values(
    request: TalkRequest, language: str, *, inquiry: TalkInquiry | None = None
) -> dict[str, str]:
    """The placeholders. What is not known yet is empty, and its line disappears."""
    with translation.override(language):
        story = request.get_story_display() or _("どの話でもよい")
        values = {
            "name": request.person,
            "group": request.group,
            "people": people(request.people, language),
            "audience": request.audience,
            "place": request.place,
            "address": request.address,
            "contact_name": request.person,
            "contact_phone": request.phone,
            "contact_email": request.email,
            "message": request.message,
            "reason": request.reason,
            "wishes": "\n".join(
                f"{number}  {when(at, language)}"
                for number, at in enumerate(request.moments, 1)
            ),
            "talk_url": request.full_url,
            "staff_name": _("職員"),
            "date": "",
            "time_range": "",
            "when": "",
            "teller": "",
            "answer_url": "",
            **office_values(),
        }
        values |= _of_event(request, language)
        if inquiry:
            values |= {
                "when": when(inquiry.starts_at, language),
                "date": date_long(inquiry.starts_at, language),
                "time_range": clock(inquiry.starts_at, language),
                "answer_url": inquiry.full_url,
            }
            story = str(Story(inquiry.story).label)
        values.setdefault("story", story)
    return values


def _of_event(request: TalkRequest, language: str) -> dict[str, str]:
    event, teller = request.event, request.storyteller
    if event is None or teller is None:
        return {}
    found = {
        "date": date_long(event.starts_at, language),
        "time_range": time_range(event.starts_at, event.ends_at, language),
        "when": when(event.starts_at, language),
        "teller": _("伝承者の%(name)s") % {"name": teller.name},
    }
    slot = event.timeslots.in_order().first()
    telling = slot.tellings.first() if slot else None
    if telling:
        found["story"] = str(Story(telling.story).label)
    return found
