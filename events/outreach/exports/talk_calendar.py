"""A dispatched talk as iCalendar: for the group, and for the storyteller."""

from django.conf import settings
from django.urls import reverse

from events.outreach.models import TalkRequest
from events.programme.exports.calendar import entry, new_calendar
from events.programme.models import Event


def talk_calendar(request: TalkRequest) -> bytes:
    """One entry with the group's own page; called off, it leaves the calendar."""
    return _calendar(request, uid=f"talk-{request.code}", url=request.full_url)


def telling_calendar(request: TalkRequest, *, storyteller_id: int) -> bytes:
    """The entry that stands in the storyteller's own feed, too: one UID, one entry.

    Cancelled for somebody who does not tell there any more.
    """
    event = _event(request)
    slot = event.timeslots.all()[0]
    url = ""
    if event.is_published:
        url = settings.SITE_URL + reverse("programme:event", args=[event.slug])
    return _calendar(
        request,
        uid=f"telling-{event.slug}-{slot.pk}",
        url=url,
        is_replaced=request.storyteller_id != storyteller_id,
    )


def _calendar(
    request: TalkRequest, *, uid: str, url: str, is_replaced: bool = False
) -> bytes:
    event = _event(request)
    slot = event.timeslots.all()[0]
    calendar = new_calendar()
    calendar.add_component(
        entry(
            uid=uid,
            event=event,
            title=str(event.title),
            starts_at=slot.starts_at,
            ends_at=slot.ends_at,
            url=url,
            cancelled_at=slot.cancelled_at
            or (request.decided_at if is_replaced else None),
        )
    )
    return calendar.to_ical()


def _event(request: TalkRequest) -> Event:
    if request.event is None:
        raise ValueError("a request that is not arranged has no calendar")
    return request.event
